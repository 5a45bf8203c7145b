internal import Chain
internal import Records
internal import TestSupport
internal import Testing

@testable import Node

/// What the state makes of transactions with an `id`: no loop, no disk. Each step of a scene looks whether what is kept
/// is what is so, and whether room is taken for what is pending and nothing else.
@Suite("Transactions with an id")
struct IdentifiedTests {
    @Test func `posted again, pending, in the chain or after a restart, are answered like the first time`() async throws
    {
        var scene = try StateScene()
        for _ in 0..<3 { #expect(try await scene.post(.identified(1)) == 2) }
        #expect(try await scene.post(.identified(2)) == 2)
        for _ in 0..<2 { try await scene.forge() }
        for _ in 0..<2 {
            #expect(try await scene.post(.identified(1)) == 2)
            #expect(try await scene.post(.identified(3)) == 4)
            scene = try StateScene(scene.store)
        }
        #expect(scene.pendingAmounts == [3])
        #expect(try await scene.forge().transactions.compactMap(\.amount) == [3, 1])
        #expect(try await scene.post(.identified(3)) == 4)
    }

    @Test func `are refused when another has their id, pending, in the chain or fallen out of it`() async throws {
        var scene = try StateScene()
        let other = try Transaction.identified(1, to: "eve")
        try await scene.post(.identified(1))
        #expect(try await scene.refusal(of: other)?.isTaken == true)
        try await scene.forge()
        #expect(try await scene.refusal(of: other)?.isTaken == true)
        #expect(scene.pendingAmounts == [])
        try await scene.adopt(.mined(length: 5))
        #expect(try await scene.refusal(of: other)?.isTaken == true)
        #expect(scene.pendingAmounts == [1])
        #expect(scene.store.commits == [["accepted 1"], ["forged 2 carrying [1]"], ["replaced by 5"]])
    }

    @Test func `that cannot be looked up are refused, unless their id was made just now`() async throws {
        var scene = try StateScene()
        let fault = StorageError.failed(reason: "no questions")
        scene.store.refuseQuestions(fault)
        await #expect(throws: fault) { try await scene.post(.identified(1)) }
        #expect(try await scene.post(.identified(2), hasNewID: true) == 2)
        #expect(try await scene.post(.payment(3)) == 2)
        scene.store.refuseQuestions(nil)
        #expect(try await scene.post(.identified(1)) == 2)
        #expect(scene.pendingAmounts == [2, 3, 1])
    }

    // MARK: - What other nodes tell

    @Test func `of one message are kept in one commit, and two texts of one id are two`() async throws {
        var scene = try StateScene()
        try await scene.post(.identified(1))
        let eves = try Transaction.identified(1, to: "eve")
        let message = try [.identified(2), .identified(1), .identified(2), eves, .identified(3)]
        #expect(try await scene.hear(message) == AcceptGossip.Outcome(kept: 5, new: 3))
        #expect(try await scene.hear(message.reversed()) == AcceptGossip.Outcome(kept: 5, new: 0))
        #expect(scene.store.commits == [["accepted 1"], ["accepted 2", "accepted 3", "accepted 4"]])
        #expect(try scene.pending == [.identified(1), .identified(2), eves, .identified(3)])
        // Its own id is no reason against it.
        #expect(try await scene.post(eves) == 2)
    }

    @Test func `of a message count for nothing and take no room when they aren't kept`() async throws {
        var scene = try StateScene()
        let all = try (1...5).map { try Transaction.identified($0) }
        for refuse in [scene.store.refuse, scene.store.refuseQuestions] {
            refuse(.full)
            await #expect(throws: StorageError.full) { try await scene.hear(all) }
            refuse(nil)
            #expect(scene.pending.isEmpty)
        }
        #expect(try await scene.hear(all) == AcceptGossip.Outcome(kept: 5, new: 5))
        // What is known needs no disk, what is new does.
        scene.store.refuse(.full)
        #expect(try await scene.hear(all.reversed()) == AcceptGossip.Outcome(kept: 5, new: 0))
        await #expect(throws: StorageError.full) { try await scene.hear([.identified(6)]) }
        #expect(scene.pending == all)
    }

    @Test func `of a message are kept from the first on, as far as there is room`() async throws {
        // Each transaction has a separator.
        var scene = try StateScene(blockBytes: Mempool.maximumBytes + ChainLimits.emptyBlockBytes + 10)
        let all = try (1...6).map { try Transaction.identified($0) }
        let size = all[0].text.bytes.count
        #expect(try await scene.hear([all[0], all[5]]).kept == 2)
        // Room for two more, and a bit.
        let filler = try Transaction.identified(9, ofBytes: Mempool.maximumBytes - 4 * size - 1)
        #expect(try await scene.hear([filler]).kept == 1)
        // One that is known, two that fit, one that doesn't; and what comes behind it doesn't count.
        #expect(try await scene.hear(all) == AcceptGossip.Outcome(kept: 3, new: 2))
        #expect(try await scene.hear([all[2], all[3], all[0]]).kept == 1)
        #expect(scene.pending == [all[0], all[5], filler, all[1], all[2]])
        // Clients have room of their own.
        #expect(try await scene.post(.identified(7)) == 2)
        // The block has room for what others brought and no more, so with the client's one of theirs is left.
        try await scene.forge()
        // When there is room again, the others.
        #expect(try await scene.hear(Array(all[3...])) == AcceptGossip.Outcome(kept: 3, new: 2))
        #expect(scene.pendingAmounts == [3, 4, 5])
    }

    // MARK: - Chains of others

    @Test func `are settled by a chain that carries them, and pending when it falls, whoever forged it`() async throws {
        var scene = try StateScene()
        let all = try (1...5).map { try Transaction.identified($0) }
        for transaction in all[..<3] { try await scene.post(transaction) }
        try await scene.post(.payment(9))
        var theirs = Blockchain(rules: .easy)
        try theirs.mine([all[4], all[1], .reward(to: "somebody")])
        try theirs.mine([.payment(9), all[0]])
        try await scene.adopt(theirs)
        // A payment without an id may be another one just like it.
        #expect(scene.pendingAmounts == [3, 9])
        #expect(try await scene.store.record(of: #require(all[4].id))?.height == 2)
        #expect(try await scene.post(all[4]) == 2)
        #expect(try await scene.post(all[0]) == 3)
        // It forges the rest itself.
        #expect(try await scene.forge().transactions.compactMap(\.amount) == [3, 9, 1])
        let ours = scene.state.chain

        scene = try StateScene(scene.store)
        let empty = try Blockchain.mined(length: 6)
        try await scene.adopt(empty)
        #expect(scene.pendingAmounts.sorted() == [1, 2, 3, 5, 9])
        #expect(try await scene.post(all[4]) == 7)
        // The chain that fell comes back, and settles all again.
        scene = try StateScene(scene.store)
        try await scene.adopt(ours.extended(to: 7))
        #expect(scene.pendingAmounts == [])
        // Another's block carries two of them, on top of a chain that makes all fall.
        var third = empty.prefix(2)
        try third.mine([all[2], all[4]], timestamp: 3.5)
        try await scene.adopt(third.extended(to: 8))
        #expect(scene.pendingAmounts.sorted() == [1, 2, 9])
    }

    @Test func `keep a chain out that carries one of them twice, by name, and nothing changes`() async throws {
        var scene = try StateScene()
        try await scene.post(.identified(1))
        let id = try #require(Transaction.identified(1).id)
        var inOne = try Blockchain.mined(length: 2)
        try inOne.mine([.identified(1), .identified(2), .identified(1)])
        var inTwo = Blockchain(rules: .easy)
        try inTwo.mine([.identified(1)])
        try inTwo.mine()
        try inTwo.mine([.identified(2), .identified(1)])
        for (chain, duplicate) in [
            (inOne, "block 3: it carries transaction \(id) twice"),
            (inTwo, "block 4: its transaction \(id) is in block 2 already"),
        ] {
            #expect(try await scene.refusal(of: chain)?.duplicate == duplicate)
            #expect(scene.state.chain.length == 1 && scene.pendingAmounts == [1])
        }
        #expect(try await scene.store.record(of: #require(Transaction.identified(2).id)) == nil)
        // Two texts under one id are two transactions, and without an id there may be two just like each other.
        var fine = try Blockchain.mined(length: 2)
        try fine.mine([.identified(1), .identified(1, to: "eve"), .payment(5), .payment(5)])
        try await scene.adopt(fine)
        // What is in the chain that both have counts as well.
        var onTop = try fine.extended(to: 4)
        try onTop.mine([.identified(1, to: "eve")])
        #expect(
            try await scene.refusal(of: onTop)?.duplicate == "block 5: its transaction \(id) is in block 3 already")
    }
}
