package import Chain
package import Records

/// How a longer chain changes the books: which transactions its blocks bring, and which are pending again, no longer
/// pending, or forgotten. Its size is bounded by the fork's two branches.
package struct Reorg: Sendable {
    package let replacement: Replacement
    package let delta: Mempool.Delta

    /// Computes it from what the store knows, and numbers the new transactions.
    ///
    /// - Parameters:
    ///   - secondsSince1970: the time, for who looks at the fallen branch later.
    ///   - source: the peer that has the chain, if one has it.
    package init(
        _ facts: ReorgFacts, _ mempool: inout Mempool, at secondsSince1970: Double?, from source: String? = nil
    ) {
        var brought: [AcceptedTransaction] = []
        var inclusions: [Inclusion] = []
        for entry in facts.identified {
            let accepted: AcceptedTransaction
            if let number = entry.number {
                accepted = AcceptedTransaction(number: number, transaction: entry.transaction)
            } else {
                accepted = mempool.number(entry.transaction, isPosted: false)
                brought.append(accepted)
            }
            if inclusions.last?.block != entry.block {
                inclusions.append(Inclusion(height: entry.height, block: entry.block, transactions: []))
            }
            inclusions[inclusions.count - 1].transactions.append(accepted)
        }
        delta = Mempool.Delta(
            returned: facts.returned, confirmed: mempool.pendingNumbers(among: facts.included))
        replacement = Replacement(
            chain: facts.chain, commonLength: facts.commonLength, returned: delta.returned.map(\.number),
            confirmed: delta.confirmed.sorted(), forgotten: facts.forgotten, brought: brought, inclusions: inclusions,
            secondsSince1970: secondsSince1970, source: source)
    }

    /// The numbers of a ledger's payments that no longer can wait once it is applied: what it returns is checked again,
    /// and what it has made of no use goes. Under other rules there are none.
    package func stale(in mempool: Mempool) -> [Int] {
        replacement.chain.ledger.map { mempool.stale(on: $0.accounts, after: delta, without: []) } ?? []
    }
}

/// What the store knows about a fork's two branches, as far as a reorg needs it.
package struct ReorgFacts: Sendable {
    /// The new chain, and how many of the current blocks stay.
    let chain: Blockchain
    let commonLength: Int

    /// The transactions with an `id` in its new blocks, without duplicates.
    fileprivate let identified: [IncludedTransaction]

    /// Numbers of accepted transactions that its new blocks include.
    fileprivate let included: Set<Int>

    /// The transactions that are pending again, and the numbers of those that are forgotten.
    fileprivate let returned: [AcceptedTransaction]
    fileprivate let forgotten: [Int]

    /// Asks the store. No commit may happen meanwhile: the stored chain, its books and the room for other nodes'
    /// transactions must stay as they are.
    package static func gathered(
        from old: Blockchain, to new: Blockchain, _ mempool: Mempool, _ store: any Store
    ) async throws(StorageError) -> Result<ReorgFacts, DuplicateTransaction> {
        let commonLength = old.commonLength(with: new)
        let identified = try await store.identified(in: new, above: commonLength)
        if let twice = DuplicateTransaction(identified) { return .failure(twice) }
        let branches = try await store.inclusions(in: new, above: commonLength)
        let included = branches.back.union(identified.compactMap(\.number))
        let (returned, forgotten) = mempool.fates(of: branches.fallen, without: included)
        return .success(
            ReorgFacts(
                chain: new, commonLength: commonLength, identified: identified, included: included,
                returned: try await store.accepted(returned), forgotten: forgotten))
    }
}
