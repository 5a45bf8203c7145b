internal import Wording

/// Who pays whom how much on a ledger, before anybody signs it.
public struct UnsignedPayment: Hashable, Sendable {
    /// Who pays.
    public let sender: Address
    /// Who is paid.
    public let recipient: Address
    /// What the recipient gets: at least 1.
    public let amount: Int
    /// What the maker of the block gets on top.
    public let fee: Int
    /// How many payments the sender has made before, so that none counts twice.
    public let nonce: Int
    /// What it is for, if that is said: a canonical string with its quotes.
    public let memo: CanonicalText?

    /// How long a memo may be, in bytes as spelled between its quotes.
    public static let maximumMemoLength = 256

    /// Puts a payment together; nil if an amount or the memo is out of range.
    public init?(sender: Address, recipient: Address, amount: Int, fee: Int, nonce: Int, memo: String? = nil) {
        let memo = memo.map { CanonicalText.string($0) }
        guard (1...Accounts.maximumAmount).contains(amount), (0...Accounts.maximumAmount).contains(fee),
            (0...Accounts.maximumAmount).contains(nonce), memo.map(Self.isShort) ?? true
        else { return nil }
        (self.sender, self.recipient, self.memo) = (sender, recipient, memo)
        (self.amount, self.fee, self.nonce) = (amount, fee, nonce)
    }

    /// Reads a payment from an object whose keys are right.
    init(_ value: JSONValue) throws(LedgerFault) {
        (sender, recipient) = (try Self.address("sender", of: value), try Self.address("recipient", of: value))
        amount = try Self.amount("amount", from: 1, of: value)
        fee = try Self.amount("fee", from: 0, of: value)
        nonce = try Self.amount("nonce", from: 0, of: value)
        memo = try Self.memo(of: value)
    }

    private static func address(_ key: String, of value: JSONValue) throws(LedgerFault) -> Address {
        guard let address = value[key].flatMap({ Address($0) }) else {
            throw LedgerFault(
                .address, .paymentAddressMalformed, ["key": .text(key)],
                found: value[key]?.shown)
        }
        return address
    }

    private static func amount(_ key: String, from least: Int, of value: JSONValue) throws(LedgerFault) -> Int {
        guard let amount = value[key]?.amount(from: least) else {
            throw LedgerFault(
                .amount, .paymentNumberOutOfRange, ["key": .text(key), "least": .number(least)],
                found: value[key]?.shown)
        }
        return amount
    }

    private static func memo(of value: JSONValue) throws(LedgerFault) -> CanonicalText? {
        guard let memo = value["memo"] else { return nil }
        // Swift has no string with lone surrogates.
        guard memo.string != nil, isShort(memo.canonicalText) else {
            throw LedgerFault(
                .memo,
                .paymentMemoMalformed, ["limit": .number(maximumMemoLength)],
                found: memo.shown)
        }
        return memo.canonicalText
    }

    private static func isShort(_ memo: CanonicalText) -> Bool {
        (1...maximumMemoLength).contains(memo.bytes.count - 2)
    }

    /// What the sender has to have.
    public var cost: Int { amount + fee }
}

// MARK: - Texts

extension UnsignedPayment {
    /// What the sender signs: the payment, and the network on which alone it counts.
    public func signingText(on network: BlockHash) -> CanonicalText {
        text("network", .digits(network.hexDigits), before: "nonce")
    }

    /// The payment with a signature, as it stands in a block.
    func text(signature: [UInt8]) -> CanonicalText {
        text("signature", .string(signature.hexText), before: nil)
    }

    /// The members in the order of their keys, with one more before another, or at the end.
    private func text(_ key: String, _ value: CanonicalText, before next: String?) -> CanonicalText {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.usualLength)
        func append(_ key: String, _ value: CanonicalText) {
            bytes += (bytes.isEmpty ? "{\"" : ", \"").utf8
            bytes += key.utf8
            bytes += "\": ".utf8
            bytes += value.bytes
        }
        append("amount", .integer(amount))
        append("fee", .integer(fee))
        if let memo { append("memo", memo) }
        if next == "nonce" { append(key, value) }
        append("nonce", .integer(nonce))
        append("recipient", recipient.text)
        append("sender", sender.text)
        if next == nil { append(key, value) }
        bytes.append(UInt8(ascii: "}"))
        return CanonicalText(uncheckedBytes: bytes)
    }

    private static let usualLength = 384
}
