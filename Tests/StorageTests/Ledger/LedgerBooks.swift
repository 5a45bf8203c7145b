internal import Chain
internal import Records

/// What a node would have committed with a ledger's blocks: each payment is accepted and numbered, and recorded where
/// it is.
struct LedgerBooks {
    private var lastNumber = 0
    private var numbers: [BlockHash: [Int]] = [:]

    /// The changes with which a block is forged.
    mutating func forged(_ block: Block, of chain: Blockchain) -> [Change] {
        let accepted = accept(block, chain)
        return accepted.map { .accepted($0) } + [.forged(block, including: accepted.map(\.number))]
    }

    /// The change with which a chain replaces another.
    mutating func replaced(_ old: Blockchain, by new: Blockchain) -> Change {
        let commonLength = old.commonLength(with: new)
        var brought: [AcceptedTransaction] = []
        var inclusions: [Inclusion] = []
        for block in new.blocks.dropFirst(commonLength) {
            let accepted = accept(block, new)
            brought += accepted
            if !accepted.isEmpty {
                inclusions.append(Inclusion(height: block.index, block: block.hash, transactions: accepted))
            }
        }
        let forgotten = old.blocks.dropFirst(commonLength).flatMap { numbers.removeValue(forKey: $0.hash) ?? [] }
        return .replaced(
            Replacement(
                chain: new, commonLength: commonLength, returned: [], confirmed: [], forgotten: forgotten,
                brought: brought, inclusions: inclusions))
    }

    private mutating func accept(_ block: Block, _ chain: Blockchain) -> [AcceptedTransaction] {
        let accepted = block.identifiedTransactions(by: chain.rules).map { transaction in
            lastNumber += 1
            return AcceptedTransaction(number: lastNumber, transaction: transaction, isPosted: false)
        }
        numbers[block.hash] = accepted.map(\.number)
        return accepted
    }
}
