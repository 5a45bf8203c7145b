public import Chain

/// A page of a ledger's accounts, richest first, at `GET /accounts`.
public struct AccountsPage: Sendable {
    /// The accounts of this page, without what waits for a block.
    public let accounts: [OwnedAccount]
    /// The height of the block behind which they are so.
    public let block: Int
    /// Where in the list it begins, from 1.
    public let from: Int
    /// The maximum number of accounts on a page.
    public let limit: Int
    /// Where the next page begins, if there is one.
    public let next: Int?
    /// How many accounts there are: more than the list has, if they are very many.
    public let total: Int

    /// Makes one from its parts.
    public init(accounts: [OwnedAccount], block: Int, from: Int, limit: Int, next: Int?, total: Int) {
        (self.accounts, self.block, self.total) = (accounts, block, total)
        (self.from, self.limit, self.next) = (from, limit, next)
    }

    /// Reads it; nil for anything else.
    public init?(_ value: JSONValue) {
        guard let accounts = value["accounts"]?.all(OwnedAccount.init), let block = value["block"]?.integer,
            let from = value["from"]?.integer, let limit = value["limit"]?.integer,
            let total = value["total"]?.integer
        else { return nil }
        self.init(
            accounts: accounts, block: block, from: from, limit: limit, next: value["next"]?.integer, total: total)
    }

    /// As an object.
    public var text: CanonicalText {
        .object([
            "accounts": .array(accounts.map(\.text)), "block": .integer(block), "from": .integer(from),
            "limit": .integer(limit), "next": .integer(next), "total": .integer(total),
        ])
    }
}

extension OwnedAccount {
    fileprivate init?(_ value: JSONValue) {
        guard let address = value["address"]?.string.flatMap({ Address(hexDigits: Array($0.utf8)[...]) }),
            let balance = value["balance"]?.integer, let nonce = value["nonce"]?.integer
        else { return nil }
        self.init(address: address, account: Account(balance: balance, nonce: nonce))
    }

    fileprivate var text: CanonicalText {
        .object([
            "address": .string(address.description), "balance": .integer(account.balance),
            "nonce": .integer(account.nonce),
        ])
    }
}
