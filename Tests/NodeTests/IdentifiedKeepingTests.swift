internal import Chain
internal import EventLoop
internal import Storage
internal import Testing

@testable import Node

@Suite("Keeping transactions with an id", .timeLimit(.minutes(5)))
struct IdentifiedKeepingTests {
    @Test func `one that is posted again is answered like the first time, pending or in the chain`() async throws {
        try await withLoop { loop in
            let store = try ChainStore(inMemoryBy: .easy)
            var scene = try await KeepingScene(on: loop, store: StubStore(store))
            for _ in 0..<3 { #expect(try await scene.node.newTransaction(.identified(1)) == 2) }
            #expect(try await scene.node.newTransaction(.identified(2)) == 2)
            _ = try await scene.node.mine()
            _ = try await scene.node.mine()
            for _ in 0..<2 {
                #expect(try await scene.node.newTransaction(.identified(1)) == 2)
                #expect(try await scene.node.newTransaction(.identified(3)) == 4)
                scene = try await KeepingScene(on: loop, store: StubStore(store))
            }
            #expect(await scene.node.served.amounts == [[], [1, 2], []])
            #expect(await scene.node.pendingAmounts == [3])
            try await scene.node.mempool.checkRoom(admitted: scene.node.mempool.pending)
        }
    }

    @Test func `another one of the same id is refused, and takes no room`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            _ = try await scene.node.newTransaction(.identified(1))
            #expect(await scene.node.accepting(try .identified(1, to: "eve")).value.failure == .idTaken)
            _ = try await scene.node.mine()
            #expect(await scene.node.accepting(try .identified(1, to: "eve")).value.failure == .idTaken)
            #expect(await scene.node.pendingAmounts == [])
            try await scene.node.mempool.checkRoom(admitted: [])
            #expect(scene.store.commits == [["registered 1"], ["accepted 1"], ["forged 2 carrying [1]"]])
        }
    }

    @Test func `those that come together are kept once`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            let held = try await scene.holdOne(9)
            let posts = try [1, 1, 2, 1].map { scene.node.accepting(try .identified($0)) }
            let other = scene.node.accepting(try .identified(2, to: "eve"))
            try await scene.node.untilWaiting(5)
            // It arrives again while its commit is in progress.
            scene.store.hold()
            try await scene.store.letOneThrough()
            try await scene.store.untilHeld()
            let late = scene.node.accepting(try .identified(1))
            try await scene.node.untilWaiting(1)
            scene.store.letAllThrough()
            for task in posts + [late, held] { #expect(try await task.value.get() == 2) }
            #expect(await other.value.failure == .idTaken)
            #expect(scene.store.commits == [["registered 1"], ["accepted 1"], ["accepted 2", "accepted 4"]])
            try await scene.node.mempool.checkRoom(admitted: scene.node.mempool.pending)
        }
    }

    @Test func `one that is posted again beside the block that carries it is told that block`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            _ = try await scene.node.newTransaction(.identified(1))
            let held = try await scene.holdOne(9)
            let before = scene.node.accepting(try .identified(1))
            try await scene.node.untilWaiting(1)
            let mined = scene.node.mining()
            try await scene.node.untilWaiting(2)
            let after = scene.node.accepting(try .identified(1))
            let new = scene.node.accepting(try .identified(2))
            try await scene.node.untilWaiting(4)
            scene.store.letAllThrough()
            _ = await held.value
            #expect(try await mined.value.get().block.index == 2)
            #expect(try await before.value.get() == 2)
            #expect(try await after.value.get() == 2)
            #expect(try await new.value.get() == 3)
        }
    }

    @Test func `one that is known is answered though there is no room`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            _ = try await scene.node.newTransaction(.identified(1))
            let room = Mempool.maximumBytes - (try Transaction.identified(1).text.bytes.count)
            _ = try await scene.node.newTransaction(.payment(ofBytes: room))
            #expect(await scene.node.accepting(try .payment(2)).value.failure == .noRoom(.full(count: 2)))
            #expect(await scene.node.accepting(try .identified(2)).value.failure == .noRoom(.full(count: 2)))
            #expect(try await scene.node.newTransaction(.identified(1)) == 2)
            #expect(await scene.node.accepting(try .identified(1, to: "eve")).value.failure == .idTaken)
            scene.store.refuseQuestions(.full)
            #expect(await scene.node.accepting(try .identified(1)).value.failure == .notKept(.full))
        }
    }

    @Test func `what cannot be looked up is refused, and takes no room`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            scene.store.refuseQuestions(.full)
            #expect(await scene.node.accepting(try .identified(1)).value.failure == .notKept(.full))
            #expect(try await scene.node.newTransaction(.payment(1)) == 2)
            try await scene.node.mempool.checkRoom(admitted: scene.node.mempool.pending)
            scene.store.refuseQuestions(nil)
            #expect(try await scene.node.newTransaction(.identified(1)) == 2)
        }
    }

    // MARK: - Messages from peers

    @Test func `nobody is asked whether an id is known that was made just now`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            scene.store.refuseQuestions(.failed(reason: "no questions"))
            #expect(try await scene.node.newTransaction(.identified(1), hasNewID: true) == 2)
            await #expect(throws: AcceptanceError.notKept(.failed(reason: "no questions"))) {
                try await scene.node.newTransaction(.identified(2))
            }
            #expect(try await scene.node.mempool.pending.map(\.transaction) == [.identified(1)])
        }
    }

    @Test func `what a peer tells is kept in one commit, as far as there is room`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            _ = try await scene.node.newTransaction(.identified(1))
            let message: [Transaction] = try [
                .identified(2), .identified(1), .identified(2), .identified(1, to: "eve"), .identified(3),
            ]
            #expect(await scene.node.newTransactions(message) == AcceptGossip.Outcome(kept: 5, new: 3))
            #expect(scene.store.commits.last == ["accepted 2", "accepted 3", "accepted 4"])
            let pending = try [1, 2, 1, 3].enumerated().map { position, amount in
                try Transaction.identified(amount, to: position == 2 ? "eve" : "bob")
            }
            #expect(await scene.node.mempool.pending.map(\.transaction) == pending)
            try await scene.node.mempool.checkRoom(admitted: scene.node.mempool.pending)
            // As many as there is room for from other nodes.
            let bytes = await scene.node.mempool.pending.filter { !$0.isPosted }
                .reduce(0) { $0 + $1.transaction.text.bytes.count }
            let filler = try Transaction.identified(9, ofBytes: Mempool.maximumBytes - bytes - 20)
            #expect(await scene.node.newTransactions([filler]).kept == 1)
            #expect(try await scene.node.newTransactions([.identified(3), .identified(4), .identified(1)]).kept == 1)
            scene.store.refuse(.full)
            #expect(try await scene.node.newTransactions([.identified(3)]).kept == 1)
            #expect(try await scene.node.newTransactions([.identified(5)]).kept == 0)
        }
    }

    // MARK: - Other nodes' chains

    @Test func `a chain settles what it carries, brings what it has, and gives back what falls`() async throws {
        try await withLoop { loop in
            let store = try ChainStore(inMemoryBy: .easy)
            var scene = try await KeepingScene(on: loop, store: StubStore(store))
            for amount in 1...2 { _ = try await scene.node.newTransaction(.identified(amount)) }
            _ = try await scene.node.newTransaction(.payment(9))
            var theirs = Blockchain(rules: .easy)
            try theirs.mine([.identified(3), .payment(9), .identified(2)])
            try scene.offer(theirs)
            #expect(try await scene.node.resolved().wasReplaced)
            // A payment without an id may be another one that looks the same.
            #expect(await scene.node.pendingAmounts == [1, 9])
            #expect(try await scene.node.newTransaction(.identified(3)) == 2)
            #expect(try await scene.node.newTransaction(.identified(2)) == 2)

            scene = try await KeepingScene(on: loop, store: StubStore(store))
            let other = try Blockchain.mined(length: 3, timestamp: 2.5)
            try scene.offer(other)
            #expect(try await scene.node.resolved().wasReplaced)
            #expect(await scene.node.pendingAmounts.sorted() == [1, 2, 3, 9])
            #expect(try await scene.node.newTransaction(.identified(3)) == 4)

            scene = try await KeepingScene(on: loop, store: StubStore(store))
            #expect(await scene.node.pendingAmounts.sorted() == [1, 2, 3, 9])
            try scene.offer(theirs.extended(to: 4))
            #expect(try await scene.node.resolved().wasReplaced)
            #expect(await scene.node.pendingAmounts == [1, 9])
            #expect(try await scene.node.mine().transactions.compactMap(\.amount) == [1, 9, 1])
            #expect(try await scene.node.served == Served(store))
            try await scene.node.mempool.checkRoom(admitted: [])
        }
    }

    @Test func `a chain that carries one twice is refused by name, and changes nothing`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            _ = try await scene.node.newTransaction(.identified(1))
            let id = try #require(Transaction.identified(1).id)
            var inOne = try Blockchain.mined(length: 2)
            try inOne.mine([.identified(1), .identified(2), .identified(1)])
            var inTwo = Blockchain(rules: .easy)
            try inTwo.mine([.identified(1)])
            try inTwo.mine()
            try inTwo.mine([.identified(2), .identified(1)])
            let before = await scene.node.served
            for (chain, verdict) in [
                (inOne, "refused at block 3: it carries transaction \(id) twice"),
                (inTwo, "refused at block 4: its transaction \(id) is in block 2 already"),
            ] {
                try scene.offer(chain)
                let resolution = try await scene.node.resolved()
                #expect(!resolution.wasReplaced)
                #expect(resolution.findings.map(\.verdict) == [verdict])
                #expect(await scene.node.served == before)
            }
            // Two texts with one id are two transactions.
            var fine = try Blockchain.mined(length: 2)
            try fine.mine([.identified(1), .identified(1, to: "eve")])
            try scene.offer(fine)
            #expect(try await scene.node.resolved().wasReplaced)
            // The part that both chains share counts as well.
            var onTop = try fine.extended(to: 4)
            try onTop.mine([.identified(1, to: "eve")])
            try scene.offer(onTop)
            #expect(
                try await scene.node.resolved().findings.map(\.verdict)
                    == ["refused at block 5: its transaction \(id) is in block 3 already"])
        }
    }

    @Test func `the next longest chain is taken when the longest carries one twice`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            try await scene.node.registerNodes([.peer(1)])
            var twice = try Blockchain.mined(length: 4)
            try twice.mine([.identified(1), .identified(1)])
            try scene.offer(twice)
            let honest = try Blockchain.mined(length: 3, timestamp: 2.5)
            scene.network.set(try .peer(1)) { .success(honest) }
            let resolution = try await scene.node.resolved()
            #expect(resolution.wasReplaced)
            #expect(resolution.findings.last?.verdict == "taken")
            #expect(await scene.node.chain == honest)
        }
    }

    @Test func `one that waits while a chain brings it is kept once`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            let held = try await scene.holdOne(9)
            var theirs = try Blockchain.mined(length: 2)
            try theirs.mine([.identified(1)])
            try scene.offer(theirs)
            let resolved = scene.node.resolving()
            try await scene.node.untilWaiting(1)
            let posted = scene.node.accepting(try .identified(1))
            try await scene.node.untilWaiting(2)
            scene.store.letAllThrough()
            _ = await held.value
            #expect(await resolved.value?.wasReplaced == true)
            #expect(try await posted.value.get() == 3)
            #expect(await scene.node.pendingAmounts == [9])
            #expect(try await scene.node.served == Served(scene.store))
            try await scene.node.mempool.checkRoom(admitted: scene.node.mempool.pending)
        }
    }
}
