internal import Storage

/// Operations that wait to be committed, and the state that they change.
///
/// One commit runs at a time. What is submitted meanwhile waits, and goes into the next one together. Nothing but an
/// applied operation changes the state, so it stays as it is between a decision and its commit.
struct Journal {
    /// How many may wait, those of clients who have left included: a few batches of a server's connections.
    /// Transactions of clients take of the mempool's bytes as well.
    static let maximumCount = 4096

    /// How many bytes of other nodes' transactions may wait: some messages of the usual length from each of many peers.
    static let maximumHeldBytes = 32 << 20

    /// What is true.
    private(set) var state: NodeState

    /// Why the last commit failed, if it did.
    private(set) var fault: StorageError?

    /// Whether somebody takes batches out.
    private(set) var isServed = false

    private var waiting: [any Submission] = []
    private var heldBytes = 0

    /// Begins with a state that is on disk.
    init(_ state: NodeState) {
        self.state = state
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
        return waiting.count < Self.maximumCount && (bytes == 0 || heldBytes + bytes <= Self.maximumHeldBytes)
    }

    /// Puts a submission in line, and says whether somebody has to begin to serve.
    mutating func append(_ submission: any Submission) -> Bool {
        waiting.append(submission)
        heldBytes += submission.heldBytes
        defer { isServed = true }
        return !isServed
    }

    /// What can be committed together, from the front on; nothing when nothing waits, and then nobody serves any more.
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

    /// Lets each decide, and gives what has to be committed.
    mutating func decide(_ batch: [any Submission], _ known: KnownTransactions) -> [Change] {
        var known = known
        return batch.flatMap { $0.decide(on: &state, &known) }
    }

    /// Makes a committed batch true.
    mutating func apply(_ batch: [any Submission]) -> [StateEvent] {
        batch.flatMap { $0.apply(to: &state) }
    }

    /// Gives back what a batch has reserved that isn't committed.
    mutating func abandon(_ batch: [any Submission]) {
        for submission in batch { submission.abandon(in: &state) }
    }

    /// Notes what came of a commit, and says whether that is news.
    mutating func note(_ error: StorageError?) -> Bool {
        defer { fault = error }
        return (error == nil) != (fault == nil)
    }
}
