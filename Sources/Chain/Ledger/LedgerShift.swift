/// What blocks of a ledger that come and go change together: of each account, and of the work.
///
/// Payments only add and subtract, so neither the accounts nor the order of the blocks has to be known. It takes memory
/// for each address that a block names.
package struct LedgerShift {
    /// What is added to an account, or taken from it.
    package struct Change: Hashable {
        /// To its balance.
        package fileprivate(set) var balance = 0
        /// To its nonce.
        package fileprivate(set) var nonce = 0

        /// Whether it leaves the account as it is.
        package var isNothing: Bool { balance == 0 && nonce == 0 }
    }

    /// The accounts that blocks name. Some change by nothing.
    package private(set) var accounts: [Address: Change] = [:]

    private var (gained, lost) = (UInt256.zero, UInt256.zero)

    /// No blocks.
    package init() {}

    /// A block comes.
    package mutating func add(_ block: LedgerBlock.Kept) {
        apply(block.transactions, sign: 1)
        gained = gained.adding(block.sealed.header.target.expectedGuesses)
    }

    /// A block goes.
    package mutating func remove(_ block: LedgerBlock.Kept) {
        apply(block.transactions, sign: -1)
        lost = lost.adding(block.sealed.header.target.expectedGuesses)
    }

    /// The work behind the chain, of which the blocks are not yet part; nil if more is taken away than there is.
    package func work(after work: UInt256) -> UInt256? {
        let sum = work.adding(gained)
        return lost <= sum ? sum.subtracting(lost) : nil
    }

    private mutating func apply(_ transactions: BlockTransactions, sign: Int) {
        for payment in transactions.payments.lazy.map(\.payment) {
            change(payment.sender, balance: -sign * payment.cost, nonce: sign)
            change(payment.recipient, balance: sign * payment.amount, nonce: 0)
        }
        if let reward = transactions.reward { change(reward.recipient, balance: sign * reward.amount, nonce: 0) }
    }

    private mutating func change(_ address: Address, balance: Int, nonce: Int) {
        var change = accounts[address] ?? Change()
        // Whatever sums are on the way, the last is right if it fits. Of texts that were changed on disk it may not.
        change.balance &+= balance
        change.nonce &+= nonce
        accounts[address] = change
    }
}
