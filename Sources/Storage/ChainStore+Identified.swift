public import Chain
internal import GRDB

/// Transactions with an `id`, found by it.
extension ChainStore {
    /// What is known of transactions, one for each; those without an `id` are never known. Asked between commits.
    public func known(_ transactions: [Transaction]) async throws(StorageError) -> [KnownTransaction?] {
        try await betweenCommits { [self] db in
            try transactions.map { transaction in
                guard let id = transaction.id else { return nil }
                let records = try records(of: id, in: db)
                if let record = records.first(where: { $0.accepted.transaction == transaction }) {
                    return .same(record)
                }
                return records.isEmpty ? nil : .sameID
            }
        }
    }

    /// The transactions with an `id` in a chain's blocks above a height, and what is known of each; up to the first
    /// that the chain carries twice. Asked between commits. Takes time linear in those blocks.
    ///
    /// - Parameter height: up to where the chain is the one that is kept.
    public func identified(
        in chain: Blockchain, above height: Int
    ) async throws(StorageError) -> [IdentifiedCarriage] {
        try await betweenCommits { [self] db in
            try IdentifiedCarriage.all(in: chain, above: height) { transaction in
                try closing.check()
                guard let id = transaction.id else { return nil }
                let record = try records(of: id, in: db).first { $0.accepted.transaction == transaction }
                return record.map { ($0.accepted.number, $0.height) }
            }
        }
    }

    /// What is known of an `id`: one that is in the chain, or else the first that was accepted.
    public func record(of id: TransactionID) async throws(StorageError) -> TransactionRecord? {
        try await ask { [self] db in
            let records = try records(of: id, in: db)
            return records.first { $0.height != nil } ?? records.first
        }
    }

    private func records(of id: TransactionID, in db: Database) throws -> [TransactionRecord] {
        var found: [(number: Int, text: [UInt8])] = []
        let select = try RepeatedStatement("SELECT number, text FROM accepted WHERE id = ? ORDER BY number", in: db)
        try select.run(Array(id.description.utf8)) { row in
            found.append((row.integer(0), row.text(1)))
            return true
        }
        let carried = try RepeatedStatement(
            "SELECT height FROM carriage JOIN block USING (height, hash) WHERE number = ?", in: db)
        return try found.map { number, text in
            guard let accepted = AcceptedTransaction(number: number, keptText: text) else {
                throw damaged("accepted transaction \(number) is not what was accepted")
            }
            var height: Int?
            try carried.run(number) { row in
                height = row.integer(0)
                return false
            }
            return TransactionRecord(accepted: accepted, height: height)
        }
    }

    /// An answer from the connection that writes, so that it is of one state with the commits around it.
    private func betweenCommits<Value: Sendable>(
        _ question: @escaping @Sendable (Database) throws -> Value
    ) async throws(StorageError) -> Value {
        try await perform { database, completion in
            database.asyncWriteWithoutTransaction { db in completion(Result { try question(db) }) }
        }
    }
}
