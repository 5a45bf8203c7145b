internal import Chain
internal import HTTP
internal import Records

/// Accepts a payment that a client posts (the tutorial's `new_transaction`).
///
/// One with an `id` that was posted already is answered as it was the first time, also when the mempool is full: it
/// needs no room, and gives back what it took until it was looked up. One that other nodes have brought moves from
/// their room into the clients', so it needs some there as long as it is pending.
struct AcceptTransaction: StateOperation {
    /// Why it isn't accepted.
    enum Refusal: Error {
        /// The mempool is full.
        case noRoom(MempoolError)

        /// No block can follow, so none will include it.
        case chainIsFull(bytes: Int, limitBytes: Int)

        /// A different transaction has its `id`.
        case idTaken
    }

    static let batching = Batching.together

    private let transaction: Transaction

    /// Whether its `id` was just made: nobody can know such a transaction, so it isn't looked up anywhere.
    private let hasNewID: Bool

    private let client: ClientGroup

    private var accepted: AcceptedTransaction?

    /// Why it was not admitted; one that was posted before needs no room.
    private var full: Refusal?

    private var known: KnownTransactions.Match?

    /// - Parameter client: who posts it.
    init(_ transaction: Transaction, hasNewID: Bool, from client: ClientGroup = .unknown) {
        self.transaction = transaction
        self.hasNewID = hasNewID
        self.client = client
    }

    var lookups: [Transaction] { transaction.id == nil || hasNewID ? [] : [transaction] }

    mutating func reserve(in state: inout NodeState) throws(Refusal) {
        do throws(Refusal) {
            accepted = try admit(to: &state)
        } catch {
            if lookups.isEmpty { throw error }
            full = error
        }
    }

    private func admit(to state: inout NodeState) throws(Refusal) -> AcceptedTransaction {
        guard state.allowsBlock else {
            throw .chainIsFull(bytes: state.chain.textLength, limitBytes: state.limits.chainBytes)
        }
        do throws(MempoolError) {
            return try state.mempool.admit(transaction, from: client)
        } catch {
            throw .noRoom(error)
        }
    }

    /// What the mempool has no room for counts against the journal's, until it is known whether it is needed.
    var heldBytes: Int { accepted == nil ? transaction.text.bytes.count : 0 }

    mutating func decide(
        on state: inout NodeState, _ known: inout KnownTransactions
    ) throws(Refusal) -> [Change] {
        if hasNewID, let accepted { return [.accepted(accepted)] }
        guard let match = known.match(of: transaction) else {
            if let full { throw full }
            guard let accepted else { preconditionFailure("it was admitted when it was submitted") }
            known.add(accepted)
            return [.accepted(accepted)]
        }
        abandon(in: &state)
        self.known = match
        let same: AcceptedTransaction
        let isPending: Bool
        switch match {
        case .same(let record): (same, isPending) = (record.accepted, state.mempool.isPending(record.accepted.number))
        case .sameInCommit(let other): (same, isPending) = (other, true)
        case .sameID: throw .idTaken
        }
        if same.isPosted { return [] }
        if let full, isPending { throw full }
        known.notePosted(transaction)
        return [.posted(number: same.number)]
    }

    func apply(to state: inout NodeState) -> [StateEvent] {
        switch known {
        case nil:
            guard let accepted else { return [] }
            state.mempool.add(accepted)
            return [.accepted(accepted, pendingCount: state.mempool.pending.count)]
        case .same(let record):
            state.mempool.notePosted(record.accepted.number, from: client)
            return []
        case .sameInCommit(let other):
            state.mempool.notePosted(other.number, from: client)
            return []
        case .sameID:
            return []
        }
    }

    /// A known one has already given its room back.
    func abandon(in state: inout NodeState) {
        if known == nil, let accepted { state.mempool.release(accepted) }
    }

    /// The index of the block that includes it, or will if nothing else comes in between. A known one that was pending
    /// may be in a block forged in the same commit, which is then the newest.
    func outcome(in state: NodeState) -> Int {
        let pending: AcceptedTransaction?
        switch known {
        case .same(let record):
            if let height = record.height { return height }
            guard state.mempool.isPending(record.accepted.number) else { return state.chain.length }
            pending = record.accepted
        case .sameInCommit(let other): pending = other
        case nil, .sameID: pending = accepted
        }
        let before = pending.map { state.mempool.blocks(of: state.limits.paymentBytes, before: $0) } ?? 0
        return state.chain.length + 1 + before
    }
}
