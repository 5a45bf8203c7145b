public import Chain

/// An accepted transaction and its number.
public struct AcceptedTransaction: Hashable, Sendable {
    /// Numbered from 1 in the order of acceptance. Each stored number is unique.
    public let number: Int

    /// The transaction.
    public let transaction: Transaction

    /// Whether a client of this node has posted it and had a success answer. That is a promise: it stays pending or in
    /// the chain forever. A transaction brought only by other nodes may be forgotten when its block is orphaned.
    public var isPosted: Bool

    /// Makes one from its parts.
    public init(number: Int, transaction: Transaction, isPosted: Bool = true) {
        self.number = number
        self.transaction = transaction
        self.isPosted = isPosted
    }

    /// Reads a stored transaction; nil for a text that can never have been accepted.
    package init?(number: Int, keptText bytes: [UInt8], isPosted: Bool = true) {
        guard let value = try? JSONDocument(parsing: bytes).root,
            let transaction = (try? SignedPayment(value)).map({ Transaction($0) })
                ?? (try? Transaction(value, keepingID: true)),
            transaction.text.bytes == bytes
        else { return nil }
        self.init(number: number, transaction: transaction, isPosted: isPosted)
    }
}

/// The accepted transactions that a block includes: all it was forged with if it was forged here, otherwise those with
/// an `id`.
public struct Inclusion: Hashable, Sendable {
    /// The block's index.
    public let height: Int

    /// The block.
    public let block: BlockHash

    /// The transactions, without the reward.
    public var transactions: [AcceptedTransaction]

    /// Makes one from its parts.
    public init(height: Int, block: BlockHash, transactions: [AcceptedTransaction]) {
        self.height = height
        self.block = block
        self.transactions = transactions
    }
}
