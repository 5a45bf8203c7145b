internal import API
internal import Chain
internal import EventLoop
internal import HTTP
internal import Records
internal import TestSupport
internal import Testing

@testable import Node
import Wording

@Suite("Gossip of blocks")
struct GossipTests {
    @Test func `a node that doesn't gossip tells nobody, and hears nobody`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop) { $0.gossips = false }
            await scene.start()
            _ = try await scene.node.mine()
            await drain(loop)
            #expect(scene.network.told(try .peer(0)).isEmpty)
            #expect(await scene.tell(0, has: try .mined(length: 9)) == nil)
            #expect(scene.network.askedCount(try .peer(0)) == 0)
        }
    }

    @Test func `a forged block is told to every peer`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop, peers: 0..<3)
            for number in 0..<3 { try scene.gossip(number) }
            await scene.start()
            let block = try await scene.node.mine().block
            for number in 0..<3 {
                try await eventually {
                    (try? scene.network.told(.peer(number)).last?.status.tip) == block.hash
                }
            }
        }
    }

    @Test func `what becomes new while a peer is slow is told at once`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop) { $0.heartbeatSeconds = 1_000_000 }
            let gate = Gate()
            let status = NodeStatus.of(0, Blockchain(rules: .easy))
            scene.network.listen(try .peer(0)) { message in
                await gate.pass()
                return .success(GossipAnswer(status: status, kept: 0))
            }
            await scene.start()
            for _ in 0..<20 { _ = try await scene.node.mine() }
            gate.open()
            let length = await scene.node.chain.length
            try await eventually { (try? scene.network.told(.peer(0)).last?.status.length) == length }
            #expect(scene.network.told(try .peer(0)).count == 2)
            await scene.node.cancelWork()
        }
    }

    @Test func `a longer chain is fetched from who tells of it`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop)
            let longer = try Blockchain.mined(length: 5)
            try scene.gossip(0)
            scene.network.set(try .peer(0)) { .success(longer) }
            await scene.start()
            try await eventually { (try? await scene.peer(0)?.status) != nil }
            #expect(await scene.tell(0, has: longer)?.kept == 0)
            try await eventually { await scene.node.chain == longer }
            #expect(scene.network.askedCount(try .peer(0)) == 1)
        }
    }

    @Test func `old and known tips are not fetched`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop)
            try scene.gossip(0)
            await scene.start()
            try await eventually { (try? await scene.peer(0)?.status) != nil }
            for _ in 0..<4 { _ = try await scene.node.mine() }
            for length in 1...5 { _ = await scene.tell(0, has: try .mined(length: length, timestamp: 2.5)) }
            await drain(loop)
            #expect(scene.network.askedCount(try .peer(0)) == 0)
        }
    }

    @Test func `a chain that two tell of is fetched once, and from the other one when the first fails`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop, peers: 0..<2)
            let longer = try Blockchain.mined(length: 5)
            let gate = Gate()
            for number in 0..<2 { try scene.gossip(number) }
            scene.network.set(try .peer(0)) {
                await gate.pass()
                return .failure(.noAnswer(Statement(.unreachable)))
            }
            scene.network.set(try .peer(1)) { .success(longer) }
            await scene.start()
            for number in 0..<2 { try await eventually { (try? await scene.peer(number)?.status) != nil } }
            _ = await scene.tell(0, has: longer)
            _ = await scene.tell(1, has: longer)
            #expect(scene.network.askedCount(try .peer(0)) == 1)
            gate.open()
            try await eventually { await scene.node.chain == longer }
            #expect(scene.network.askedCount(try .peer(0)) == 1)
        }
    }

    @Test func `a peer that never has what it says is asked more and more seldom`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop, clock: StubClock(waits: 40))
            let claimed = try Blockchain.mined(length: 50)
            try scene.gossip(0, with: claimed)
            scene.network.set(try .peer(0)) { .success(Blockchain(rules: .easy)) }
            await scene.start()
            try await eventually { await scene.node.uptimeSeconds == 40 }
            await drain(loop)
            // After 2, 4, 8 and 16 seconds.
            #expect((2...6).contains(scene.network.askedCount(try .peer(0))))
            #expect(try await scene.peer(0)?.fruitlessFetches ?? 0 >= 2)
            await scene.node.cancelWork()
        }
    }

    @Test func `a node that is no peer is fetched from where it speaks`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop, peers: 0..<0)
            let longer = try Blockchain.mined(length: 5)
            scene.network.set(try PeerAddress("10.0.0.7:5000")) { .success(longer) }
            await scene.start()
            #expect(await scene.tell(7, has: longer) != nil)
            try await eventually { await scene.node.chain == longer }
            #expect(await scene.node.peers.all.isEmpty)
        }
    }

    @Test func `a node under another name is recognised and not counted`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop, peers: 0..<2)
            try scene.gossip(0)
            let node = scene.node
            scene.network.listen(try .peer(1)) { _ in .success(GossipAnswer(status: await node.status, kept: 0)) }
            await scene.start()
            try await eventually { (try? await scene.peer(1)?.isItself) == true }
            #expect(await node.peers.addresses == [try .peer(0)])
            #expect(try await scene.peer(1)?.state == .itself)
            let resolution = await node.resolving().value
            #expect(resolution?.findings.map(\.verdict.description) == ["unreachable", "this node itself"])
            #expect(scene.network.askedCount(try .peer(1)) == 0)
        }
    }

    @Test func `nodes of other networks are named, and told nothing but that`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop)
            let other = Blockchain(rules: Rules())
            try scene.gossip(0, with: other)
            await scene.start()
            try await eventually { (try? await scene.peer(0)?.state) == .otherNetwork }
            let words = "of another network: its difficulty is 4, and ours is 1"
            #expect(try await scene.peer(0)?.fault?.description == words)
            #expect(await scene.tell(0, has: other, transactions: [try .payment(1)])?.kept == 0)
            #expect(await scene.node.mempool.pending.isEmpty)
        }
    }

    @Test func `a pinned genesis keeps other chains out`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop) { $0.pinsGenesis = true }
            let first = Block(
                index: 1, timestamp: 3.5, transactions: [], proof: Proof(1), previousHash: Block.genesis.hash)
            let other = try Blockchain(first: first, rules: .easy).extended(to: 9)
            try scene.gossip(0, with: other)
            scene.network.set(try .peer(0)) { .success(other) }
            await scene.start()
            try await eventually { (try? await scene.peer(0)?.state) == .otherNetwork }
            let resolution = await scene.node.resolving().value
            #expect(resolution?.wasReplaced == false)
            let verdict = try #require(resolution?.findings.first?.verdict.description)
            #expect(verdict.contains("\(first.hash)") && verdict.contains("\(Block.genesis.hash)"), "\(verdict)")
        }
    }

    @Test func `a peer that is away is tried more and more seldom, and at once when it speaks`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop, clock: StubClock(waits: 100))
            await scene.start()
            try await eventually { await scene.node.uptimeSeconds == 100 }
            await drain(loop)
            // After 2, 4, 8, 16 and then 30 seconds, or up to a quarter more.
            #expect((6...7).contains(scene.network.told(try .peer(0)).count))
            #expect(try await scene.peer(0)?.state == .down)
            try scene.gossip(0)
            _ = await scene.tell(9, has: Blockchain(rules: .easy))
            try await eventually { (try? await scene.peer(0)?.state) == .up }
            #expect(try await scene.peer(0)?.failures == 0)
            await scene.node.cancelWork()
        }
    }
}
