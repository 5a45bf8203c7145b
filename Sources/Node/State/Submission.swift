internal import Chain
internal import Records

/// An operation of any type that waits for its commit, and the task that waits for its result.
protocol Submission: AnyObject {
    var batching: Batching { get }
    var heldBytes: Int { get }
    var lookups: [Transaction] { get }

    /// Asks the store for what the decision needs. If that fails, the submission is answered with the error along with
    /// its batch.
    func prepare(for state: NodeState, by store: any Store) async

    /// What must be committed for it; empty if it is refused.
    func decide(on state: inout NodeState, _ known: inout KnownTransactions) -> [Change]

    /// Applies it, unless it was refused.
    func apply(to state: inout NodeState) -> [StateEvent]

    /// Gives back what it reserved, unless it was refused.
    func abandon(in state: inout NodeState)

    /// Answers with its result, in the state after the commit.
    func answer(in state: NodeState)

    /// Answers that it wasn't committed, or why it was refused.
    func fail(_ error: StorageError)
}

/// An operation, and what its submitter does with the result.
final class PendingSubmission<Operation: StateOperation>: Submission {
    typealias Answer = Result<Operation.Outcome, SubmitError<Operation.Refusal>>

    private var operation: Operation
    private let take: @Sendable (Answer) -> Void

    /// Why there is nothing to commit.
    private var error: SubmitError<Operation.Refusal>?

    /// - Parameter take: called once, on the loop.
    init(_ operation: Operation, _ take: @escaping @Sendable (Answer) -> Void) {
        self.operation = operation
        self.take = take
    }

    var batching: Batching { Operation.batching }
    var heldBytes: Int { operation.heldBytes }
    var lookups: [Transaction] { operation.lookups }

    func prepare(for state: NodeState, by store: any Store) async {
        do throws(StorageError) {
            try await operation.prepare(for: state, by: store)
        } catch {
            self.error = .notCommitted(error)
        }
    }

    func decide(on state: inout NodeState, _ known: inout KnownTransactions) -> [Change] {
        guard error == nil else { return [] }
        do throws(Operation.Refusal) {
            return try operation.decide(on: &state, &known)
        } catch {
            self.error = .refused(error)
            return []
        }
    }

    func apply(to state: inout NodeState) -> [StateEvent] {
        error == nil ? operation.apply(to: &state) : []
    }

    func abandon(in state: inout NodeState) {
        if error == nil { operation.abandon(in: &state) }
    }

    func answer(in state: NodeState) {
        if let error {
            take(.failure(error))
        } else {
            take(.success(operation.outcome(in: state)))
        }
    }

    func fail(_ error: StorageError) {
        take(.failure(self.error ?? .notCommitted(error)))
    }
}
