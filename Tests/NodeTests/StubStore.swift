internal import Chain
internal import Node
internal import Records
internal import Storage
internal import Synchronization
internal import TestSupport
internal import Testing

/// A store from which a node can be restarted.
protocol KeepingStore: Store {
    func load(rules: Rules) throws(OpenError) -> KeptState
}

extension ChainStore: KeepingStore {}

/// A store in memory that does what a test says: it holds commits back, refuses them, and reports what was committed.
final class StubStore: KeepingStore {
    /// When a commit is held back.
    enum Moment: CaseIterable {
        case beforeItIsKept, beforeItReturns
    }

    private struct State {
        var holding: Moment?
        var held: CheckedContinuation<Void, Never>?
        var isCommitting = false
        var endedCount = 0
        var commits: [[Change]] = []
        var fault: StorageError?
        var questionFault: StorageError?
        var questionGate: Gate?
    }

    private let kept: ChainStore
    private let state = Mutex(State())

    /// Begins with the data in `kept`, as a restarted node does.
    init(_ kept: ChainStore) {
        self.kept = kept
    }

    convenience init(_ rules: Rules = .easy) throws {
        self.init(try ChainStore(inMemoryBy: rules))
    }

    // MARK: What a test says

    /// Holds back the next commits, each until it is let through.
    func hold(_ moment: Moment = .beforeItIsKept) {
        state.withLock { $0.holding = moment }
    }

    /// Waits until a commit is held back.
    func untilHeld(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await eventually(sourceLocation: sourceLocation) { isHolding }
    }

    /// Whether a commit is held back now.
    var isHolding: Bool { state.withLock { $0.held != nil } }

    /// Lets through the commit that is held back, and none after it; returns when it has ended.
    func letOneThrough(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await untilHeld(sourceLocation: sourceLocation)
        let before = state.withLock { $0.endedCount }
        resume()
        try await eventually(sourceLocation: sourceLocation) { state.withLock { $0.endedCount > before } }
    }

    /// Stops holding back.
    func letAllThrough() {
        state.withLock { $0.holding = nil }
        resume()
    }

    /// Refuses commits until called with nil. A commit that is held back is refused too.
    func refuse(_ fault: StorageError?) {
        state.withLock { $0.fault = fault }
    }

    /// Refuses queries.
    func refuseQuestions(_ fault: StorageError?) {
        state.withLock { $0.questionFault = fault }
    }

    /// Makes queries for known transactions wait at a gate.
    func askAt(_ gate: Gate) {
        state.withLock { $0.questionGate = gate }
    }

    /// The commits, each change in a word or two.
    var commits: [[String]] { state.withLock { $0.commits }.map { $0.map(\.summary) } }

    // MARK: Store

    func commit(_ changes: [Change]) async throws(StorageError) {
        let isAlone = state.withLock { state in
            defer { state.isCommitting = true }
            return !state.isCommitting
        }
        #expect(isAlone, "there were two commits at once")
        defer {
            state.withLock { state in
                state.isCommitting = false
                state.endedCount += 1
            }
        }
        await wait(.beforeItIsKept)
        if let fault = state.withLock({ $0.fault }) { throw fault }
        try await kept.commit(changes)
        state.withLock { $0.commits.append(changes) }
        await wait(.beforeItReturns)
    }

    func inclusions(in new: Blockchain, above height: Int) async throws(StorageError) -> BranchInclusions {
        if let fault = state.withLock({ $0.questionFault }) { throw fault }
        return try await kept.inclusions(in: new, above: height)
    }

    func accepted(_ numbers: [Int]) async throws(StorageError) -> [AcceptedTransaction] {
        try await kept.accepted(numbers)
    }

    func known(_ transactions: [Transaction]) async throws(StorageError) -> [KnownTransaction?] {
        await state.withLock { $0.questionGate }?.pass()
        if let fault = state.withLock({ $0.questionFault }) { throw fault }
        return try await kept.known(transactions)
    }

    func record(of id: TransactionID) async throws(StorageError) -> TransactionRecord? { try await kept.record(of: id) }

    func identified(in chain: Blockchain, above height: Int) async throws(StorageError) -> [IncludedTransaction] {
        try await kept.identified(in: chain, above: height)
    }

    func height(of block: BlockHash) async throws(StorageError) -> Int? { try await kept.height(of: block) }

    func history(
        of address: String, from: Int, limit: Int, textBytes: Int
    ) async throws(StorageError) -> History {
        try await kept.history(of: address, from: from, limit: limit, textBytes: textBytes)
    }

    func fallenBranches(
        from: Int, limit: Int, payments: Int, textBytes: Int
    ) async throws(StorageError) -> FallenBranches {
        try await kept.fallenBranches(from: from, limit: limit, payments: payments, textBytes: textBytes)
    }

    func fallenBlock(_ hash: BlockHash, payments: Int) async throws(StorageError) -> FoundFallenBlock? {
        try await kept.fallenBlock(hash, payments: payments)
    }

    func load(rules: Rules) throws(OpenError) -> KeptState { try kept.load(rules: rules) }

    private func wait(_ moment: Moment) async {
        await withCheckedContinuation { continuation in
            let isHeld = state.withLock { state in
                guard state.holding == moment else { return false }
                state.held = continuation
                return true
            }
            if !isHeld { continuation.resume() }
        }
    }

    private func resume() {
        state.withLock { state in
            defer { state.held = nil }
            return state.held
        }?.resume()
    }
}

extension Change {
    /// Such as "forged 2 carrying [1]".
    fileprivate var summary: String {
        switch self {
        case .accepted(let accepted): "accepted \(accepted.number)"
        case .posted(let number): "posted \(number)"
        case .forged(let block, let numbers): "forged \(block.index) carrying \(numbers)"
        case .replaced(let replacement): "replaced by \(replacement.chain.length)"
        case .dropped(let numbers): "dropped \(numbers)"
        case .registered(let addresses, _): "registered \(addresses.count)"
        case .unregistered(let addresses): "unregistered \(addresses.count)"
        }
    }
}
