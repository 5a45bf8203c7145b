internal import Chain
internal import HTTP
internal import Logging
internal import Records
internal import Wording

/// Shared by readers: answers that don't change with each request, queries to the store, and where long texts are read.
struct ReadingRoom {
    private var answers: CurrentAnswers?
    private(set) var questionCount = 0
    private let limits: WaitingLimits

    /// Where long texts are read.
    let longBodies: LongBodies

    /// A ledger's accounts, richest first.
    var richest: RichestAccounts

    init(_ limits: Limits = Limits()) {
        self.limits = limits.waiting
        longBodies = LongBodies(limits.longBodies)
        richest = RichestAccounts(limits)
    }

    /// The answers about a chain, made for the first request after it has changed.
    mutating func answers(_ make: () -> CurrentAnswers) -> CurrentAnswers {
        if let answers { return answers }
        let new = make()
        answers = new
        return new
    }

    /// The chain has changed.
    mutating func chainChanged() { answers = nil }

    /// Takes a place for a query; false if too many wait.
    mutating func beginQuestion() -> Bool {
        guard questionCount < limits.questions else { return false }
        questionCount += 1
        return true
    }

    /// A query is answered.
    mutating func endQuestion() { questionCount -= 1 }
}

/// Answers that stay the same until the chain changes: most of what is requested.
struct CurrentAnswers {
    let chain: TaggedAnswer
    let health: Response
}

extension Node {
    /// The answers about the current chain.
    var currentAnswers: CurrentAnswers {
        reading.answers {
            CurrentAnswers(
                chain: TaggedAnswer(chain),
                health: .object(
                    .ok, ["status": .string("ok"), "node": .string(identifier), "length": .integer(chain.length)]))
        }
    }

    /// The store's answer; nil if too many queries wait.
    func ask<Value: Sendable>(
        _ question: @Sendable (any Store) async throws(StorageError) -> Value
    ) async throws(StorageError) -> Value? {
        guard reading.beginQuestion() else { return nil }
        defer { reading.endQuestion() }
        return try await question(ports.store)
    }

    /// An answer made from the state of one moment.
    func answer(_ make: @Sendable (isolated Node) -> Response) -> Response {
        make(self)
    }

    /// What to do for an answer, by the state of one moment.
    func outcome(_ make: @Sendable (isolated Node) -> Outcome) -> Outcome {
        make(self)
    }

    /// The answer when stored data could not be read; the reason goes to the log, because it contains paths.
    func couldNotRead(_ error: StorageError) -> Response {
        ports.logger.error("storage: \(error)")
        return .notRead
    }
}

extension Response {
    static var tooManyQuestions: Response {
        .error(.serviceUnavailable, .readingBusy)
    }

    fileprivate static var notRead: Response {
        .error(.serviceUnavailable, .notRead)
    }
}
