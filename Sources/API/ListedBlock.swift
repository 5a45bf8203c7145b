public import Chain

/// A block of a node's chain, as shown in a list.
public struct ListedBlock: Sendable {
    /// Its place in the chain, from 1.
    public let index: Int
    /// When it was made, in seconds since 1970; nil if it is out of a double's range.
    public let timestamp: Double?
    /// The number that solved the previous block's puzzle, of any length.
    public let proof: CanonicalText
    /// The SHA-256 of its text, in hex digits.
    public let hash: String
    /// The hash it gives for the previous block; nil if it gives none.
    public let previousHash: String?
    /// How many transactions it includes.
    public let transactionCount: Int
    /// The first of those.
    public let firstTransactions: [Payment]

    /// Whether it can follow another: it has that block's hash, and the next index.
    public func follows(_ last: ListedBlock) -> Bool {
        previousHash == last.hash && index == last.index + 1
    }

    /// How many of its transactions are included: more don't fit on a line.
    private static let maximumTransactions = 8

    /// Reads a block from a chain.
    public init(_ value: JSONValue) throws(BlockFault) {
        let block = try Block(value)
        let transactions = value[Block.Key.transactions.rawValue]?.elements
        index = block.index
        timestamp = value[Block.Key.timestamp.rawValue]?.number
        proof = block.proof.text
        hash = block.hash.description
        previousHash = block.previousHash?.description
        transactionCount = transactions?.count ?? 0
        firstTransactions = transactions?.prefix(Self.maximumTransactions).map(Payment.init) ?? []
    }
}
