public import Chain

/// A transaction that was accepted, under the number it is kept by.
public struct AcceptedTransaction: Hashable, Sendable {
    /// From 1, in the order of acceptance; never given twice.
    public let number: Int

    /// What was accepted.
    public let transaction: Transaction

    /// Puts the two together.
    public init(number: Int, transaction: Transaction) {
        self.number = number
        self.transaction = transaction
    }

    /// Reads a transaction as it was kept; nil for a text that never was accepted.
    init?(number: Int, keptText bytes: [UInt8]) {
        guard let value = try? JSONDocument(parsing: bytes).root,
            let transaction = try? Transaction(value, keepingID: true),
            transaction.text.bytes == bytes
        else { return nil }
        self.init(number: number, transaction: transaction)
    }
}

/// A block, in the chain or fallen out of it, and which accepted transactions it carries: all that it was forged with,
/// if it was forged here, and otherwise those with an `id`.
public struct Carriage: Hashable, Sendable {
    /// The block's index.
    public let height: Int

    /// The block.
    public let block: BlockHash

    /// What it carries, the reward left out.
    public var transactions: [AcceptedTransaction]

    /// Puts the three together.
    public init(height: Int, block: BlockHash, transactions: [AcceptedTransaction]) {
        self.height = height
        self.block = block
        self.transactions = transactions
    }
}
