/// Blocks of a ledger behind a chain of which headers, work, order and Merkle roots are checked, and payments aren't
/// yet.
///
/// Who makes a node verify signatures has paid for it: they are checked once the branch has shown its work.
struct LedgerBranch: Sendable {
    /// How many bytes of blocks are checked at once, at least, unless there are no more: some 12,000 payments, each of
    /// which takes some 600 bytes meanwhile.
    private static let batchLength = 4 << 20

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
            let block = try LedgerBlock(value, sealed: sealed, lastHash: blocks.lastHash, on: rules.signatures)
            blocks.append(block.block)
            tip = tip.appending(sealed)
        } catch {
            throw .ledger(height: tip.index + 1, error)
        }
    }

    /// The chain, once its payments are checked as well: read and asked for their signatures, as many at once as are
    /// worth several processors, then each in its place.
    func checked() throws(ChainError) -> Blockchain {
        var accounts = firstTip.accounts
        var height = base.length
        while height < blocks.count {
            let batch = batch(from: height)
            try apply(batch, to: &accounts)
            height = batch.upperBound
        }
        var chain = base
        chain.blocks = blocks
        chain.ledger = LedgerTip(header: tip, accounts: accounts)
        return chain
    }

    /// The positions of the blocks whose payments are checked at once, from one on.
    private func batch(from start: Int) -> Range<Int> {
        var end = start
        var length = 0
        while end < blocks.count, length < Self.batchLength {
            length += blocks.textLength(at: end)
            end += 1
        }
        return start..<end
    }

    private func apply(_ batch: Range<Int>, to accounts: inout Accounts) throws(ChainError) {
        let network = rules.network
        var read = rules.signatures.results(batch.count) { [blocks] offset in
            LedgerBlock.Kept(blocks[batch.lowerBound + offset]).transactions
        }
        let hold = rules.signatures.areSigned(read.flatMap(\.payments), on: network.id)
        var place = 0
        for (offset, position) in batch.enumerated() {
            let end = place + read[offset].payments.count
            read[offset].judge(signatures: hold[place..<end])
            place = end
            let index = position + 1
            do throws(LedgerFault) {
                accounts.apply(try accounts.changes(by: read[offset], at: index, parameters: network.parameters))
            } catch {
                throw .ledger(height: index, error)
            }
        }
    }
}
