/// Blocks of a ledger behind a chain of which headers, work, order and Merkle roots are checked, and payments aren't
/// yet.
///
/// Who makes a node verify signatures has paid for it: they are checked once the branch has shown its work.
struct LedgerBranch: Sendable {
    /// How many payments are checked at once, at least, unless there are no more. One takes some 600 bytes meanwhile.
    private static let payments = 4_096

    /// What the branch continues.
    private let base: Blockchain
    private let rules: LedgerRules
    private let firstTip: LedgerTip

    /// What the next header builds on.
    private(set) var tip: HeaderTip
    /// The blocks of the whole chain.
    private(set) var blocks: BlockSequence

    /// Begins after a chain of a ledger.
    init(after base: Blockchain) {
        guard let rules = base.rules.ledger, let firstTip = base.ledger else {
            preconditionFailure("only a ledger's chain has branches of a ledger")
        }
        (self.base, self.rules, self.firstTip) = (base, rules, firstTip)
        (tip, blocks) = (firstTip.header, base.blocks)
    }

    /// Checks what can be checked without accounts and signatures, and adds the block. Takes time linear in it.
    mutating func append(_ value: JSONValue) throws(ChainError) {
        do throws(LedgerFault) {
            let sealed = try SealedHeader(ofBlock: value, after: tip, now: rules.now())
            let block = try LedgerBlock(value, sealed: sealed, lastHash: blocks.lastHash)
            blocks.append(block.block)
            tip = tip.appending(sealed)
        } catch {
            throw .ledger(height: tip.index + 1, error)
        }
    }

    /// The chain, once its payments are checked as well: signatures, as many at once as are worth several processors,
    /// then each payment in its place.
    func checked() throws(ChainError) -> Blockchain {
        var accounts = firstTip.accounts
        var batch: [BlockTransactions] = []
        var count = 0
        var height = base.length
        for position in base.length..<blocks.count {
            let transactions = LedgerBlock.Kept(blocks[position]).transactions
            count += transactions.payments.count
            batch.append(transactions)
            guard count >= Self.payments || position == blocks.count - 1 else { continue }
            try apply(&batch, above: height, to: &accounts)
            (height, count) = (position + 1, 0)
        }
        var chain = base
        chain.blocks = blocks
        chain.ledger = LedgerTip(header: tip, accounts: accounts)
        return chain
    }

    private func apply(
        _ batch: inout [BlockTransactions], above height: Int, to accounts: inout Accounts
    ) throws(ChainError) {
        let hold = rules.signatures.areSigned(batch.flatMap(\.payments), on: rules.network.id)
        var place = 0
        for offset in batch.indices {
            let end = place + batch[offset].payments.count
            batch[offset].judge(signatures: hold[place..<end])
            place = end
            let index = height + offset + 1
            do throws(LedgerFault) {
                accounts.apply(
                    try accounts.changes(by: batch[offset], at: index, parameters: rules.network.parameters))
            } catch {
                throw .ledger(height: index, error)
            }
        }
        batch.removeAll(keepingCapacity: true)
    }
}
