internal import API
internal import Chain
internal import EventLoop
internal import HTTP
internal import Records
internal import Synchronization
internal import TestSupport
internal import Testing

@testable import Node

/// A peer that accepts as much of each message as a test says.
private final class Listener: Sendable {
    private let state = Mutex((keeps: Int.max, instance: 0, gate: Gate?.none))
    let number: Int

    init(_ number: Int, in scene: GossipScene) throws {
        self.number = number
        state.withLock { $0.instance = number }
        scene.network.listen(try .peer(number)) { message in
            let (_, _, gate) = self.state.withLock { $0 }
            if !message.transactions.isEmpty { await gate?.pass() }
            let (keeps, instance, _) = self.state.withLock { $0 }
            let status = NodeStatus.of(instance, Blockchain(rules: .easy))
            return .success(GossipAnswer(status: status, kept: min(keeps, message.transactions.count)))
        }
    }

    func keep(atMost count: Int) { state.withLock { $0.keeps = count } }

    func startAgain(as instance: Int) { state.withLock { $0.instance = instance } }

    /// Holds back the next answers.
    func wait(at gate: Gate) { state.withLock { $0.gate = gate } }
}

extension GossipScene {
    /// The amounts in each message that had some.
    fileprivate func amounts(_ number: Int) -> [[Int]] {
        guard let peer = try? PeerAddress.peer(number) else { return [] }
        return network.told(peer).map { $0.transactions.compactMap(\.amount) }.filter { !$0.isEmpty }
    }

    fileprivate func post(_ number: Int) async throws {
        _ = try await node.accepting(.identified(number)).value.get()
    }

    /// Waits until peers have sent their status.
    fileprivate func startAndMeet(_ peers: Range<Int>) async throws -> [Listener] {
        let listeners = try peers.map { try Listener($0, in: self) }
        await start()
        for number in peers { try await eventually { (try? await peer(number)?.status) != nil } }
        return listeners
    }
}

@Suite("Gossip of transactions", .timeLimit(.minutes(5)))
struct TellingTests {
    /// So that a peer is only sent a message when there is something new.
    private static let never = 1_000_000

    @Test func `each is told to each peer once, in order`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop, peers: 0..<3) { $0.heartbeatSeconds = 5 }
            _ = try await scene.startAndMeet(0..<3)
            for number in 1...40 {
                try await scene.post(number)
                if number % 7 == 0 { _ = try await scene.node.newTransaction(.payment(1_000 + number)) }
            }
            for peer in 0..<3 {
                try await eventually { scene.amounts(peer).last?.last == 40 }
            }
            let second = await scene.node.uptimeSeconds
            try await eventually { await scene.node.uptimeSeconds >= second + 20 }
            for peer in 0..<3 { #expect(scene.amounts(peer).flatMap(\.self) == Array(1...40)) }
            await scene.node.cancelWork()
        }
    }

    @Test func `a message is bounded in count and bytes, and one too long for any is left out`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop) { $0.heartbeatSeconds = Self.never }
            let listener = try await scene.startAndMeet(0..<1)[0]
            let gate = Gate()
            listener.wait(at: gate)
            try await scene.post(1)
            try await eventually { scene.amounts(0) == [[1]] }
            let tasks = try (2...1_300).map { scene.node.accepting(try .identified($0)) }
            for task in tasks { _ = try await task.value.get() }
            func post(_ number: Int, ofBytes bytes: Int) async throws {
                let name = String(repeating: "x", count: bytes)
                _ = try await scene.node.newTransaction(.identified(number, to: name))
            }
            for number in 1_301...1_310 { try await post(number, ofBytes: 20_000) }
            try await post(1_311, ofBytes: Relay.maximumTransactionBytes)
            try await post(1_312, ofBytes: Relay.maximumTransactionBytes - 200)
            try await scene.post(1_313)
            try await post(1_314, ofBytes: Relay.maximumTransactionBytes)
            gate.open()
            try await eventually { scene.amounts(0).last?.last == 1_313 }
            await drain(loop)
            let messages = try scene.network.told(.peer(0)).map(\.transactions)
            let told = messages.flatMap(\.self).compactMap(\.amount)
            #expect(told == Array(1...1_310) + [1_312, 1_313])
            for message in messages {
                #expect(message.count <= GossipMessage.maximumTransactions)
                #expect(message.reduce(0) { $0 + $1.text.bytes.count } <= GossipMessage.maximumBytes)
            }
            // That takes no more messages.
            #expect(messages.count <= 14)
            #expect(await scene.node.mempool.pending.count == 1_314)
            await scene.node.cancelWork()
        }
    }

    @Test func `a peer that keeps some of them is told the others at the next heartbeat`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop) { $0.heartbeatSeconds = 20 }
            let listener = try await scene.startAndMeet(0..<1)[0]
            let gate = Gate()
            listener.wait(at: gate)
            try await scene.post(1)
            try await eventually { scene.amounts(0) == [[1]] }
            for number in 2...4 { try await scene.post(number) }
            listener.keep(atMost: 1)
            let first = await scene.node.uptimeSeconds
            gate.open()
            try await eventually { scene.amounts(0).flatMap(\.self).count == 7 }
            // Each of them is a heartbeat later than the previous one.
            #expect(scene.amounts(0) == [[1], [2, 3, 4], [3, 4], [4]])
            #expect(await scene.node.uptimeSeconds >= first + 40)
            await scene.node.cancelWork()
        }
    }

    @Test func `what was posted first is told though others were kept before it`() async throws {
        try await withLoop { loop in
            let store = try StubStore()
            let scene = try GossipScene(on: loop, peers: 0..<2, store: store) { $0.heartbeatSeconds = Self.never }
            _ = try await scene.startAndMeet(0..<2)
            let gate = Gate()
            store.askAt(gate)
            // A message is being looked up; its transactions get their numbers after the posted one.
            let brought = [try Transaction.identified(10)]
            async let answer = scene.tell(0, has: Blockchain(rules: .easy), transactions: brought)
            try await eventually { await scene.node.isCommitting }
            let posted = scene.node.accepting(try .identified(5))
            try await scene.node.untilWaiting(1)
            store.hold()
            gate.open()
            try await store.letOneThrough()
            #expect(await answer?.kept == 1)
            try await eventually { scene.amounts(1) == [[10]] }
            store.letAllThrough()
            _ = try await posted.value.get()
            #expect(await scene.node.pendingAmounts == [5, 10])
            for peer in 0..<2 {
                try await eventually { scene.amounts(peer).flatMap(\.self).contains(5) }
            }
        }
    }

    @Test func `what falls out of the chain is told again, also while a message is under way`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop, peers: 0..<2) { $0.heartbeatSeconds = Self.never }
            let listeners = try await scene.startAndMeet(0..<2)
            for number in 1...2 { try await scene.post(number) }
            for peer in 0..<2 { try await eventually { scene.amounts(peer).flatMap(\.self) == [1, 2] } }
            _ = try await scene.node.mine()
            let gate = Gate()
            listeners[0].wait(at: gate)
            try await scene.post(3)
            for peer in 0..<2 { try await eventually { scene.amounts(peer).last == [3] } }
            let longer = try Blockchain.mined(length: 3)
            scene.network.set(try .peer(0)) { .success(Blockchain(rules: .easy)) }
            scene.network.set(try .peer(1)) { .success(longer) }
            _ = try await scene.node.resolved()
            #expect(await scene.node.chain == longer)
            #expect(await scene.node.pendingAmounts == [1, 2, 3])
            gate.open()
            for peer in 0..<2 { try await eventually { scene.amounts(peer).last == [1, 2, 3] } }
        }
    }

    @Test func `a peer that starts anew with every answer is told everything once a heartbeat`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop, clock: StubClock(waits: 60)) { $0.heartbeatSeconds = 20 }
            _ = try await scene.startAndMeet(0..<1)
            let lives = Mutex(100)
            scene.network.listen(try .peer(0)) { message in
                let life = lives.withLock { lives in
                    lives += 1
                    return lives
                }
                let status = NodeStatus.of(life, Blockchain(rules: .easy))
                return .success(GossipAnswer(status: status, kept: message.transactions.count))
            }
            try await scene.post(1)
            // On a busy machine the clock may stand before the first message is sent.
            try await eventually { await scene.node.uptimeSeconds == 60 && !scene.amounts(0).isEmpty }
            await drain(loop)
            #expect(scene.amounts(0).count <= 4)
            await scene.node.cancelWork()
        }
    }

    @Test func `a peer that started anew is told everything that is pending`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop) { $0.heartbeatSeconds = 5 }
            let listener = try await scene.startAndMeet(0..<1)[0]
            for number in 1...2 { try await scene.post(number) }
            try await eventually { scene.amounts(0).flatMap(\.self) == [1, 2] }
            listener.startAgain(as: 99)
            try await scene.post(3)
            try await eventually { scene.amounts(0).last == [1, 2, 3] }
            await scene.node.cancelWork()
        }
    }

    @Test func `what a peer has brought is told to the others, and to it only with what came between`() async throws {
        try await withLoop { loop in
            let store = try StubStore()
            let scene = try GossipScene(on: loop, peers: 0..<2, store: store) { $0.heartbeatSeconds = Self.never }
            _ = try await scene.startAndMeet(0..<2)
            let genesis = Blockchain(rules: .easy)
            let both = try (1...2).map { try Transaction.identified($0) }
            #expect(await scene.tell(0, has: genesis, transactions: both)?.kept == 2)
            try await eventually { scene.amounts(1).flatMap(\.self) == [1, 2] }
            #expect(await scene.tell(0, has: genesis, transactions: [try .identified(3)])?.kept == 1)
            try await eventually { scene.amounts(1).flatMap(\.self) == [1, 2, 3] }
            await drain(loop)
            #expect(scene.amounts(0) == [])
            // The posted one is announced to it, but what it sent before isn't.
            try await scene.post(4)
            for peer in 0..<2 { try await eventually { scene.amounts(peer).last == [4] } }
            // One is posted, but not committed yet, when the peer sends another.
            store.hold()
            let posted = scene.node.accepting(try .identified(5))
            try await store.untilHeld()
            let brought = [try Transaction.identified(6)]
            async let answer = scene.tell(0, has: genesis, transactions: brought)
            try await scene.node.untilWaiting(1)
            store.letAllThrough()
            _ = try await posted.value.get()
            #expect(await answer?.kept == 1)
            for peer in 0..<2 {
                try await eventually { scene.amounts(peer).flatMap(\.self).contains(5) }
                try await eventually { peer == 0 || scene.amounts(peer).flatMap(\.self).contains(6) }
            }
            #expect(scene.amounts(1).flatMap(\.self) == [1, 2, 3, 4, 5, 6])
        }
    }

    @Test func `what a stranger brings in a peer's name is told to that peer too`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop) { $0.heartbeatSeconds = Self.never }
            _ = try await scene.startAndMeet(0..<1)
            let genesis = Blockchain(rules: .easy)
            let answer = await scene.tell(0, has: genesis, transactions: [try .identified(1)], from: "10.9.9.9")
            #expect(answer?.kept == 1)
            try await eventually { scene.amounts(0) == [[1]] }
            // From where the peer answers it needs nothing back.
            #expect(await scene.tell(0, has: genesis, transactions: [try .identified(2)])?.kept == 1)
            await drain(loop)
            #expect(scene.amounts(0) == [[1]])
            // What a proxy there passes on may be anybody's.
            let passedOn = await scene.tell(0, has: genesis, transactions: [try .identified(3)], isPassedOn: true)
            #expect(passedOn?.kept == 1)
            try await eventually { scene.amounts(0).flatMap(\.self).contains(3) }
        }
    }

    @Test func `one without an id is told to nobody`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop, clock: StubClock(waits: 60)) { $0.heartbeatSeconds = 3 }
            _ = try await scene.startAndMeet(0..<1)
            for amount in 1...5 { _ = try await scene.node.newTransaction(.payment(amount)) }
            try await eventually { await scene.node.uptimeSeconds == 60 }
            await drain(loop)
            #expect(scene.amounts(0) == [])
            // And it causes no more messages than there are heartbeats.
            #expect(try scene.network.told(.peer(0)).count <= 21)
            await scene.node.cancelWork()
        }
    }
}
