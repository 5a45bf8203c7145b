public import Chain
public import Wording

/// A block, with every rule that it keeps or breaks.
public struct Explanation: Sendable {
    /// The result for one rule.
    public struct Check: Sendable {
        /// The rule's name.
        public let rule: String
        /// Whether it is kept; nil if it doesn't apply.
        public let holds: Bool?
        /// What was compared and found, in a sentence or two of English.
        public let says: String
        /// The same, for any language; nil from an older node, and of something that this program doesn't know.
        public let statement: Statement?
        /// The expected value, if there is one.
        public let expected: String?
        /// The value found.
        public let found: String?
    }

    /// The text whose SHA-256 must solve the previous block's puzzle, and its parts.
    public struct Guess: Sendable {
        /// How many leading hex zeros the SHA-256 needs; on a ledger, at least.
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
        /// What the SHA-256 may be at most, in 64 hex digits; nil except on a ledger.
        public let target: String?
    }

    /// What a block of a ledger has besides. Numbers of 256 bits are in 64 hex digits.
    public struct Ledger: Sendable {
        /// With what its proof has to begin: the SHA-256 of its header.
        public let seal: String
        /// The target that it names.
        public let target: String
        /// How many guesses it takes on average; nil of a target that no hash reaches.
        public let work: String?
        /// What its payments pay to its maker; nil if one of them breaks a rule.
        public let fees: Int?
        /// What it creates; nil if its place isn't known.
        public let reward: Int?
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
    /// What comes of it all; nil from an older node, and of an unknown word.
    public let verdict: BlockExplanation.Verdict?
    /// What a block of a ledger has besides.
    public let ledger: Ledger?
    /// Whether the block is in the node's chain.
    public let isInChain: Bool?

    /// The longest block that is repeated, in bytes: answers are assembled on the loop.
    private static let maximumTextBytes = 1 << 20

    /// Makes an answer from an explanation.
    public init(_ explanation: BlockExplanation) {
        let text = explanation.text
        let repeated = text.flatMap { $0.bytes.count <= Self.maximumTextBytes ? $0 : nil }
        block = explanation.block == nil ? nil : repeated
        blockText = repeated?.description
        byteCount = text?.bytes.count
        isCanonical = explanation.checks.first { $0.rule == .canonical }?.holds
        checks = explanation.checks.map(Check.init)
        guess = explanation.guess.map(Guess.init)
        hash = explanation.hash?.description
        holds = explanation.holds
        verdict = explanation.verdict
        ledger = explanation.ledger.map(Ledger.init)
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
        verdict = value["verdict"]?.string.flatMap(BlockExplanation.Verdict.init)
        ledger = value["ledger"].flatMap(Ledger.init)
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

    /// As an object. Only a block of a ledger has a `ledger`.
    public var text: CanonicalText {
        let members: [(key: String, value: CanonicalText)] = [
            ("block", block ?? .null), ("bytes", .integer(byteCount)), ("canonical", .boolean(isCanonical)),
            ("checks", .array(checks.map(\.text))), ("guess", guess?.object ?? .null), ("hash", .string(hash)),
            ("holds", .boolean(holds)), ("in_chain", .boolean(isInChain)), ("text", .string(blockText)),
            ("verdict", .string(verdict?.rawValue)),
        ]
        return .object(members + [ledger].compactMap { $0.map { ("ledger", $0.object) } })
    }
}

extension Explanation.Check {
    fileprivate init(_ check: BlockExplanation.Check) {
        self.init(
            rule: check.rule.name, holds: check.holds, says: check.says.description,
            statement: check.says, expected: check.expected,
            found: check.found)
    }

    fileprivate init?(_ value: JSONValue) {
        guard let rule = value["rule"]?.string, let says = value["says"]?.string else { return nil }
        self.init(
            rule: rule, holds: value["holds"]?.boolean, says: says, statement: Statement(value),
            expected: value["expected"]?.string,
            found: value["found"]?.string)
    }

    fileprivate var text: CanonicalText {
        let members: [(key: String, value: CanonicalText)] = [
            ("expected", .string(expected)), ("found", .string(found)), ("holds", .boolean(holds)),
            ("rule", .string(rule)), ("says", .string(says)),
        ]
        return .object(members + Statement.members(of: statement))
    }
}

extension Explanation.Guess {
    fileprivate init(_ guess: BlockExplanation.Guess) {
        self.init(
            difficulty: guess.difficulty, zeros: guess.zeros, text: guess.text, hash: guess.hash,
            lastProof: guess.lastProof.text, proof: guess.proof.text, lastHash: guess.lastHash?.description,
            rules: guess.rules.name, otherRules: guess.otherRules?.fitting.name, target: guess.target?.hexText)
    }

    fileprivate init?(_ value: JSONValue) {
        guard let difficulty = value["difficulty"]?.integer, let zeros = value["zeros"]?.integer,
            let text = value["text"]?.string, let hash = value["hash"]?.string
        else { return nil }
        self.init(
            difficulty: difficulty, zeros: zeros, text: text, hash: hash,
            lastProof: value["last_proof"]?.canonicalText ?? .null, proof: value["proof"]?.canonicalText ?? .null,
            lastHash: value["last_hash"]?.string, rules: value["rules"]?.string,
            otherRules: value["other_rules"]?.string, target: value["target"]?.string)
    }

    fileprivate var object: CanonicalText {
        let members: [(key: String, value: CanonicalText)] = [
            ("difficulty", .integer(difficulty)), ("hash", .string(hash)), ("last_hash", .string(lastHash)),
            ("last_proof", lastProof), ("other_rules", .string(otherRules)), ("proof", proof),
            ("rules", .string(rules)), ("text", .string(text)), ("zeros", .integer(zeros)),
        ]
        return .object(members + [target].compactMap { $0.map { ("target", .string($0)) } })
    }
}

extension Explanation.Ledger {
    fileprivate init(_ figures: BlockExplanation.LedgerFigures) {
        self.init(
            seal: figures.seal.hexText, target: figures.target.hexText, work: figures.work?.hexText,
            fees: figures.fees, reward: figures.reward)
    }

    fileprivate init?(_ value: JSONValue) {
        guard let seal = value["seal"]?.string, let target = value["target"]?.string else { return nil }
        self.init(
            seal: seal, target: target, work: value["work"]?.string, fees: value["fees"]?.integer,
            reward: value["reward"]?.integer)
    }

    fileprivate var object: CanonicalText {
        .object([
            "fees": .integer(fees), "reward": .integer(reward), "seal": .string(seal), "target": .string(target),
            "work": .string(work),
        ])
    }
}
