/// What is known of a transaction with an `id`.
public struct TransactionRecord: Hashable, Sendable {
    /// The transaction and its number.
    public let accepted: AcceptedTransaction

    /// The index of the chain's block that includes it; nil while it is pending.
    public let height: Int?

    /// Makes one from its parts.
    public init(accepted: AcceptedTransaction, height: Int?) {
        self.accepted = accepted
        self.height = height
    }
}

/// What is known of a transaction that has arrived.
public enum KnownTransaction: Hashable, Sendable {
    /// It was accepted before.
    case same(TransactionRecord)

    /// Its `id` is known, but with a different text.
    case sameID
}
