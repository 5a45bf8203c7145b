internal import Chain
internal import Records

/// Transactions with an `id` that are on disk, or in the same commit.
struct KnownTransactions {
    private var kept: [Transaction: KnownTransaction] = [:]
    private var new: [Transaction: AcceptedTransaction] = [:]
    private var newIDs: Set<TransactionID> = []

    /// Begins with the store's answers.
    init(_ answers: some Sequence<(Transaction, KnownTransaction?)> = []) {
        for (transaction, answer) in answers { kept[transaction] = answer }
    }

    /// How a transaction is known.
    enum Match {
        /// Exactly this one is recorded.
        case same(TransactionRecord)

        /// Exactly this one is in the same commit.
        case sameInCommit(AcceptedTransaction)

        /// A different one has its `id`.
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

    /// Adds one that is in the same commit.
    mutating func add(_ accepted: AcceptedTransaction) {
        guard let id = accepted.transaction.id else { return }
        new[accepted.transaction] = accepted
        newIDs.insert(id)
    }

    /// A client posts one that only other nodes had brought: in this commit it is posted once, however many do so.
    mutating func notePosted(_ transaction: Transaction) {
        new[transaction]?.isPosted = true
        guard case .same(let record) = kept[transaction] else { return }
        var accepted = record.accepted
        accepted.isPosted = true
        kept[transaction] = .same(TransactionRecord(accepted: accepted, height: record.height))
    }
}
