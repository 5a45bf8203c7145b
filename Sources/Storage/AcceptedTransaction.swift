public import Chain

/// A transaction that was accepted, under the number it is kept by.
public struct AcceptedTransaction: Hashable, Sendable {
    /// From 1, in the order of acceptance. No two that are kept have the same.
    public let number: Int

    /// What was accepted.
    public let transaction: Transaction

    /// Whether a client of this node has posted it and was told so. That is a promise: it is pending or in the chain
    /// for good. One that only other nodes have brought may be forgotten when its block falls out of the chain.
    public var isPosted: Bool

    /// Puts the three together.
    public init(number: Int, transaction: Transaction, isPosted: Bool = true) {
        self.number = number
        self.transaction = transaction
        self.isPosted = isPosted
    }

    /// Reads a transaction as it was kept; nil for a text that never was accepted.
    init?(number: Int, keptText bytes: [UInt8], isPosted: Bool = true) {
        guard let value = try? JSONDocument(parsing: bytes).root,
            let transaction = try? Transaction(value, keepingID: true),
            transaction.text.bytes == bytes
        else { return nil }
        self.init(number: number, transaction: transaction, isPosted: isPosted)
    }
}

/// Which accepted transactions a block includes: all that it was forged with if it was forged here, and otherwise those
/// with an `id`.
public struct Inclusion: Hashable, Sendable {
    /// The block's index.
    public let height: Int

    /// The block.
    public let block: BlockHash

    /// What it includes, without the reward.
    public var transactions: [AcceptedTransaction]

    /// Puts the three together.
    public init(height: Int, block: BlockHash, transactions: [AcceptedTransaction]) {
        self.height = height
        self.block = block
        self.transactions = transactions
    }
}
