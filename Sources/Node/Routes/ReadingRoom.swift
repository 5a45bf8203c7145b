internal import Chain
internal import HTTP
internal import Logging
internal import Storage

/// What is there for those who read: answers that don't change with each request, and questions to the store.
struct ReadingRoom {
    /// How many questions may wait for the store: a history may read some megabytes, and two are read at a time.
    static let maximumQuestions = 64

    private var answers: CurrentAnswers?
    private var questionCount = 0

    /// The answers about a chain, made by the first who asks after it has changed.
    mutating func answers(_ make: () -> CurrentAnswers) -> CurrentAnswers {
        if let answers { return answers }
        let new = make()
        answers = new
        return new
    }

    /// The chain is another.
    mutating func chainChanged() { answers = nil }

    /// Takes a place for a question; false when too many wait.
    mutating func beginQuestion() -> Bool {
        guard questionCount < Self.maximumQuestions else { return false }
        questionCount += 1
        return true
    }

    /// A question is answered.
    mutating func endQuestion() { questionCount -= 1 }
}

/// Answers that are the same until the chain changes: most of what is asked.
struct CurrentAnswers {
    let chain: TaggedAnswer
    let health: Response
}

extension Node {
    /// The answers about the chain as it is.
    var currentAnswers: CurrentAnswers {
        reading.answers {
            CurrentAnswers(
                chain: TaggedAnswer(chain),
                health: .object(
                    .ok, ["status": .string("ok"), "node": .string(identifier), "length": .integer(chain.length)]))
        }
    }

    /// What the store answers; nil when too many ask.
    func ask<Value: Sendable>(
        _ question: @Sendable (any Store) async throws(StorageError) -> Value
    ) async throws(StorageError) -> Value? {
        guard reading.beginQuestion() else { return nil }
        defer { reading.endQuestion() }
        return try await question(ports.store)
    }

    /// An answer made of the state of one moment.
    func answer(_ make: @Sendable (isolated Node) -> Response) -> Response {
        make(self)
    }

    /// An answer for when what is kept could not be read; why is for the log, which names paths.
    func couldNotRead(_ error: StorageError) -> Response {
        ports.logger.error("storage: \(error)")
        return .notRead
    }
}

extension Response {
    static var tooManyQuestions: Response {
        .error(.serviceUnavailable, "\(ReadingRoom.maximumQuestions) questions wait for what is kept. Try again later.")
    }

    fileprivate static var notRead: Response {
        .error(.serviceUnavailable, "What is kept could not be read. Try again later; the node's log may say more.")
    }
}
