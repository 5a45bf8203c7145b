public import Chain

/// A transaction with an `id` in a block that is new to this node.
public struct IncludedTransaction: Sendable {
    /// The block's index.
    public let height: Int

    /// The block.
    public let block: BlockHash

    /// The transaction.
    public let transaction: Transaction

    /// The number under which it is known, if it is.
    public let number: Int?

    /// The index of the block below that carries it already, which no chain may do twice.
    public let earlierHeight: Int?

    /// All in a chain's blocks above a height, in order; up to the first that is carried twice.
    ///
    /// - Parameter known: under which number a transaction is known, and which block of the kept chain carries it.
    public static func all(
        in chain: Blockchain, above height: Int, known: (Transaction) throws -> (number: Int, height: Int?)?
    ) rethrows -> [IncludedTransaction] {
        var included: [IncludedTransaction] = []
        var heights: [Transaction: Int] = [:]
        for position in height..<chain.length {
            let block = chain.blocks[position]
            for transaction in block.identifiedTransactions {
                let known = try known(transaction)
                let kept = known?.height.flatMap { $0 <= height ? $0 : nil }
                let earlier = heights.updateValue(block.index, forKey: transaction) ?? kept
                included.append(
                    IncludedTransaction(
                        height: block.index, block: block.hash, transaction: transaction, number: known?.number,
                        earlierHeight: earlier))
                if earlier != nil { return included }
            }
        }
        return included
    }
}
