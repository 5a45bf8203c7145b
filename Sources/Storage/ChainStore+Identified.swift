public import Chain
internal import GRDB
public import Records

/// Finding transactions with an `id`.
extension ChainStore {
    /// What is known of each of these transactions; nothing is known of those without an `id`. Runs between commits.
    public func known(_ transactions: [Transaction]) async throws(StorageError) -> [KnownTransaction?] {
        try await betweenCommits { [self] db in
            try transactions.map { transaction in
                try closing.check()
                if let record = try record(of: transaction, in: db) { return .same(record) }
                guard let id = transaction.id else { return nil }
                return try isKnown(id, in: db) ? .sameID : nil
            }
        }
    }

    /// The transactions with an `id` in a chain's blocks above a height, and what is known of each, up to the first
    /// duplicate in the chain. Runs between commits, in time linear in those blocks.
    ///
    /// - Parameter height: up to here the chain is the stored one.
    public func identified(
        in chain: Blockchain, above height: Int
    ) async throws(StorageError) -> [IncludedTransaction] {
        try await betweenCommits { [self] db in
            try IncludedTransaction.all(in: chain, above: height) { transaction in
                try closing.check()
                return try record(of: transaction, in: db).map { ($0.accepted.number, $0.height) }
            }
        }
    }

    /// What is known of an `id`: the transaction in the chain, or else the first one accepted.
    public func record(of id: TransactionID) async throws(StorageError) -> TransactionRecord? {
        try await ask { [self] db in
            let inChain = """
                SELECT number, accepted.text, posted, height
                FROM accepted JOIN carriage USING (number) WHERE id = ? AND \(Schema.isInChain) LIMIT 1
                """
            let first = "SELECT number, text, posted, NULL AS height FROM accepted WHERE id = ? ORDER BY number LIMIT 1"
            let arguments: StatementArguments = [id.description]
            guard
                let row = try Row.fetchOne(db, sql: inChain, arguments: arguments)
                    ?? Row.fetchOne(db, sql: first, arguments: arguments)
            else { return nil }
            return TransactionRecord(accepted: try accepted(row), height: row["height"])
        }
    }

    /// Looked up by the whole text, because others may have sent any number of texts with the same `id`.
    func record(of transaction: Transaction, in db: Database) throws -> TransactionRecord? {
        guard let id = transaction.id else { return nil }
        var found: AcceptedTransaction?
        try RepeatedStatement("SELECT number, posted FROM accepted WHERE id = ? AND text = ?", in: db)
            .run(id.hexDigits, transaction.text.bytes) { row in
                found = try AcceptedTransaction(
                    number: row.integer(0), transaction: transaction, isPosted: row.integer(1) != 0)
                return false
            }
        guard let found else { return nil }
        var height: Int?
        try RepeatedStatement("SELECT height FROM carriage WHERE number = ? AND \(Schema.isInChain)", in: db)
            .run(found.number) { row in
                height = try row.integer(0)
                return false
            }
        return TransactionRecord(accepted: found, height: height)
    }

    private func isKnown(_ id: TransactionID, in db: Database) throws -> Bool {
        var isKnown = false
        try RepeatedStatement("SELECT 1 FROM accepted WHERE id = ? LIMIT 1", in: db)
            .run(id.hexDigits) { _ in
                isKnown = true
                return false
            }
        return isKnown
    }
}
