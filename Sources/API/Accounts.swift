public import Chain

/// What one address of a ledger has, at `GET /accounts/{address}`.
public struct AccountAnswer: Hashable, Sendable {
    /// The address.
    public let address: Address
    /// What the chain gives it.
    public let balance: Int
    /// How many payments of it are in the chain.
    public let nonce: Int
    /// The nonce that its next payment should have, behind those that wait.
    public let nextNonce: Int
    /// What payments that wait will bring it.
    public let pendingIn: Int
    /// What those will take from it, fees included.
    public let pendingOut: Int
    /// The least fee that gets an ordinary payment into the next block, as far as is known now: at least 1.
    public let nextFee: Int

    /// Makes one from its parts.
    public init(
        _ address: Address, _ account: Account, nextNonce: Int, pendingIn: Int, pendingOut: Int, nextFee: Int
    ) {
        self.address = address
        (balance, nonce) = (account.balance, account.nonce)
        (self.nextNonce, self.pendingIn, self.pendingOut) = (nextNonce, pendingIn, pendingOut)
        self.nextFee = nextFee
    }

    /// Reads it; nil for anything else.
    public init?(_ value: JSONValue) {
        guard let address = value["address"]?.string.flatMap({ Address(hexDigits: Array($0.utf8)[...]) }),
            let balance = value["balance"]?.integer, let nonce = value["nonce"]?.integer,
            let nextNonce = value["next_nonce"]?.integer, let pendingIn = value["pending_in"]?.integer,
            let pendingOut = value["pending_out"]?.integer, let nextFee = value["next_fee"]?.integer
        else { return nil }
        self.init(
            address, Account(balance: balance, nonce: nonce), nextNonce: nextNonce, pendingIn: pendingIn,
            pendingOut: pendingOut, nextFee: nextFee)
    }

    /// As an object.
    public var text: CanonicalText {
        .object([
            "address": .string(address.description), "balance": .integer(balance), "next_fee": .integer(nextFee),
            "next_nonce": .integer(nextNonce), "nonce": .integer(nonce), "pending_in": .integer(pendingIn),
            "pending_out": .integer(pendingOut),
        ])
    }
}
