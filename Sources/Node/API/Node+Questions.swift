internal import HTTP
internal import Logging
internal import Storage

/// Asking the store for what is not in memory, for answers to clients.
extension Node {
    /// An answer for when what is kept could not be read; why is for the log, which names paths.
    func couldNotRead(_ error: StorageError) -> Response {
        logger.error("storage: \(error)")
        return .notRead
    }

    /// How many questions may wait for what is kept: a history may read some megabytes, and two are read at a time.
    static let maximumQuestions = 64

    /// What the store answers; nil when too many ask.
    func ask<Value: Sendable>(
        _ question: @Sendable (any Store) async throws(StorageError) -> Value
    ) async throws(StorageError) -> Value? {
        guard questionCount < Self.maximumQuestions else { return nil }
        questionCount += 1
        defer { questionCount -= 1 }
        return try await question(store)
    }

    /// An answer made of the state of one moment.
    func answer(_ make: @Sendable (isolated Node) -> Response) -> Response {
        make(self)
    }
}

extension Response {
    static var tooManyQuestions: Response {
        .error(.serviceUnavailable, "\(Node.maximumQuestions) questions wait for what is kept. Try again later.")
    }

    fileprivate static var notRead: Response {
        .error(.serviceUnavailable, "What is kept could not be read. Try again later; the node's log may say more.")
    }
}
