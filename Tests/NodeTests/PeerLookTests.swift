internal import API
internal import Chain
internal import EventLoop
internal import HTTP
internal import TestSupport
internal import Testing
internal import Wording

@testable internal import Node

@Suite("A look at a peer")
struct PeerLookTests {
    private func look(_ chain: Blockchain) throws -> PeerLook {
        let values = try chain.blocks.map { try JSONDocument(parsing: $0.text.bytes).root }
        return try PeerLook(length: chain.length, lastOf: values)
    }

    @Test func `shows the newest blocks, each with whether it links to the one before`() throws {
        let chain = try Blockchain.mined(length: PeerLook.maximumCount + 3)
        let look = try look(chain)
        #expect(look.length == chain.length && look.blocks.count == PeerLook.maximumCount)
        #expect(look.blocks.map(\.hash) == chain.blocks.suffix(PeerLook.maximumCount).map(\.hash))
        #expect(look.blocks.map(\.isLinked) == [nil] + Array(repeating: true, count: PeerLook.maximumCount - 1))
        var values = try chain.blocks.map { try JSONDocument(parsing: $0.text.bytes).root }
        values.remove(at: values.count - 2)
        #expect(try PeerLook(length: 1, lastOf: values).blocks.last?.isLinked == false)
        #expect(throws: BlockFault.self) {
            _ = try PeerLook(length: 1, lastOf: [JSONDocument(parsing: Array("7".utf8)).root])
        }
    }

    @Test func `keeps nothing long that a peer has chosen`() throws {
        let name = String(repeating: "é", count: 5_000)
        var chain = Blockchain(rules: .easy)
        try chain.mine([.reward(to: name)])
        let look = try look(chain)
        #expect(look.blocks.last?.miner == String(name.prefix(100)))
    }

    @Test func `is taken once for all who ask within its time`() async throws {
        let look = try look(.mined(length: 2))
        try await withLoop { loop in
            let scene = try await LookScene(on: loop)
            let peer = try PeerAddress.peer(1)
            let gate = Gate()
            scene.network.show(peer) {
                await gate.pass()
                return .success(look)
            }
            let first = (0..<50).map { _ in scene.asking(peer) }
            try await eventually { gate.waitingCount == 1 }
            gate.open()
            for each in first { #expect(await each.value == 200) }
            for _ in 0..<1_000 { #expect(await scene.asking(peer).value == 200) }
            #expect(scene.network.lookedCount(peer) == 1)
            await scene.clock.sleep(seconds: PeerLooks.freshTime.inSeconds)
            #expect(await scene.asking(peer).value == 200)
            #expect(scene.network.lookedCount(peer) == 2)
        }
    }

    @Test func `is refused of whom isn't a peer, without asking anybody`() async throws {
        try await withLoop { loop in
            let scene = try await LookScene(on: loop)
            let stranger = try PeerAddress.peer(99)
            #expect(await scene.asking(stranger).value == 404)
            #expect(scene.network.lookedCount(stranger) == 0)
        }
    }

    @Test func `that failed is not taken again at once`() async throws {
        try await withLoop { loop in
            let scene = try await LookScene(on: loop)
            let peer = try PeerAddress.peer(1)
            for _ in 0..<20 { #expect(await scene.asking(peer).value == 200) }
            #expect(scene.network.lookedCount(peer) == 1)
        }
    }

    @Test func `is taken at few at once, and ends with the node`() async throws {
        try await withLoop { loop in
            let scene = try await LookScene(on: loop)
            let gate = Gate()
            let peers = try (1...PeerLooks.maximumAtOnce + 1).map { try PeerAddress.peer($0) }
            for peer in peers {
                scene.network.show(peer) {
                    await gate.pass()
                    return .failure(.noAnswer(Statement(.givenUp)))
                }
            }
            let asked = peers.dropLast().map { scene.asking($0) }
            try await eventually { gate.waitingCount == PeerLooks.maximumAtOnce }
            #expect(await scene.asking(peers[PeerLooks.maximumAtOnce]).value == 503)
            #expect(scene.network.lookedCount(peers[PeerLooks.maximumAtOnce]) == 0)
            await scene.node.cancelWork()
            for each in asked { #expect(await each.value == 200) }
            #expect(gate.cancelledCount == PeerLooks.maximumAtOnce)
        }
    }
}

/// A node with some peers at which somebody wants to look.
private struct LookScene {
    let node: Node
    let network = StubNetwork()
    let clock = StubClock()

    init(on loop: EventLoop) async throws {
        node = try Node.stub(
            on: loop, peers: try (1...PeerLooks.maximumAtOnce + 1).map { try .peer($0) }, network: network, clock: clock
        )
        await node.start(listeningOn: 5000)
    }

    /// The status of the answer about a peer.
    func asking(_ peer: PeerAddress) -> Task<Int, Never> {
        Task(executorPreference: node.executor) { await Self.status(of: peer, node) }
    }

    private static func status(of peer: PeerAddress, _ node: isolated Node) async -> Int {
        let request = Request(method: .get, path: "/nodes/\(peer)/blocks")
        return await Routes.router(for: node).handle(request).response.status.code
    }
}
