internal import API
internal import Chain
internal import EventLoop
internal import Storage
internal import Testing

@testable import Node

@Suite("Writes of what has an id", .timeLimit(.minutes(5)))
struct IdentifiedWritesTests {
    /// A scene whose node accepts peers' messages.
    private func gossiping(on loop: EventLoop, _ store: StubStore) throws -> GossipScene {
        try GossipScene(on: loop, peers: 0..<2, store: store) { $0.heartbeatSeconds = 1_000_000 }
    }

    /// Room is taken for pending transactions and nothing else.
    private func checkRoom(_ node: Node) async throws {
        try await node.mempool.checkRoom(admitted: node.mempool.pending)
    }

    // MARK: - Posted again

    @Test func `posted twice it is accepted once, in one batch`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            let held = try await scene.holdOne(77)
            let tasks = try (0..<3).map { _ in scene.node.accepting(try .identified(1)) }
            try await scene.node.untilWaiting(3)
            scene.store.letAllThrough()
            _ = try await held.value.get()
            for task in tasks { #expect(try await task.value.get() == 2) }
            #expect(await scene.node.pendingAmounts == [77, 1])
            #expect(try await scene.node.served == Served(scene.store))
            try await checkRoom(scene.node)
        }
    }

    @Test func `posted again while it is being kept, it is accepted once`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            scene.store.hold()
            let first = scene.node.accepting(try .identified(1))
            try await scene.store.untilHeld()
            let second = scene.node.accepting(try .identified(1))
            try await scene.node.untilWaiting(1)
            scene.store.letAllThrough()
            #expect(try await first.value.get() == 2)
            #expect(try await second.value.get() == 2)
            #expect(scene.store.commits == [["registered 1"], ["accepted 1"]])
            #expect(await scene.node.pendingAmounts == [1])
            try await checkRoom(scene.node)
        }
    }

    @Test func `posted again while it can't be kept, it is accepted by the second`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            scene.store.hold()
            let first = scene.node.accepting(try .identified(1))
            try await scene.store.untilHeld()
            let second = scene.node.accepting(try .identified(1))
            try await scene.node.untilWaiting(1)
            scene.store.refuse(.full)
            try await scene.store.letOneThrough()
            #expect(await first.value.failure == .notKept(.full))
            try await scene.store.untilHeld()
            scene.store.refuse(nil)
            scene.store.letAllThrough()
            #expect(try await second.value.get() == 2)
            #expect(await scene.node.pendingAmounts == [1])
            try await checkRoom(scene.node)
        }
    }

    @Test func `nothing of a batch that isn't kept takes room, nor of one that can't be looked up`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            for isQuestion in [false, true] {
                let held = try await scene.holdOne(77)
                let tasks = try [1, 1, 2].map { scene.node.accepting(try .identified($0)) }
                let other = scene.node.accepting(try .identified(1, amount: 9))
                try await scene.node.untilWaiting(4)
                if isQuestion { scene.store.refuseQuestions(.failed(reason: "broken")) }
                try await scene.store.letOneThrough()
                if !isQuestion { scene.store.refuse(.failed(reason: "broken")) }
                scene.store.letAllThrough()
                _ = try await held.value.get()
                for task in tasks { #expect(await task.value.failure == .notKept(.failed(reason: "broken"))) }
                #expect(await other.value.failure != nil)
                scene.store.refuse(nil)
                scene.store.refuseQuestions(nil)
                try await checkRoom(scene.node)
            }
            #expect(await scene.node.pendingAmounts == [77, 77])
            #expect(try await scene.node.newTransaction(.identified(1)) == 2)
        }
    }

    @Test func `an id of another transaction is refused, wherever that is`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            // Being committed, pending, in the chain, orphaned.
            let held = try await scene.holdOne(77)
            let first = scene.node.accepting(try .identified(1))
            let second = scene.node.accepting(try .identified(1, amount: 9))
            try await scene.node.untilWaiting(2)
            scene.store.letAllThrough()
            _ = try await held.value.get()
            #expect(try await first.value.get() == 2)
            #expect(await second.value.failure == .idTaken)
            func conflict() async throws -> AcceptanceError? {
                await scene.node.accepting(try .identified(1, amount: 9)).value.failure
            }
            #expect(try await conflict() == .idTaken)
            _ = try await scene.node.mine()
            #expect(try await conflict() == .idTaken)
            try scene.offer(.mined(length: 5))
            #expect(try await scene.node.resolved().wasReplaced)
            #expect(try await conflict() == .idTaken)
            #expect(await scene.node.pendingAmounts == [77, 1])
            try await checkRoom(scene.node)
        }
    }

    @Test func `posted again, it is answered with the block that it is in or will be in`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            #expect(try await scene.node.newTransaction(.identified(1)) == 2)
            // In one batch with the block that includes it.
            let held = try await scene.holdOne(77)
            let mined = scene.node.mining()
            try await scene.node.untilWaiting(1)
            let again = scene.node.accepting(try .identified(1))
            let late = scene.node.accepting(try .identified(2))
            let lateAgain = scene.node.accepting(try .identified(2))
            try await scene.node.untilWaiting(4)
            scene.store.letAllThrough()
            #expect(try await held.value.get() == 2)
            #expect(try await mined.value.get().transactions.compactMap(\.amount) == [1, 77, 1])
            #expect(try await again.value.get() == 2)
            #expect(try await late.value.get() == 3)
            #expect(try await lateAgain.value.get() == 3)
            _ = try await scene.node.mine()
            _ = try await scene.node.mine()
            #expect(try await scene.node.newTransaction(.identified(1)) == 2)
            #expect(try await scene.node.newTransaction(.identified(2)) == 3)
        }
    }

    // MARK: - From peers

    @Test func `a message that isn't kept counts for nothing, and takes no room`() async throws {
        try await withLoop { loop in
            let store = try StubStore()
            let scene = try gossiping(on: loop, store)
            let all = try (1...5).map { try Transaction.identified($0) }
            let genesis = Blockchain(rules: .easy)
            for refuse in [store.refuse, store.refuseQuestions] {
                refuse(.full)
                #expect(await scene.tell(0, has: genesis, transactions: all)?.kept == 0)
                refuse(nil)
                #expect(await scene.node.mempool.pending.isEmpty)
                try await checkRoom(scene.node)
            }
            #expect(await scene.tell(0, has: genesis, transactions: all)?.kept == 5)
            #expect(await scene.tell(1, has: genesis, transactions: all.reversed())?.kept == 5)
            #expect(await scene.node.pendingAmounts == [1, 2, 3, 4, 5])
            try await checkRoom(scene.node)
        }
    }

    @Test func `two texts of one id are two transactions, each once`() async throws {
        try await withLoop { loop in
            let store = try StubStore()
            let scene = try gossiping(on: loop, store)
            let (one, other) = (try Transaction.identified(1), try Transaction.identified(1, amount: 9))
            let genesis = Blockchain(rules: .easy)
            #expect(await scene.tell(0, has: genesis, transactions: [one, other, one, other])?.kept == 4)
            #expect(await scene.tell(0, has: genesis, transactions: [other, one])?.kept == 2)
            #expect(await scene.node.pendingAmounts == [1, 9])
            #expect(try await scene.node.newTransaction(other) == 2)
        }
    }

    @Test func `a pool that fills up keeps the first of a message`() async throws {
        try await withLoop { loop in
            let store = try StubStore()
            let scene = try gossiping(on: loop, store)
            let genesis = Blockchain(rules: .easy)
            let all = try (1...6).map { try Transaction.identified($0) }
            let size = all[0].text.bytes.count
            #expect(await scene.tell(0, has: genesis, transactions: [all[0], all[5]])?.kept == 2)
            // Room for two more, and a bit.
            let room = Mempool.maximumBytes - 4 * size - 1
            let filler = try Transaction.identified(9, ofBytes: room)
            #expect(await scene.node.newTransactions([filler]).kept == 1)
            // A known one, two that fit, and one that doesn't; whatever comes after that doesn't count.
            #expect(await scene.tell(0, has: genesis, transactions: all)?.kept == 3)
            #expect(
                await scene.node.mempool.pending.compactMap(\.transaction.id)
                    == [all[0], all[5], filler, all[1], all[2]].map(\.id))
            // The others, once there is room again.
            _ = try await scene.node.mine()
            #expect(await scene.tell(0, has: genesis, transactions: Array(all[3...]))?.kept == 3)
            #expect(await scene.node.pendingAmounts == [4, 5])
            try await checkRoom(scene.node)
        }
    }

    // MARK: - From chains

    @Test func `a chain settles what it carries, and when it falls all is pending, whoever forged it`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            let all = try (1...5).map { try Transaction.identified($0) }
            for transaction in all[..<3] { _ = try await scene.node.newTransaction(transaction) }
            var theirs = Blockchain(rules: .easy)
            try theirs.mine([all[4], all[1], .reward(to: "somebody")])
            try theirs.mine([try .payment(50), all[0]])
            try scene.offer(theirs)
            #expect(try await scene.node.resolved().wasReplaced)
            #expect(await scene.node.pendingAmounts == [3])
            #expect(try await scene.node.ports.store.record(of: #require(all[4].id))?.height == 2)
            // It forges the rest itself.
            _ = try await scene.node.mine()
            let ours = await scene.node.chain
            #expect(await scene.node.pendingAmounts == [])
            try await checkRoom(scene.node)

            let empty = try Blockchain.mined(length: 6)
            try scene.offer(empty)
            #expect(try await scene.node.resolved().wasReplaced)
            #expect(await scene.node.pendingAmounts == [1, 2, 3, 5])
            try await checkRoom(scene.node)
            // Another node's block includes two of them, on top of the chain that orphaned them.
            try scene.offer(ours.extended(to: 7))
            #expect(try await scene.node.resolved().wasReplaced)
            #expect(await scene.node.pendingAmounts == [])
            var third = empty.prefix(2)
            try third.mine([all[2], all[4]], timestamp: 3.5)
            try scene.offer(third.extended(to: 8))
            #expect(try await scene.node.resolved().wasReplaced)
            #expect(await scene.node.pendingAmounts == [1, 2])
            #expect(try await scene.node.served == Served(scene.store))
            try await checkRoom(scene.node)
        }
    }

    // MARK: - Duplicates

    /// Includes its transaction in blocks 3 and 7.
    private func twice(length: Int) throws -> Blockchain {
        var chain = try Blockchain.mined(length: 2, timestamp: 8.5)
        let transaction = try Transaction.identified(1)
        try chain.mine([transaction])
        chain = try chain.extended(to: 6)
        try chain.mine([try .identified(2), transaction])
        return try chain.extended(to: length)
    }

    @Test func `a chain that carries one twice keeps no honest one out of a round`() async throws {
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
            #expect(resolution.findings.map(\.verdict) == [words, "taken", words, "unreachable"])
            #expect(resolution.wasReplaced)
            #expect(await scene.node.chain == honest)
            #expect(await scene.node.mempool.pending.isEmpty)
            #expect(try await scene.node.ports.store.record(of: id) == nil)
            // It is refused alone as well, and no numbers are used up.
            scene.network.set(try .peer(1)) { .failure(.noAnswer("gone")) }
            #expect(try await !scene.node.resolved().wasReplaced)
            #expect(await scene.node.mempool.lastNumber == 0)
        }
    }

    @Test func `a peer whose chain carries one twice has broken its word, and an honest one is fetched`() async throws {
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

    @Test func `a block that carries one twice in itself is refused in other words`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            var chain = try Blockchain.mined(length: 2)
            try chain.mine([try .identified(1), try .identified(2), try .identified(1)])
            try scene.offer(chain)
            let id = try #require(Transaction.identified(1).id)
            let verdicts = try await scene.node.resolved().findings.map(\.verdict)
            #expect(verdicts == ["refused at block 3: it carries transaction \(id) twice"])
            // Without an id they are two payments that look the same.
            var plain = try Blockchain.mined(length: 2)
            try plain.mine([try .payment(1), try .payment(1)])
            try scene.offer(plain)
            #expect(try await scene.node.resolved().wasReplaced)
        }
    }
}
