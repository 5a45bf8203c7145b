internal import Chain

/// A transaction as a block carries it. The format lets that be any object, so anything may be missing.
public struct Payment: Sendable {
    /// Who pays; any characters. JSON text where it is no string.
    public let sender: String?
    /// Who is paid; the same holds.
    public let recipient: String?
    /// How much, as JSON text.
    public let amount: String?
    /// What tells it from others just like it.
    public let id: String?

    /// Whether it is what a node is paid for a block.
    public var isReward: Bool { sender == Transaction.rewardSender }

    init(_ value: JSONValue) {
        sender = value["sender"]?.shown
        recipient = value["recipient"]?.shown
        amount = value["amount"]?.canonicalText.description
        id = value["id"]?.shown
    }
}
