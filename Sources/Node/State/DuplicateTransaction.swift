public import Chain
package import Records
public import Wording

/// A chain includes a transaction with an `id` twice, so no node builds on it.
public struct DuplicateTransaction: Error, Hashable, Sendable, Stated {
    /// The index of the block that includes it again.
    public let height: Int

    /// The transaction's `id`.
    public let id: TransactionID

    /// The index of the block that included it first.
    public let earlierHeight: Int

    /// The place and the fault as one sentence.
    public var statement: Statement {
        height == earlierHeight
            ? Statement(.includedTwiceInBlock, ["height": .number(height), "id": .text("\(id)")])
            : Statement(
                .includedTwice,
                ["earlier": .number(earlierHeight), "height": .number(height), "id": .text("\(id)")])
    }

    /// The first one in a chain's new blocks; nil if it includes none twice.
    package init?(_ identified: [IncludedTransaction]) {
        guard let last = identified.last, let earlierHeight = last.earlierHeight, let id = last.transaction.id else {
            return nil
        }
        (height, self.id, self.earlierHeight) = (last.height, id, earlierHeight)
    }
}
