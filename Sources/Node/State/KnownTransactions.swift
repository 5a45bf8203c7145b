internal import Chain
internal import Storage

/// Transactions with an `id` that are on disk, or come with the same commit.
struct KnownTransactions {
    private var kept: [Transaction: KnownTransaction] = [:]
    private var new: [Transaction: AcceptedTransaction] = [:]
    private var newIDs: Set<TransactionID> = []

    /// Begins with what the store knows of some.
    init(_ answers: some Sequence<(Transaction, KnownTransaction?)> = []) {
        for (transaction, answer) in answers { kept[transaction] = answer }
    }

    /// What a transaction is found to be like.
    enum Match {
        /// The very same is recorded.
        case same(TransactionRecord)

        /// The very same comes with this commit.
        case sameInCommit(AcceptedTransaction)

        /// Another one has its `id`.
        case sameID
    }

    /// What is known of a transaction; nil if nothing is.
    func match(of transaction: Transaction) -> Match? {
        guard let id = transaction.id else { return nil }
        if let accepted = new[transaction] { return .sameInCommit(accepted) }
        return switch kept[transaction] {
        case .same(let record): .same(record)
        case .sameID: .sameID
        case nil: newIDs.contains(id) ? .sameID : nil
        }
    }

    /// Takes one that comes with this commit.
    mutating func add(_ accepted: AcceptedTransaction) {
        guard let id = accepted.transaction.id else { return }
        new[accepted.transaction] = accepted
        newIDs.insert(id)
    }
}
