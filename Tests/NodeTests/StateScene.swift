internal import Chain
internal import Records
internal import TestSupport
internal import Testing

@testable import Node
import Wording

/// A node's state by itself, without a loop, and a store in memory that keeps what is decided.
struct StateScene {
    var state: NodeState
    let store: StubStore
    private let rules: Rules
    private let clock = StubClock()

    /// Begins with what `store` has, as a node does that starts again.
    init(
        _ store: StubStore? = nil, rules: Rules = .easy, identifier: String = "node", blockBytes: Int? = nil,
        mempool mempoolLimits: MempoolLimits = MempoolLimits()
    ) throws {
        let store = try store ?? StubStore(rules)
        (self.store, self.rules) = (store, rules)
        var limits = ChainLimits()
        if let blockBytes { limits.blockBytes = blockBytes }
        state = NodeState(
            try store.load(rules: rules), peers: PeerList(), identifier: identifier, limits: limits,
            mempool: mempoolLimits)
    }

    /// Takes an operation through all of its steps.
    @discardableResult
    mutating func run<Operation: StateOperation>(_ operation: Operation) async throws -> Operation.Outcome {
        var operation = operation
        try operation.reserve(in: &state)
        do {
            let lookups = operation.lookups
            var known = KnownTransactions()
            if !lookups.isEmpty { known = KnownTransactions(zip(lookups, try await store.known(lookups))) }
            try await operation.prepare(for: state, by: store)
            let changes = try operation.decide(on: &state, &known)
            if !changes.isEmpty { try await store.commit(changes) }
        } catch {
            // Who is refused has given its room back.
            if error is StorageError { operation.abandon(in: &state) }
            try check()
            throw error
        }
        _ = operation.apply(to: &state)
        try check()
        return operation.outcome(in: state)
    }

    /// What is kept is what is so, and room is taken for what is pending and nothing else.
    func check() throws {
        #expect(state.brokenInvariant == nil)
        let kept = try store.load(rules: rules)
        #expect(kept.chain == state.chain && kept.pending == state.mempool.pending)
        #expect(kept.chain.ledger == state.chain.ledger)
        try state.mempool.checkRoom(admitted: state.mempool.pending)
    }

    // MARK: What happens to it

    /// A client's transaction; the block that it is in, or will be.
    @discardableResult
    mutating func post(_ transaction: Transaction, hasNewID: Bool = false) async throws -> Int {
        try await run(AcceptTransaction(transaction, hasNewID: hasNewID))
    }

    /// What another node tells.
    @discardableResult
    mutating func hear(_ transactions: [Transaction]) async throws -> AcceptGossip.Outcome {
        try await run(AcceptGossip(transactions, from: nil, ofAtMostBytes: .max))
    }

    @discardableResult
    mutating func forge() async throws -> ForgedBlock {
        let tip = state.chain.tip
        let proof = try state.chain.rules.work(after: tip).smallestProof()
        return try await run(ForgeBlock(proof: proof, after: tip, clock: clock))
    }

    /// A longer chain of a peer.
    mutating func adopt(_ chain: Blockchain) async throws {
        try await run(AdoptChain(chain, of: .peer(0), at: clock.secondsSince1970))
    }

    /// Why nothing was committed for a transaction.
    mutating func refusal(of transaction: Transaction) async throws -> AcceptTransaction.Refusal? {
        do {
            try await post(transaction)
            return nil
        } catch let refusal as AcceptTransaction.Refusal {
            return refusal
        }
    }

    /// Why a chain is not taken.
    mutating func refusal(of chain: Blockchain) async throws -> AdoptChain.Refusal? {
        do {
            try await adopt(chain)
            return nil
        } catch let refusal as AdoptChain.Refusal {
            return refusal
        }
    }

    var pending: [Transaction] { state.mempool.pending.map(\.transaction) }

    var pendingAmounts: [Int] { pending.compactMap(\.amount) }
}

extension AcceptTransaction.Refusal {
    var isTaken: Bool { if case .idTaken = self { true } else { false } }
}

extension AdoptChain.Refusal {
    /// Such as "block 3: it carries transaction ... twice".
    var duplicate: String? { if case .includesTwice(let duplicate) = self { duplicate.description } else { nil } }
}
