internal import Chain

/// A block, and every rule that it keeps or breaks.
public struct ExplanationReport: Sendable {
    /// What came of one rule.
    public struct Check: Sendable {
        /// The rule's name.
        public let rule: String
        /// Whether it is kept; nil where it does not apply.
        public let holds: Bool?
        /// What was compared and found, in a sentence.
        public let says: String
    }

    /// The text whose SHA-256 solves the puzzle of the block before, and what it was put together from.
    public struct Guess: Sendable {
        /// How many hex zeros the SHA-256 has to begin with.
        public let difficulty: Int
        /// How many it begins with.
        public let zeros: Int
        /// The text.
        public let text: String
        /// Its SHA-256.
        public let hash: String
        /// The proof of the block before.
        public let lastProof: String
        /// The proof.
        public let proof: String
        /// The hash of the block before.
        public let lastHash: String
    }

    /// The place in the chain, where the block says one.
    public let index: Int?
    /// When it was made, in seconds since 1970.
    public let timestamp: Double?
    /// What it carries.
    public let transactions: [Payment]
    /// The text that is hashed; nil where it is no block.
    public let text: String?
    /// The SHA-256 of the text.
    public let hash: String?
    /// Nil for a first block, or where the block before is not known.
    public let guess: Guess?
    /// One for each rule.
    public let checks: [Check]
    /// Whether the block is one of the node's chain.
    public let isInChain: Bool?
    /// Whether it keeps all rules.
    public let holds: Bool

    init?(_ value: JSONValue) {
        guard let holds = value["holds"]?.boolean, let checks = value["checks"]?.elements else { return nil }
        self.holds = holds
        self.checks = checks.compactMap(Check.init)
        guard self.checks.count == checks.count else { return nil }
        index = value["block"]?["index"]?.integer
        timestamp = value["block"]?["timestamp"]?.number
        transactions = value["block"]?["transactions"]?.elements?.map(Payment.init) ?? []
        text = value["text"]?.string
        hash = value["hash"]?.string
        guess = value["guess"].flatMap(Guess.init)
        isInChain = value["in_chain"]?.boolean
    }
}

extension ExplanationReport.Check {
    fileprivate init?(_ value: JSONValue) {
        guard let rule = value["rule"]?.string, let says = value["says"]?.string else { return nil }
        self.init(rule: rule, holds: value["holds"]?.boolean, says: says)
    }
}

extension ExplanationReport.Guess {
    fileprivate init?(_ value: JSONValue) {
        guard let difficulty = value["difficulty"]?.integer, let zeros = value["zeros"]?.integer,
            let text = value["text"]?.string, let hash = value["hash"]?.string
        else { return nil }
        self.init(
            difficulty: difficulty, zeros: zeros, text: text, hash: hash, lastProof: value["last_proof"]?.shown ?? "",
            proof: value["proof"]?.shown ?? "", lastHash: value["last_hash"]?.shown ?? "")
    }
}
