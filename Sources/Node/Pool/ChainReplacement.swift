internal import Chain
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
