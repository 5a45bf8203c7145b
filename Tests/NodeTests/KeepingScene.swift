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
