internal import Wording

/// The place behind a block where one of a ledger may stand: what that is compared with.
struct LedgerPlace {
    /// Which block would stand there, from 2.
    let height: Int
    /// The block before.
    let last: ChainTip
    /// When the block before was made; nil if it says none.
    let lastTimestamp: LedgerTimestamp?
    /// The target that follows; nil behind a block that isn't in the chain.
    let target: UInt256?
    /// The accounts behind the block before; nil if they aren't at hand.
    let accounts: Accounts?
    /// Why the accounts aren't at hand, as half a sentence.
    let whyNoAccounts: Statement?

    /// The place at a height of a chain, if the block before is in it. Takes time linear in the blocks that are undone:
    /// ``maximumUndoneBytes`` at most.
    init?(at height: Int, in chain: Blockchain, _ rules: LedgerRules, undoing limit: Int = maximumUndoneBytes) {
        guard Self.isKnown(height, in: chain), let tip = chain.ledger else { return nil }
        self.height = height
        last = chain.blocks.tip(at: height - 2)
        let isNear = chain.blocks.textLength(from: height - 1) <= limit
        if isNear, let before = chain.ledgerTip(at: height - 1) {
            (lastTimestamp, target) = (before.header.timestamp, before.header.nextTarget)
            (accounts, whyNoAccounts) = (before.accounts, nil)
        } else {
            // The work isn't asked for.
            let header =
                height - 1 == Block.firstIndex
                ? rules.network.tip
                : chain.headerTip(at: height - 1, work: tip.header.work, rules)
            (lastTimestamp, target, accounts) = (header.timestamp, header.nextTarget, nil)
            whyNoAccounts =
                Statement(.whyNoAccounts, ["size": .number(limit >> 20)])
        }
    }

    /// The place behind a block that somebody gives: as above if the chain has it, and otherwise what the block itself
    /// says. Nil behind one that can be in no chain.
    init?(behind last: Block, in chain: Blockchain, _ rules: LedgerRules, undoing limit: Int = maximumUndoneBytes) {
        guard last.index >= Block.firstIndex, last.index < .max else { return nil }
        let height = last.index + 1
        let isInChain =
            (1...chain.length).contains(last.index) && chain.blocks.hash(at: last.index - 1) == last.hash
        if isInChain, let place = LedgerPlace(at: height, in: chain, rules, undoing: limit) {
            self = place
            return
        }
        (self.height, self.last) = (height, ChainTip(last))
        lastTimestamp = LedgerTimestamp(last.value(of: .timestamp))
        (target, accounts) = (nil, nil)
        whyNoAccounts = Statement(.whyNoAccountsElsewhere)
    }

    /// How many bytes of blocks are undone for an explanation, at most: some ten thousand payments, a tenth of a
    /// second's work.
    static let maximumUndoneBytes = 4 << 20

    private static func isKnown(_ height: Int, in chain: Blockchain) -> Bool {
        (Block.firstIndex + 1...chain.length + 1).contains(height)
    }
}
