internal import HashTreeCollections
internal import Wording

/// What one address has.
public struct Account: Hashable, Sendable {
    /// What it may spend.
    public var balance: Int
    /// How many payments it has made, which is the nonce of the next.
    public var nonce: Int

    /// An account; of an address that was never paid, all is 0.
    public init(balance: Int = 0, nonce: Int = 0) {
        (self.balance, self.nonce) = (balance, nonce)
    }
}

/// The accounts behind a block of a chain: who has how much.
///
/// Blocks only add and subtract, so whatever was applied last can be undone. Both happen as a whole or not at all, and
/// take time linear in the block.
///
/// Copies share all that is equal, so accounts of a million addresses can be held by whoever validates a branch while
/// ours go on.
public struct Accounts: Hashable, Sendable {
    /// The largest amount there is, and the most money of any network: 2^53 − 1, which a double too can keep.
    public static let maximumAmount = 1 << 53 - 1

    /// Without those that are as if they were never paid.
    private var accounts: TreeDictionary<Address, Account> = [:]

    /// No accounts.
    public init() {}

    /// Accounts that were kept.
    public init(_ accounts: some Sequence<(key: Address, value: Account)>) {
        for (address, account) in accounts where account != Account() { self.accounts[address] = account }
    }

    /// Puts an account that was kept in its place.
    package mutating func restore(_ account: Account, of address: Address) {
        accounts[address] = account == Account() ? nil : account
    }

    /// What a first block grants.
    init(_ grants: [LedgerNetwork.Grant]) {
        for grant in grants { accounts[grant.recipient, default: Account()].balance += grant.amount }
    }

    /// The account of an address.
    public subscript(_ address: Address) -> Account { accounts[address] ?? Account() }

    /// How many addresses have money or have paid.
    public var count: Int { accounts.count }

    /// All addresses that have money or have paid, in no order.
    public var all: some Collection<(key: Address, value: Account)> & Sendable { accounts }

    /// All money. Takes time linear in the number of accounts.
    public var total: Int { accounts.values.reduce(0) { $0 + $1.balance } }

    /// Takes changes over that were made of these accounts.
    public mutating func apply(_ changes: AccountChanges) {
        for (address, account) in changes.accounts { accounts[address] = account == Account() ? nil : account }
    }
}

// MARK: - Blocks

extension Accounts {
    /// What the payments of a block change, and its reward; the accounts stay as they are.
    ///
    /// - Parameters:
    ///   - transactions: with the signatures checked.
    ///   - index: the block's.
    /// - Throws: the first fault, in the order of the transactions, of whatever rule.
    public func changes(
        by transactions: BlockTransactions, at index: Int, parameters: LedgerParameters
    ) throws(LedgerFault) -> AccountChanges {
        var changes = AccountChanges(ofPayments: transactions.payments.count)
        var fees = 0
        for (offset, payment) in transactions.payments.enumerated() {
            do throws(LedgerFault) {
                try changes.pay(payment.payment, from: self)
            } catch {
                throw error.ofTransaction(offset + 1)
            }
            fees += payment.payment.fee
        }
        if let fault = transactions.fault { throw fault }
        let reward = try transactions.checkReward(of: parameters.reward(at: index) + fees, at: index)
        changes.credit(reward.amount, to: reward.recipient, in: self)
        return changes
    }

    /// What it takes to undo a block, the newest that was applied.
    ///
    /// - Returns: the changes; nil if these accounts are not those behind the block.
    public func changes(undoing transactions: BlockTransactions) -> AccountChanges? {
        guard transactions.fault == nil, let reward = transactions.reward else { return nil }
        var changes = AccountChanges()
        guard changes.debit(reward.amount, from: reward.recipient, in: self) else { return nil }
        for payment in transactions.payments.reversed() {
            guard changes.undo(payment.payment, in: self) else { return nil }
        }
        return changes
    }
}

/// Accounts that differ from others, which stay as they are until the changes are taken over.
public struct AccountChanges: Hashable, Sendable {
    /// The accounts that were touched, as they are afterwards.
    public private(set) var accounts: [Address: Account] = [:]

    /// No changes.
    public init() {}

    /// No changes, with room for those by some payments.
    init(ofPayments count: Int) {
        // A sender and a recipient for each, and who gets the reward.
        accounts.reserveCapacity(2 * count + 1)
    }

    /// An account as it is with the changes.
    public func account(_ address: Address, in base: Accounts) -> Account { accounts[address] ?? base[address] }

    /// Adds a payment, whose signature was checked.
    public mutating func pay(_ payment: UnsignedPayment, from base: Accounts) throws(LedgerFault) {
        var sender = account(payment.sender, in: base)
        guard payment.nonce == sender.nonce else {
            throw LedgerFault(
                .nonce, .paymentWrongNonce, ["next": .number(sender.nonce), "nonce": .number(payment.nonce)],
                expected: "\(sender.nonce)", found: "\(payment.nonce)")
        }
        guard payment.cost <= sender.balance else {
            throw LedgerFault(
                .balance, .paymentBalance, ["balance": .number(sender.balance), "cost": .number(payment.cost)],
                expected: "at least \(payment.cost)", found: "\(sender.balance)")
        }
        sender.balance -= payment.cost
        sender.nonce += 1
        accounts[payment.sender] = sender
        // Read only now: one may pay oneself.
        credit(payment.amount, to: payment.recipient, in: base)
    }

    /// No sum is beyond all money there is, since it comes from somebody's balance or from the reward.
    mutating func credit(_ amount: Int, to address: Address, in base: Accounts) {
        accounts[address, default: base[address]].balance += amount
    }

    mutating func debit(_ amount: Int, from address: Address, in base: Accounts) -> Bool {
        var account = account(address, in: base)
        guard amount <= account.balance else { return false }
        account.balance -= amount
        accounts[address] = account
        return true
    }

    mutating func undo(_ payment: UnsignedPayment, in base: Accounts) -> Bool {
        guard debit(payment.amount, from: payment.recipient, in: base) else { return false }
        var sender = account(payment.sender, in: base)
        guard sender.nonce == payment.nonce + 1 else { return false }
        sender.balance += payment.cost
        sender.nonce -= 1
        accounts[payment.sender] = sender
        return true
    }
}
