internal import API
internal import Chain
internal import EventLoop
internal import HTTP
internal import Records
internal import Synchronization
internal import TestSupport
internal import Testing

@testable import Node
import Wording

@Suite("Gossip among liars and strangers")
struct GossipAttackTests {
    /// What a peer says about itself.
    private func status(_ number: Int, _ length: Int) -> NodeStatus {
        let honest = NodeStatus.of(number, Blockchain(rules: .easy))
        return NodeStatus(
            instance: honest.instance, version: honest.version, rules: honest.rules, difficulty: honest.difficulty,
            genesis: honest.genesis,
            length: length, tip: Block.genesis.hash, port: honest.port, gossips: true)
    }

    /// What another node, at some address, says in a peer's name.
    private func say(_ scene: GossipScene, in name: Int, length: Int, from host: String = "10.0.0.66") async {
        let message = GossipMessage(status: status(name, length), transactions: [], wantsPeers: false)
        _ = await Task(executorPreference: scene.node.executor) { await scene.node.receive(message, from: host) }.value
    }

    private func payment(_ recipient: String, _ number: UInt64) throws -> Transaction {
        var randomness = SeededGenerator(seed: number)
        let id = TransactionID(random: &randomness)
        let text = #"{"sender": "alice", "recipient": "\#(recipient)", "amount": 1, "id": "\#(id)"}"#
        return try Transaction(JSONDocument(parsing: Array(text.utf8)).root, keepingID: true)
    }

    // MARK: - Chains

    @Test func `a peer that is removed is fetched from no more, and what it brings then is not taken`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop, clock: StubClock(waits: 0))
            let longer = try Blockchain.mined(length: 5)
            try scene.gossip(0, with: longer)
            scene.network.set(try .peer(0)) {
                // Until it is cancelled.
                try? await Task.sleep(for: .seconds(3600))
                return .success(longer)
            }
            await scene.start()
            try await eventually { await scene.node.fetchCount == 1 }
            #expect(try await scene.node.removeNode(.peer(0)))
            try await eventually { await scene.node.fetchCount == 0 }
            #expect(await scene.node.chain.length == 1)
            await scene.node.cancelWork()
        }
    }

    @Test func `strangers that boast hold up no peer`() async throws {
        try await withLoop { loop in
            // Time stands still, so that no fetch is abandoned for another.
            let scene = try GossipScene(on: loop, clock: StubClock(waits: 0))
            let longer = try Blockchain.mined(length: 5)
            let gate = Gate()
            try scene.gossip(0)
            scene.network.set(try .peer(0)) { .success(longer) }
            scene.network.set(try PeerAddress("10.0.0.7:5000")) {
                await gate.pass()
                return .failure(.noAnswer(Statement(.unreachable)))
            }
            await scene.start()
            try await eventually { (try? await scene.peer(0)?.status) != nil }
            await say(scene, in: 7, length: .max, from: "10.0.0.7")
            try await eventually { (try? scene.network.askedCount(PeerAddress("10.0.0.7:5000"))) == 1 }
            _ = await scene.tell(0, has: longer)
            try await eventually { await scene.node.chain == longer }
            gate.open()
            await scene.node.cancelWork()
        }
    }

    @Test func `what is said in a peer's name is no fault of it`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop)
            try scene.gossip(0)
            scene.network.set(try .peer(0)) { .success(Blockchain(rules: .easy)) }
            await scene.start()
            try await eventually { (try? await scene.peer(0)?.status) != nil }
            for _ in 0..<20 {
                let second = await scene.node.uptimeSeconds
                await say(scene, in: 0, length: .max)
                try await eventually { await scene.node.fetchCount == 0 }
                try await eventually { await scene.node.uptimeSeconds > second }
            }
            #expect(try await scene.peer(0)?.fruitlessFetches == 0)
            let longer = try Blockchain.mined(length: 5)
            scene.network.set(try .peer(0)) { .success(longer) }
            try scene.gossip(0, with: longer)
            _ = await scene.tell(0, has: longer)
            try await eventually { await scene.node.chain == longer }
            await scene.node.cancelWork()
        }
    }

    /// A node whose peer, which has the first block only, is said to have the longest chain there can be, so many times.
    private func boasted(_ count: Int, on loop: EventLoop) async throws -> GossipScene {
        let scene = try GossipScene(on: loop, clock: StubClock(waits: 0))
        try scene.gossip(0)
        scene.network.set(try .peer(0)) { .success(Blockchain(rules: .easy)) }
        await scene.start()
        try await eventually { (try? await scene.peer(0)?.status) != nil }
        for _ in 0..<count {
            await say(scene, in: 0, length: .max)
            try await eventually { await scene.node.fetchCount == 0 }
        }
        return scene
    }

    @Test func `a flood in a peer's name makes it be asked once a second`() async throws {
        try await withLoop { loop in
            let scene = try await boasted(50, on: loop)
            #expect(scene.network.askedCount(try .peer(0)) == 1)
            await scene.node.cancelWork()
        }
    }

    @Test func `a peer in whose name somebody boasts is told of new blocks`() async throws {
        try await withLoop { loop in
            let scene = try await boasted(2, on: loop)
            let tip = try await scene.node.mine().block.hash
            try await eventually { (try? scene.network.told(.peer(0)).last?.status.tip) == tip }
            await scene.node.cancelWork()
        }
    }

    // MARK: - Transactions

    @Test func `a payment that is too long for a message holds up none behind it`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop)
            try scene.gossip(0)
            await scene.start()
            let long = try payment(String(repeating: "x", count: 1 << 20), 1)
            let room = Relay.maximumTransactionBytes - (try payment("b", 3)).text.bytes.count
            let longest = try payment("b" + String(repeating: "x", count: room), 3)
            let short = try payment("bob", 2)
            for each in [long, longest, short] { _ = try await scene.node.newTransaction(each) }
            try await eventually { (try? scene.network.told(.peer(0)).flatMap(\.transactions).count) == 2 }
            #expect(scene.network.told(try .peer(0)).flatMap(\.transactions) == [longest, short])
            let bytes = scene.network.told(try .peer(0)).map { $0.text.bytes.count }
            #expect(bytes.allSatisfy { $0 <= ServerLimits().bodyBytes })
            // It is still in the next block.
            #expect(try await scene.node.mine().transactions.first == long)
            await scene.node.cancelWork()
        }
    }

    @Test func `several nodes at one address are told the same now and then`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop, clock: StubClock(waits: 30))
            let count = Mutex(0)
            scene.network.listen(try .peer(0)) { message in
                let number = count.withLock { count in
                    count += 1
                    return count
                }
                let status = NodeStatus.of(number % 2, Blockchain(rules: .easy))
                return .success(GossipAnswer(status: status, kept: message.transactions.count))
            }
            _ = try await scene.node.newTransaction(payment("bob", 1))
            await scene.start()
            try await eventually { await scene.node.uptimeSeconds == 30 }
            await drain(loop)
            // Two heartbeats' worth each time.
            #expect((2...20).contains(scene.network.told(try .peer(0)).count))
            #expect(scene.network.told(try .peer(0)).contains { !$0.transactions.isEmpty })
            await scene.node.cancelWork()
        }
    }

    // MARK: - Peers

    @Test func `a name that was the node's own is looked at again`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop)
            let node = scene.node
            scene.network.listen(try .peer(0)) { _ in .success(GossipAnswer(status: await node.status, kept: 0)) }
            await scene.start()
            try await eventually { (try? await scene.peer(0)?.isItself) == true }
            try scene.gossip(0)
            try await eventually { (try? await scene.peer(0)?.state) == .up }
            await scene.node.cancelWork()
        }
    }

    @Test func `who is removed and registered by turns has one message under way`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop)
            let underWay = Mutex(0)
            scene.network.listen(try .peer(0)) { _ in
                underWay.withLock { $0 += 1 }
                await Gate().pass()
                underWay.withLock { $0 -= 1 }
                return .failure(.noAnswer(Statement(.unreachable)))
            }
            await scene.start()
            try await eventually { underWay.withLock { $0 } == 1 }
            for _ in 0..<20 {
                #expect(try await scene.node.removeNode(.peer(0)))
                try await eventually { underWay.withLock { $0 } == 0 }
                try await scene.node.registerNodes([.peer(0)])
                try await eventually { underWay.withLock { $0 } == 1 }
            }
            await scene.node.cancelWork()
        }
    }

    @Test func `a node that is found to be no new peer is left alone for a while`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop, clock: StubClock(waits: 50)) { $0.discovers = true }
            let node = scene.node
            let status = NodeStatus.of(0, Blockchain(rules: .easy))
            let own = try PeerAddress.peer(1)
            scene.network.listen(try .peer(0)) { _ in
                .success(GossipAnswer(status: status, kept: 0, peers: [own.description]))
            }
            scene.network.listen(own) { _ in .success(GossipAnswer(status: await node.status, kept: 0)) }
            await scene.start()
            try await eventually { await node.uptimeSeconds == 50 }
            await drain(loop)
            #expect(scene.network.told(own).count == 1)
            await node.cancelWork()
        }
    }

    @Test func `a stranger that goes on speaking is no reason to try those who are away each time`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop, clock: StubClock(waits: 100))
            await scene.start()
            while await scene.node.uptimeSeconds < 100 { await say(scene, in: 7, length: 1, from: "10.0.0.7") }
            await drain(loop)
            // After 2, 4, 8, 16, 32 and 64 seconds, or up to a quarter more, and once at once.
            #expect((5...9).contains(scene.network.told(try .peer(0)).count))
            await scene.node.cancelWork()
        }
    }

    // MARK: - Memory

    @Test func `messages that wait for the disk are bounded`() async throws {
        try await withLoop { loop in
            let store = try StubStore()
            let scene = try GossipScene(on: loop, peers: 0..<0, store: store)
            await scene.start()
            store.hold()
            let long = String(repeating: "x", count: 1 << 20)
            let first = try payment("bob", 0)
            async let held = scene.tell(1, has: Blockchain(rules: .easy), transactions: [first])
            try await store.untilHeld()
            let answers = Answers()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...40 {
                    let transaction = try payment(long, UInt64(number))
                    group.addTask {
                        let chain = Blockchain(rules: .easy)
                        let answer = await scene.tell(1, has: chain, transactions: [transaction])
                        answers.kept.withLock { $0.append(answer?.kept ?? -1) }
                    }
                }
                // Those above the limit of waiters are answered at once.
                try await eventually { answers.kept.withLock { $0.count } >= 8 }
                #expect(answers.kept.withLock { $0 }.allSatisfy { $0 == 0 })
                store.letAllThrough()
                try await group.waitForAll()
            }
            #expect(await held?.kept == 1)
            #expect(answers.kept.withLock { $0.count { $0 == 1 } } >= 7)
            await scene.node.cancelWork()
        }
    }
}

/// What several callers were answered.
private final class Answers: Sendable {
    let kept = Mutex<[Int]>([])
}
