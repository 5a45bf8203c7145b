/// What a block pays to whoever made it: its last transaction, and only that.
public struct RewardTransaction: Hashable, Sendable {
    /// The reward and the fees.
    public let amount: Int
    /// The block's index, so that no two are the same.
    public let nonce: Int
    /// Who made the block.
    public let recipient: Address

    private static let keys = ["amount", "nonce", "recipient", "sender"]

    /// The reward of a block.
    public init(amount: Int, nonce: Int, recipient: Address) {
        (self.amount, self.nonce, self.recipient) = (amount, nonce, recipient)
    }

    /// Reads a reward; nil if it is none.
    public init?(_ value: JSONValue) {
        guard value.hasExactly(Self.keys), value["sender"]?.string == Transaction.rewardSender,
            let amount = value["amount"]?.amount(from: 0), let nonce = value["nonce"]?.amount(from: 0),
            let recipient = value["recipient"].flatMap({ Address($0) })
        else { return nil }
        self.init(amount: amount, nonce: nonce, recipient: recipient)
    }

    /// The text in a block.
    public var text: CanonicalText {
        .object([
            "amount": .integer(amount), "nonce": .integer(nonce), "recipient": recipient.text,
            "sender": .string(Transaction.rewardSender),
        ])
    }
}
