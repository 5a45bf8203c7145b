/// An address and what it has.
public struct OwnedAccount: Hashable, Sendable {
    /// Whose it is.
    public let address: Address
    /// What it is.
    public let account: Account

    /// An account of an address.
    public init(address: Address, account: Account) {
        (self.address, self.account) = (address, account)
    }

    /// Whether it stands before another in a list of the richest: with more money, and of equals by address.
    func isRicher(than other: OwnedAccount) -> Bool {
        (other.account.balance, address) < (account.balance, other.address)
    }
}

extension Accounts {
    /// The accounts with most money, richest first, and of equals by address.
    ///
    /// Takes one pass over all accounts, and memory for twice as many as are wanted.
    public func richest(_ count: Int) -> [OwnedAccount] {
        precondition(count > 0, "a list has something on it")
        var best: [OwnedAccount] = []
        var poorest: OwnedAccount?
        for (address, account) in all {
            let next = OwnedAccount(address: address, account: account)
            if let poorest, !next.isRicher(than: poorest) { continue }
            best.append(next)
            guard best.count == 2 * count else { continue }
            best.sort { $0.isRicher(than: $1) }
            best.removeSubrange(count...)
            poorest = best.last
        }
        best.sort { $0.isRicher(than: $1) }
        return Array(best.prefix(count))
    }
}
