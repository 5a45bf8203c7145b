internal import Chain
internal import EventLoop
internal import Testing

@testable import Node

/// A node with a store that does what a test says, and one peer.
struct KeepingScene {
    let loop: EventLoop
    let node: Node
    let store: StubStore
    let network = StubNetwork()

    init(
        on loop: EventLoop, store: StubStore? = nil, prover: any Prover = PlainProver(), clock: StubClock = StubClock()
    ) async throws {
        self.loop = loop
        self.store = try store ?? StubStore()
        node = try Node.stub(on: loop, store: self.store, network: network, prover: prover, clock: clock)
        try await node.registerNodes([.peer(0)])
    }

    /// Lets the peer have a chain.
    func offer(_ chain: Blockchain) throws {
        network.set(try .peer(0)) { .success(chain) }
    }

    /// Makes a payment and holds back its commit; what is done next waits for that.
    func holdOne(_ amount: Int) async throws -> Task<Result<Int, AcceptanceError>, Never> {
        store.hold()
        let held = try node.accepting(amount)
        try await store.untilHeld()
        return held
    }

    /// Starts something while a commit is held back, and waits until it waits for that.
    func queued<Value>(_ start: () throws -> Task<Value, Never>) async throws -> Task<Value, Never> {
        let before = await node.waitingCount
        let task = try start()
        try await node.untilWaiting(before + 1)
        return task
    }

    /// Holds the commit of a payment of 1 back; then wait, in this order, a payment of 2, something else, and a payment
    /// of 3.
    func surround<Value>(
        _ start: () throws -> Task<Value, Never>
    ) async throws -> (payments: [Task<Result<Int, AcceptanceError>, Never>], other: Task<Value, Never>) {
        let first = try await holdOne(1)
        let second = try await queued { try node.accepting(2) }
        let other = try await queued(start)
        let third = try await queued { try node.accepting(3) }
        return ([first, second, third], other)
    }

    /// What the node serves is what is kept, and room is taken for what is pending and nothing else.
    func checkKept(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let served = await node.served
        #expect(try served == Served(store), sourceLocation: sourceLocation)
        try await node.mempool.checkRoom(admitted: served.pending, sourceLocation: sourceLocation)
    }
}

/// A request to a node whose result must be stored.
enum Asking: CaseIterable {
    case payment, block, registration, consensus

    /// Does it in a scene whose peer has a longer chain; returns whether it succeeded.
    func start(_ scene: KeepingScene) throws -> Task<Bool, Never> {
        let node = scene.node
        switch self {
        case .payment:
            let task = try node.accepting(77)
            return Task(executorPreference: scene.loop) { await task.value.failure == nil }
        case .block:
            let task = node.mining()
            return Task(executorPreference: scene.loop) { await task.value.failure == nil }
        case .registration:
            let task = try node.registering(7..<9)
            return Task(executorPreference: scene.loop) { await task.value.failure == nil }
        case .consensus:
            let task = node.resolving()
            return Task(executorPreference: scene.loop) { await task.value?.wasReplaced == true }
        }
    }
}
