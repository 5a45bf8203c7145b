internal import GRDB
internal import Records

extension ChainStore {
    /// An answer from a snapshot, beside commits.
    func ask<Value: Sendable>(
        _ question: @escaping @Sendable (Database) throws -> Value
    ) async throws(StorageError) -> Value {
        let isGone = Cancellation()
        let answer: Result<Value, StorageError> = await withTaskCancellationHandler {
            await outcome { [closing] database, completion in
                database.asyncRead { result in
                    completion(
                        Result {
                            try closing.check()
                            try isGone.check()
                            return try question(try result.get())
                        })
                }
            }
        } onCancel: {
            // The caller is gone, so a query that still waits need not be answered.
            isGone.cancel()
        }
        return try answer.get()
    }

    /// An answer from the writing connection, consistent with the commits before and after it.
    func betweenCommits<Value: Sendable>(
        _ question: @escaping @Sendable (Database) throws -> Value
    ) async throws(StorageError) -> Value {
        try await perform { database, completion in
            database.asyncWriteWithoutTransaction { db in completion(Result { try question(db) }) }
        }
    }
}
