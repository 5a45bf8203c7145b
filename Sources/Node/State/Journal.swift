internal import Records

/// Operations that wait to be committed, and the state that they change.
///
/// One commit runs at a time. Operations submitted meanwhile wait, and go into the next one together. Only applied
/// operations change the chain, the pending transactions and the peers, so these stay the same between a decision and
/// its commit; before that, an operation only takes room in the mempool, and numbers.
struct Journal {
    /// The current state.
    private(set) var state: NodeState

    /// Why the last commit failed, if it did.
    private(set) var fault: StorageError?

    /// Whether a task is taking batches.
    private(set) var isServed = false

    private var waiting: [any Submission] = []
    private(set) var heldBytes = 0
    private let limits: WaitingLimits

    /// Begins with a state that is on disk.
    init(_ state: NodeState, _ limits: WaitingLimits) {
        self.state = state
        self.limits = limits
    }

    /// How many operations wait.
    var waitingCount: Int { waiting.count }

    /// Takes the room that an operation needs while it waits.
    mutating func reserve<Operation: StateOperation>(
        for operation: inout Operation
    ) throws(SubmitError<Operation.Refusal>) {
        do throws(Operation.Refusal) {
            try operation.reserve(in: &state)
        } catch {
            throw .refused(error)
        }
        guard hasRoom(for: operation) else {
            operation.abandon(in: &state)
            throw .tooManyWaiting
        }
    }

    private func hasRoom<Operation: StateOperation>(for operation: Operation) -> Bool {
        if !Operation.isLimited { return true }
        let bytes = operation.heldBytes
        return waiting.count < limits.changes && (bytes == 0 || heldBytes + bytes <= limits.changeBytes)
    }

    /// Puts a submission in line, and returns whether the caller must begin to serve.
    mutating func append(_ submission: any Submission) -> Bool {
        waiting.append(submission)
        heldBytes += submission.heldBytes
        defer { isServed = true }
        return !isServed
    }

    /// The next operations that can be committed together. Empty if none wait; then no task serves any more.
    mutating func nextBatch() -> [any Submission] {
        var count = 0
        var hasSingle = false
        loop: for submission in waiting {
            switch submission.batching {
            case .together: break
            case .onePerCommit:
                if hasSingle { break loop }
                hasSingle = true
            case .alone:
                if count == 0 { count = 1 }
                break loop
            }
            count += 1
        }
        let batch = Array(waiting.prefix(count))
        waiting.removeFirst(count)
        heldBytes -= batch.reduce(0) { $0 + $1.heldBytes }
        isServed = !batch.isEmpty
        return batch
    }

    /// Lets each decide, and returns what must be committed.
    mutating func decide(_ batch: [any Submission], _ known: KnownTransactions) -> [Change] {
        var known = known
        return batch.flatMap { $0.decide(on: &state, &known) }
    }

    /// Applies a committed batch to the state.
    mutating func apply(_ batch: [any Submission]) -> [StateEvent] {
        batch.flatMap { $0.apply(to: &state) }
    }

    /// Gives back what a batch has reserved that wasn't committed.
    mutating func abandon(_ batch: [any Submission]) {
        for submission in batch { submission.abandon(in: &state) }
    }

    /// Records a commit's result, and returns whether it is news.
    mutating func note(_ error: StorageError?) -> Bool {
        defer { fault = error }
        return (error == nil) != (fault == nil)
    }
}
