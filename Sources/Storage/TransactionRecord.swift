/// What is known of a transaction with an `id`.
public struct TransactionRecord: Hashable, Sendable {
    /// The transaction, under the number it is kept by.
    public let accepted: AcceptedTransaction

    /// The index of the chain's block that carries it; nil while it is pending.
    public let height: Int?

    /// Puts the two together.
    public init(accepted: AcceptedTransaction, height: Int?) {
        self.accepted = accepted
        self.height = height
    }
}

/// What is known of a transaction that somebody brings.
public enum KnownTransaction: Hashable, Sendable {
    /// It was accepted before.
    case same(TransactionRecord)

    /// Its `id` is known, with another text.
    case sameID
}
