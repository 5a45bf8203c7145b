public import Chain

/// A transaction that waits for a block.
public struct TransactionEvent: Sendable {
    /// Tells it from identical transactions, if it has one.
    public let id: String?
    /// How many transactions are now waiting.
    public let pending: Int?
    /// Its text; nil if that is long.
    public let transaction: CanonicalText?

    /// The longest transaction text that is repeated, in bytes.
    public static let maximumTextBytes = 4096

    /// Makes an event for a new pending transaction.
    public init(_ transaction: Transaction, pending: Int) {
        id = transaction.id?.description
        self.pending = pending
        self.transaction = transaction.text.bytes.count <= Self.maximumTextBytes ? transaction.text : nil
    }

    init(_ value: JSONValue) {
        id = value["id"]?.string
        pending = value["pending"]?.integer
        transaction = value["transaction"].flatMap { $0.kind == .object ? $0.canonicalText : nil }
    }

    var text: CanonicalText {
        .object(["id": .string(id), "pending": .integer(pending), "transaction": transaction ?? .null])
    }
}
