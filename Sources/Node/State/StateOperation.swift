internal import Chain
internal import Records

/// Something that must be on disk before it is true: a change of ``NodeState``.
///
/// The ``Journal`` takes an operation through its steps. It *reserves* room when it is submitted, is *prepared* with
/// what the store knows, *decides* against the state, is committed together with others that wait, is *applied*, and
/// gives its outcome once the whole commit is applied. If the commit fails, the operation *abandons* what it had
/// reserved.
protocol StateOperation: Sendable {
    /// The result of the operation.
    associatedtype Outcome: Sendable

    /// Why there is nothing to commit.
    associatedtype Refusal: Error

    /// Which others it may share a commit with.
    static var batching: Batching { get }

    /// Whether it counts against the limit of waiting operations. An operation about the chain doesn't: there is only
    /// one at a time anyway, and it has cost more than a request.
    static var isLimited: Bool { get }

    /// Bytes from other nodes that it holds while it waits.
    var heldBytes: Int { get }

    /// Transactions that may be known already.
    var lookups: [Transaction] { get }

    /// Takes room in the state. Throws if there is none.
    mutating func reserve(in state: inout NodeState) throws(Refusal)

    /// Asks the store for what the decision needs. No commit happens between this and the decision.
    mutating func prepare(for state: NodeState, by store: any Store) async throws(StorageError)

    /// Decides what must be committed; empty if there is nothing to change. A refusal gives back what was reserved.
    mutating func decide(
        on state: inout NodeState, _ known: inout KnownTransactions
    ) throws(Refusal) -> [Change]

    /// Makes the change true, once it is on disk.
    func apply(to state: inout NodeState) -> [StateEvent]

    /// Gives back what was reserved.
    func abandon(in state: inout NodeState)

    /// The result, in the state after the whole commit.
    func outcome(in state: NodeState) -> Outcome
}

extension StateOperation {
    static var isLimited: Bool { true }
    var heldBytes: Int { 0 }
    var lookups: [Transaction] { [] }
    mutating func reserve(in state: inout NodeState) throws(Refusal) {}
    mutating func prepare(for state: NodeState, by store: any Store) async throws(StorageError) {}
    func abandon(in state: inout NodeState) {}
}

/// Which others an operation may share a commit with.
enum Batching {
    /// With any number of others.
    case together

    /// With any number of the first kind, but no other of this one: each of these decides on the chain or the peers as
    /// they are before the commit, so it must not share one with another that changes them.
    case onePerCommit

    /// With none: it may be too large for a disk that has room for the others.
    case alone
}

/// Why a submitted operation has changed nothing.
enum SubmitError<Refusal: Error>: Error {
    /// The state gives a reason.
    case refused(Refusal)

    /// Too many operations wait.
    case tooManyWaiting

    /// The disk failed to store it, or what it depends on could not be read.
    case notCommitted(StorageError)
}

/// The refusal of an operation that has nothing to refuse.
typealias NoRefusal = Never
