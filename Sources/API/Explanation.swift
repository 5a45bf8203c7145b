public import Chain

/// A block, with every rule that it keeps or breaks.
public struct Explanation: Sendable {
    /// The result for one rule.
    public struct Check: Sendable {
        /// The rule's name.
        public let rule: String
        /// Whether it is kept; nil if it doesn't apply.
        public let holds: Bool?
        /// What was compared and found, in a sentence or two.
        public let says: String
        /// The expected value, if there is one.
        public let expected: String?
        /// The value found.
        public let found: String?
    }

    /// The text whose SHA-256 must solve the previous block's puzzle, and its parts.
    public struct Guess: Sendable {
        /// How many leading hex zeros the SHA-256 needs.
        public let difficulty: Int
        /// How many it has.
        public let zeros: Int
        /// The text.
        public let text: String
        /// Its SHA-256.
        public let hash: String
        /// The previous block's proof.
        public let lastProof: CanonicalText
        /// The proof.
        public let proof: CanonicalText
        /// The previous block's hash; nil under rules that leave it out.
        public let lastHash: String?
        /// The name of the rules that define the text; nil from an older node.
        public let rules: String?
        /// The name of the rules under which the proof fits, if it doesn't under these.
        public let otherRules: String?
    }

    /// The block; nil if it isn't one, or is too long to repeat.
    public let block: CanonicalText?
    /// How many bytes the block's text has.
    public let byteCount: Int?
    /// Whether it was sent as exactly the text that is hashed; nil if unknown.
    public let isCanonical: Bool?
    /// One per rule.
    public let checks: [Check]
    /// Nil for a first block, or if the previous block is unknown.
    public let guess: Guess?
    /// The text that is hashed; nil whenever `block` is.
    public let blockText: String?
    /// The SHA-256 of the text.
    public let hash: String?
    /// Whether it keeps all rules; nil if unknown.
    public let holds: Bool?
    /// Whether the block is in the node's chain.
    public let isInChain: Bool?

    /// The longest block that is repeated, in bytes: answers are assembled on the loop.
    private static let maximumTextBytes = 1 << 20

    /// Makes an answer from an explanation.
    public init(_ explanation: BlockExplanation) {
        let text = explanation.block?.text
        block = text.flatMap { $0.bytes.count <= Self.maximumTextBytes ? $0 : nil }
        blockText = block?.description
        byteCount = text?.bytes.count
        isCanonical = explanation.checks.first { $0.rule == .canonical }?.holds
        checks = explanation.checks.map(Check.init)
        guess = explanation.guess.map(Guess.init)
        hash = explanation.block?.hash.description
        holds = explanation.holds
        isInChain = explanation.isInChain
    }

    /// Reads it; nil for anything else.
    public init?(_ value: JSONValue) {
        guard let holds = value["holds"], holds.kind == .boolean || holds.kind == .null,
            let checks = value["checks"]?.all(Check.init)
        else { return nil }
        block = value["block"].flatMap { $0.kind == .null ? nil : $0.canonicalText }
        blockText = value["text"]?.string
        byteCount = value["bytes"]?.integer
        isCanonical = value["canonical"]?.boolean
        self.checks = checks
        guess = value["guess"].flatMap(Guess.init)
        hash = value["hash"]?.string
        self.holds = holds.boolean
        isInChain = value["in_chain"]?.boolean
    }

    /// The readable parts of the block: its index, when it was made, and its transactions.
    public var details: (index: Int?, timestamp: Double?, transactions: [Payment]) {
        let value = block.flatMap { try? JSONDocument(parsing: $0.bytes).root }
        return (
            value?["index"]?.integer, value?["timestamp"]?.number,
            value?["transactions"]?.elements?.map(Payment.init) ?? []
        )
    }

    /// As an object.
    public var text: CanonicalText {
        .object([
            "block": block ?? .null, "bytes": .integer(byteCount), "canonical": .boolean(isCanonical),
            "checks": .array(checks.map(\.text)), "guess": guess?.object ?? .null, "hash": .string(hash),
            "holds": .boolean(holds), "in_chain": .boolean(isInChain), "text": .string(blockText),
        ])
    }
}

extension Explanation.Check {
    fileprivate init(_ check: BlockExplanation.Check) {
        self.init(
            rule: check.rule.rawValue, holds: check.holds, says: check.says, expected: check.expected,
            found: check.found)
    }

    fileprivate init?(_ value: JSONValue) {
        guard let rule = value["rule"]?.string, let says = value["says"]?.string else { return nil }
        self.init(
            rule: rule, holds: value["holds"]?.boolean, says: says, expected: value["expected"]?.string,
            found: value["found"]?.string)
    }

    fileprivate var text: CanonicalText {
        .object([
            "expected": .string(expected), "found": .string(found), "holds": .boolean(holds), "rule": .string(rule),
            "says": .string(says),
        ])
    }
}

extension Explanation.Guess {
    fileprivate init(_ guess: BlockExplanation.Guess) {
        self.init(
            difficulty: guess.difficulty, zeros: guess.zeros, text: guess.text, hash: guess.hash,
            lastProof: guess.lastProof.text, proof: guess.proof.text, lastHash: guess.lastHash?.description,
            rules: guess.rules.name, otherRules: guess.otherRules?.fitting.name)
    }

    fileprivate init?(_ value: JSONValue) {
        guard let difficulty = value["difficulty"]?.integer, let zeros = value["zeros"]?.integer,
            let text = value["text"]?.string, let hash = value["hash"]?.string
        else { return nil }
        self.init(
            difficulty: difficulty, zeros: zeros, text: text, hash: hash,
            lastProof: value["last_proof"]?.canonicalText ?? .null, proof: value["proof"]?.canonicalText ?? .null,
            lastHash: value["last_hash"]?.string, rules: value["rules"]?.string,
            otherRules: value["other_rules"]?.string)
    }

    fileprivate var object: CanonicalText {
        .object([
            "difficulty": .integer(difficulty), "hash": .string(hash), "last_hash": .string(lastHash),
            "last_proof": lastProof, "other_rules": .string(otherRules), "proof": proof, "rules": .string(rules),
            "text": .string(text), "zeros": .integer(zeros),
        ])
    }
}
