internal import Chain
internal import Storage

/// Transactions with an `id` that are kept already, or come with the same batch of writes.
struct KnownTransactions {
    private let kept: [Transaction: KnownTransaction]
    private var new: Set<Transaction> = []
    private var newIDs: Set<TransactionID> = []

    /// Begins with what the store knows of those in the batch.
    init(kept: [Transaction: KnownTransaction]) { self.kept = kept }

    /// What a transaction is found to be like.
    enum Match {
        /// The very same; what is recorded of it, unless it comes with the same batch.
        case same(TransactionRecord?)

        /// Another one with its `id`.
        case sameID
    }

    /// What is known of a transaction; nil if nothing is.
    func match(of transaction: Transaction) -> Match? {
        guard let id = transaction.id else { return nil }
        if new.contains(transaction) { return .same(nil) }
        return switch kept[transaction] {
        case .same(let record): .same(record)
        case .sameID: .sameID
        case nil: newIDs.contains(id) ? .sameID : nil
        }
    }

    /// Takes one that comes with the batch.
    mutating func add(_ transaction: Transaction) {
        guard let id = transaction.id else { return }
        new.insert(transaction)
        newIDs.insert(id)
    }
}
