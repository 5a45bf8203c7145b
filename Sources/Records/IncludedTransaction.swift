public import Chain

/// A transaction with an `id` in a block that is new to this node.
public struct IncludedTransaction: Sendable {
    /// The block's index.
    public let height: Int

    /// The block.
    public let block: BlockHash

    /// The transaction.
    public let transaction: Transaction

    /// Its number, if it is known.
    public let number: Int?

    /// The index of an earlier block that already includes it; a valid chain includes it only once.
    public let earlierHeight: Int?

    /// All transactions with an `id` in a chain's blocks above a height, in order, up to the first duplicate.
    ///
    /// - Parameter known: the number of a known transaction, and the block of the stored chain that includes it.
    public static func all(
        in chain: Blockchain, above height: Int, known: (Transaction) throws -> (number: Int, height: Int?)?
    ) rethrows -> [IncludedTransaction] {
        var included: [IncludedTransaction] = []
        var heights: [Transaction: Int] = [:]
        for position in height..<chain.length {
            let block = chain.blocks[position]
            for transaction in block.identifiedTransactions(by: chain.rules) {
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
