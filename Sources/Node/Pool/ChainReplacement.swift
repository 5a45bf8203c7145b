public import Chain
internal import Storage

/// What a longer chain does to the books: which transactions its blocks bring, and which are pending again or no more.
struct ChainReplacement {
    let replacement: Replacement
    let following: TransactionPool.Following

    /// Works it out, and numbers what is new here.
    ///
    /// - Parameters:
    ///   - identified: the transactions with an `id` in the new blocks, none of them carried twice.
    ///   - recorded: what is recorded of blocks above the fork point.
    init(
        of old: Blockchain, by new: Blockchain, above commonLength: Int, identified: [IdentifiedCarriage],
        recorded: [Carriage], pool: inout TransactionPool
    ) {
        var brought: [AcceptedTransaction] = []
        var carriages: [Carriage] = []
        for entry in identified {
            let accepted: AcceptedTransaction
            if let number = entry.number {
                accepted = AcceptedTransaction(number: number, transaction: entry.transaction)
            } else {
                accepted = pool.number(entry.transaction)
                brought.append(accepted)
            }
            if carriages.last?.block != entry.block {
                carriages.append(Carriage(height: entry.height, block: entry.block, transactions: []))
            }
            carriages[carriages.count - 1].transactions.append(accepted)
        }
        following = pool.following(recorded + carriages, from: old, to: new)
        replacement = Replacement(
            chain: new, commonLength: commonLength, reopened: following.reopened.map(\.number),
            settled: following.settled.sorted(), brought: brought, carriages: carriages)
    }
}

/// A chain carries a transaction with an `id` twice, so no node builds on it.
public struct CarriedTwice: Error, Hashable, Sendable, CustomStringConvertible {
    /// The index of the block that carries it again.
    public let height: Int

    /// The transaction's `id`.
    public let id: TransactionID

    /// The index of the block that carries it already.
    public let earlierHeight: Int

    /// The place and the fault as one sentence.
    public var description: String {
        height == earlierHeight
            ? "block \(height): it carries transaction \(id) twice"
            : "block \(height): its transaction \(id) is in block \(earlierHeight) already"
    }

    /// The first among a chain's new blocks; nil if it carries none twice.
    init?(_ identified: [IdentifiedCarriage]) {
        guard let last = identified.last, let earlierHeight = last.earlierHeight, let id = last.transaction.id else {
            return nil
        }
        (height, self.id, self.earlierHeight) = (last.height, id, earlierHeight)
    }
}
