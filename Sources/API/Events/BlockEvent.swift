public import Chain

/// A block that was added on top.
public struct BlockEvent: Sendable {
    /// Its place in the chain.
    public let index: Int
    /// The SHA-256 of its text.
    public let hash: String
    /// The number that solved the puzzle.
    public let proof: CanonicalText?
    /// When it was made, in seconds since 1970.
    public let timestamp: CanonicalText?
    /// Where it came from: a peer's address, or a word for the node itself.
    public let source: String?
    /// How many transactions it includes.
    public let transactionCount: Int?
    /// What the hash of its guess may be at most, in 64 hex digits; nil except on a ledger.
    public let target: String?
    /// How many guesses it takes on average, likewise.
    public let work: String?
    /// What its payments pay to its maker; nil except on a ledger.
    public let fees: Int?

    /// Makes an event for a new block.
    public init(_ block: BlockSummary, by source: String) {
        (index, hash) = (block.index, block.hash.description)
        (proof, timestamp) = (block.proof, block.timestamp)
        (self.source, transactionCount) = (source, block.transactionCount)
        (target, work, fees) = (block.ledger?.target.hexText, block.ledger?.work.hexText, block.ledger?.fees)
    }

    init?(_ value: JSONValue) {
        guard let index = value["index"]?.integer, let hash = value["hash"]?.string else { return nil }
        self.index = index
        self.hash = hash
        proof = value["proof"]?.naturalNumber
        timestamp = value["timestamp"].flatMap { $0.isNumber ? $0.canonicalText : nil }
        source = value["by"]?.string
        transactionCount = value["transactions"]?.integer
        target = value["target"]?.string
        work = value["work"]?.string
        fees = value["fees"]?.integer
    }

    /// As an object. Only blocks of a ledger have a target, work and fees.
    var text: CanonicalText {
        let members: [(key: String, value: CanonicalText)] = [
            ("by", .string(source)), ("hash", .string(hash)), ("index", .integer(index)), ("proof", proof ?? .null),
            ("timestamp", timestamp ?? .null), ("transactions", .integer(transactionCount)),
        ]
        let ledgers: [(key: String, value: CanonicalText)?] = [
            fees.map { ("fees", .integer($0)) }, target.map { ("target", .string($0)) },
            work.map { ("work", .string($0)) },
        ]
        return .object(members + ledgers.compactMap(\.self))
    }
}
