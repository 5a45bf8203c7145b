internal import API
internal import Chain
internal import EventLoop
internal import Records
internal import TestSupport
internal import Testing

@testable import Node
import Wording

/// What takes a node: more than one at a time, a commit that runs meanwhile, and peers.
@Suite("Transactions with an id that come together", .timeLimit(.minutes(5)))
struct IdentifiedArrivalTests {
    @Test func `are kept once, also while they are being kept`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            let held = try await scene.holdOne(9)
            let posts = try [1, 1, 2, 1].map { scene.node.accepting(try .identified($0)) }
            let other = scene.node.accepting(try .identified(2, to: "eve"))
            try await scene.node.untilWaiting(5)
            // One of them is being kept while it comes once more.
            scene.store.hold()
            try await scene.store.letOneThrough()
            try await scene.store.untilHeld()
            let late = try await scene.queued { scene.node.accepting(try .identified(1)) }
            scene.store.letAllThrough()
            for task in posts + [late, held] { #expect(try await task.value.get() == 2) }
            #expect(await other.value.failure == .idTaken)
            #expect(scene.store.commits == [["registered 1"], ["accepted 1"], ["accepted 2", "accepted 4"]])
            try await scene.checkKept()
        }
    }

    @Test func `are accepted by the second when the first can't be kept`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            scene.store.hold()
            let first = scene.node.accepting(try .identified(1))
            try await scene.store.untilHeld()
            let second = try await scene.queued { scene.node.accepting(try .identified(1)) }
            scene.store.refuse(.full)
            try await scene.store.letOneThrough()
            #expect(await first.value.failure == .notKept(.full))
            try await scene.store.untilHeld()
            scene.store.refuse(nil)
            scene.store.letAllThrough()
            #expect(try await second.value.get() == 2)
            #expect(await scene.node.pendingAmounts == [1])
            try await scene.checkKept()
        }
    }

    @Test(arguments: [false, true])
    func `take no room when their batch isn't kept or can't be looked up`(isQuestion: Bool) async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            let broken = StorageError.failed(reason: "broken")
            let held = try await scene.holdOne(77)
            let tasks = try [1, 1, 2].map { scene.node.accepting(try .identified($0)) }
            let other = scene.node.accepting(try .identified(1, amount: 9))
            try await scene.node.untilWaiting(4)
            if isQuestion { scene.store.refuseQuestions(broken) }
            try await scene.store.letOneThrough()
            if !isQuestion { scene.store.refuse(broken) }
            scene.store.letAllThrough()
            _ = try await held.value.get()
            for task in tasks { #expect(await task.value.failure == .notKept(broken)) }
            #expect(await other.value.failure != nil)
            scene.store.refuse(nil)
            scene.store.refuseQuestions(nil)
            #expect(await scene.node.pendingAmounts == [77])
            try await scene.checkKept()
            #expect(try await scene.node.newTransaction(.identified(1)) == 2)
        }
    }

    @Test func `with the block that carries them are told that block, and new ones the next`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            _ = try await scene.node.newTransaction(.identified(1))
            let held = try await scene.holdOne(9)
            let before = try await scene.queued { scene.node.accepting(try .identified(1)) }
            let mined = try await scene.queued { scene.node.mining() }
            let after = scene.node.accepting(try .identified(1))
            let new = try (0..<2).map { _ in scene.node.accepting(try .identified(2)) }
            try await scene.node.untilWaiting(5)
            scene.store.letAllThrough()
            #expect(try await held.value.get() == 2)
            #expect(try await mined.value.get().transactions.compactMap(\.amount) == [1, 9, 1])
            for task in [before, after] { #expect(try await task.value.get() == 2) }
            for task in new { #expect(try await task.value.get() == 3) }
            for _ in 0..<2 { _ = try await scene.node.mine() }
            #expect(try await scene.node.newTransaction(.identified(1)) == 2)
            #expect(try await scene.node.newTransaction(.identified(2)) == 3)
        }
    }

    @Test func `with a chain that brings them are kept once`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            let held = try await scene.holdOne(9)
            var theirs = try Blockchain.mined(length: 2)
            try theirs.mine([.identified(1)])
            try scene.offer(theirs)
            let resolved = try await scene.queued { scene.node.resolving() }
            let posted = try await scene.queued { scene.node.accepting(try .identified(1)) }
            scene.store.letAllThrough()
            _ = await held.value
            #expect(await resolved.value?.wasReplaced == true)
            #expect(try await posted.value.get() == 3)
            #expect(await scene.node.pendingAmounts == [9])
            try await scene.checkKept()
        }
    }

    @Test func `to a full pool are answered if they are known`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            _ = try await scene.node.newTransaction(.identified(1))
            let room = Mempool.maximumBytes - (try Transaction.identified(1).text.bytes.count)
            _ = try await scene.node.newTransaction(.payment(ofBytes: room))
            #expect(await scene.node.accepting(try .payment(2)).value.failure == .noRoom(.one(2)))
            #expect(await scene.node.accepting(try .identified(2)).value.failure == .noRoom(.one(2)))
            #expect(try await scene.node.newTransaction(.identified(1)) == 2)
            #expect(await scene.node.accepting(try .identified(1, to: "eve")).value.failure == .idTaken)
            scene.store.refuseQuestions(.full)
            #expect(await scene.node.accepting(try .identified(1)).value.failure == .notKept(.full))
        }
    }

    @Test func `from a peer count for nothing when they aren't kept`() async throws {
        try await withLoop { loop in
            let store = try StubStore()
            let scene = try GossipScene(on: loop, peers: 0..<2, store: store) { $0.heartbeatSeconds = 1_000_000 }
            let (genesis, all) = (Blockchain(rules: .easy), try (1...5).map { try Transaction.identified($0) })
            for refuse in [store.refuse, store.refuseQuestions] {
                refuse(.full)
                #expect(await scene.tell(0, has: genesis, transactions: all)?.kept == 0)
                refuse(nil)
                #expect(await scene.node.pendingAmounts == [])
            }
            #expect(await scene.tell(0, has: genesis, transactions: all)?.kept == 5)
            #expect(await scene.tell(1, has: genesis, transactions: all.reversed())?.kept == 5)
            #expect(await scene.node.pendingAmounts == [1, 2, 3, 4, 5])
        }
    }

    // MARK: - Peers whose chains carry one twice

    /// Carries its transaction in blocks 3 and 7.
    private func twice(length: Int) throws -> Blockchain {
        var chain = try Blockchain.mined(length: 2, timestamp: 8.5)
        let transaction = try Transaction.identified(1)
        try chain.mine([transaction])
        chain = try chain.extended(to: 6)
        try chain.mine([try .identified(2), transaction])
        return try chain.extended(to: length)
    }

    @Test func `in a chain keep no honest chain out of a round`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            let honest = try Blockchain.mined(length: 5)
            try await scene.node.registerNodes([.peer(1), .peer(2), .peer(3)])
            try scene.offer(twice(length: 9))
            scene.network.set(try .peer(1)) { .success(honest) }
            let other = try twice(length: 8)
            scene.network.set(try .peer(2)) { .success(other) }
            let resolution = try await scene.node.resolved()
            let id = try #require(Transaction.identified(1).id)
            let words = "refused at block 7: its transaction \(id) is in block 3 already"
            #expect(resolution.findings.map(\.verdict.description) == [words, "taken", words, "unreachable"])
            #expect(resolution.wasReplaced)
            #expect(await scene.node.chain == honest)
            #expect(await scene.node.mempool.pending.isEmpty)
            #expect(try await scene.node.ports.store.record(of: id) == nil)
            // It refuses alone as well, and that takes no numbers.
            scene.network.set(try .peer(1)) { .failure(.noAnswer(Statement(.unreachable))) }
            #expect(try await !scene.node.resolved().wasReplaced)
            #expect(await scene.node.mempool.lastNumber == 0)
        }
    }

    @Test func `in a gossiping peer's chain break its word, and an honest one is fetched`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop, peers: 0..<2)
            let (liar, honest) = (try twice(length: 9), try Blockchain.mined(length: 5))
            try scene.gossip(0, with: liar)
            try scene.gossip(1, with: honest)
            scene.network.set(try .peer(0)) { .success(liar) }
            scene.network.set(try .peer(1)) { .success(honest) }
            await scene.start()
            try await eventually { await scene.node.chain == honest }
            try await eventually { ((try? await scene.peer(0)?.fruitlessFetches) ?? 0) >= 2 }
            #expect(try await scene.peer(1)?.fruitlessFetches == 0)
            #expect(await scene.node.chain == honest)
            await scene.node.cancelWork()
        }
    }
}
