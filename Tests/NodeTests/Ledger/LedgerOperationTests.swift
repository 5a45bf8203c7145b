internal import Chain
internal import EventLoop
internal import Records
internal import TestSupport
internal import Testing

@testable import Node

/// A ledger's operations on a state alone: no loop, no disk.
@Suite("An operation on a ledger")
struct LedgerOperationTests {
    @Test func `accepts each payment by itself, and one that is known as the first time`() async throws {
        var scene = try LedgerScene()
        let first = try scene.payment(0, fee: 1)
        let outcome = try await scene.scene.run(
            AcceptPayments([first, try scene.payment(70), try scene.payment(1), first], from: .peer(1)))
        #expect(outcome.map { try? $0.get() } == [2, nil, 2, 2])
        #expect(scene.pending == [first, try scene.payment(1)])
        #expect(try await scene.post(first) == 2)
        try await scene.forge()
        #expect(try await scene.post(first) == 2)
        await #expect(throws: PaymentRefusal.nonceUsed(0, next: 2)) { try await scene.post(scene.payment(0)) }
        #expect(scene.pending.isEmpty)
    }

    @Test func `lets payments replace and evict each other in one commit`() async throws {
        var limits = MempoolLimits()
        limits.count = 3
        var scene = try LedgerScene(mempool: limits)
        let payments = try [
            scene.payment(0, fee: 1), scene.payment(0, fee: 2), scene.payment(0, fee: 3), scene.payment(1, fee: 4),
            scene.payment(0, fee: 9, from: LedgerScene.bob), scene.payment(1, fee: 8, from: LedgerScene.bob),
            scene.payment(2, fee: 1, from: LedgerScene.bob),
        ]
        let outcome = try await scene.scene.run(AcceptPayments(payments))
        // The fourth, worth no more than the third before it, is evicted by the sixth; for the seventh nobody goes.
        #expect(outcome.map { (try? $0.get()) != nil } == [true, true, true, true, true, true, false])
        #expect(scene.pending == [payments[2], payments[4], payments[5]])
        // What has left is not known any more, and may come again.
        await #expect(throws: PaymentRefusal.earlierPaysLittle(1, earlier: 0, count: 3)) {
            try await scene.post(payments[3])
        }
        #expect(try await scene.forge().transactions.count == 4)
    }

    @Test func `leaves nothing behind when its commit fails`() async throws {
        var limits = MempoolLimits()
        limits.count = 2
        var scene = try LedgerScene(mempool: limits)
        for (nonce, fee) in [(0, 1), (1, 2)] { try await scene.post(scene.payment(nonce, fee: fee)) }
        let before = scene.waiting
        scene.scene.store.refuse(.failed(reason: "no disk"))
        let payments = try [scene.payment(0, fee: 5), scene.payment(1, fee: 6), scene.payment(0, fee: 9, from: 1)]
        await #expect(throws: StorageError.self) { try await scene.scene.run(AcceptPayments(payments)) }
        #expect(scene.waiting == before && scene.state.mempool.isSettled)
        let draft = scene.draft()
        await #expect(throws: StorageError.self) { try await scene.forge(draft) }
        #expect(scene.waiting == before && scene.state.mempool.isSettled)
        scene.scene.store.refuse(nil)
        try await scene.scene.run(AcceptPayments(payments))
        #expect(scene.pending == [payments[0], payments[2]])
        // Both of the draft have left meanwhile, and come back for nothing.
        scene.scene.store.refuse(.failed(reason: "no disk"))
        let waiting = scene.waiting
        await #expect(throws: StorageError.self) { try await scene.forge(draft) }
        #expect(scene.waiting == waiting && scene.state.mempool.isSettled)
        scene.scene.store.refuse(nil)
        #expect(try await scene.forge(draft).transactions.count == 3)
    }

    @Test func `forges what was searched for, whatever has left meanwhile`() async throws {
        var scene = try LedgerScene()
        let old = try (0...2).map { try scene.payment($0, fee: 1) }
        for payment in old { try await scene.post(payment) }
        let draft = scene.draft()
        // Two are replaced.
        for nonce in [0, 2] { try await scene.post(scene.payment(nonce, fee: 5)) }
        let forged = try await scene.forge(draft)
        #expect(forged.transactions.dropLast().map { $0.signedPayment?.id } == old.map(\.id))
        #expect(scene.pending.isEmpty)
        #expect(try scene.account(LedgerScene.alice).nonce == 3)
        // Each is in the chain, and known by its id.
        for payment in old { #expect(try await scene.post(payment) == 2) }
        await #expect(throws: ForgeSealed.Superseded.self) { try await scene.forge(draft) }
    }

    @Test func `forges one that has left and come again`() async throws {
        var limits = MempoolLimits()
        limits.bytes = 2_000
        var scene = try LedgerScene(mempool: limits)
        let bob = LedgerScene.bob
        let long = String(repeating: "x", count: 256)
        let first = try scene.payment(0, fee: 1)
        try await scene.post(first)
        for nonce in 0...1 { try await scene.post(scene.payment(nonce, fee: 20, from: bob, memo: long)) }
        let draft = scene.draft()
        try await scene.post(scene.payment(2, fee: 20, from: bob, memo: long))
        #expect(!scene.pending.contains(first))
        // A shorter one in the place of a long one makes room for it.
        try await scene.post(scene.payment(2, fee: 30, from: bob))
        try await scene.post(first)
        #expect(scene.pending.last == first && draft.included.last?.number != scene.state.mempool.lastNumber)
        #expect(try await scene.forge(draft).transactions.count == 4)
        #expect(try scene.pending == [scene.payment(2, fee: 30, from: bob)])
    }

    /// As when a payment comes while a block waits for its commit.
    @Test func `decides on payments behind the block that is forged with them`() async throws {
        var scene = try LedgerScene()
        try await scene.post(scene.payment(0, fee: 1))
        var journal = Journal(scene.state, WaitingLimits())
        let draft = scene.draft()
        let nonce = try #require(draft.template.nonceByTrying())
        let (dearer, later) = (try scene.payment(0, fee: 5), try scene.payment(1, fee: 5))
        _ = journal.append(PendingSubmission(ForgeSealed(draft, nonce: nonce)) { _ in })
        _ = journal.append(PendingSubmission(AcceptPayments([dearer, later])) { _ in })
        while case let batch = journal.nextBatch(), !batch.isEmpty {
            let lookups = batch.flatMap(\.lookups)
            let known = KnownTransactions(zip(lookups, try await scene.scene.store.known(lookups)))
            try await scene.scene.store.commit(journal.decide(batch, known))
            _ = journal.apply(batch)
            scene.scene.state = journal.state
            try scene.scene.check()
        }
        #expect(scene.pending == [later])
        #expect(try await scene.forge().transactions.count == 2)
    }

    @Test func `returns what a reorg undoes, and drops what no longer fits`() async throws {
        var scene = try LedgerScene()
        let (alice, bob) = (LedgerScene.alice, LedgerScene.bob)
        try await scene.forge()
        let balance = try scene.account(alice).balance
        let undone = try [
            scene.payment(0, fee: 1), scene.payment(1, amount: balance - 2), scene.payment(0, fee: 2, from: bob),
        ]
        for payment in undone { try await scene.post(payment) }
        try await scene.forge()
        try await scene.post(scene.payment(1, fee: 1, from: bob))
        // There, alice has paid another, and cannot pay the second any more; bob's come back.
        let theirs = try scene.payment(0, amount: 3)
        let rival = try scene.rival(above: 2, blocks: 3, [theirs])
        try await scene.scene.adopt(rival)
        #expect(scene.pending == [undone[2], try scene.payment(1, fee: 1, from: bob)])
        #expect(try scene.account(alice) == Account(balance: balance - 3, nonce: 1))
        #expect(try await scene.forge().transactions.count == 3)
    }

    @Test func `takes a shorter chain with more work, and no longer one with less`() async throws {
        var scene = try LedgerScene()
        // Slow blocks are easy, and quick ones soon aren't.
        var (slow, quick) = (scene.ledger.chain, scene.ledger.chain)
        for _ in 1...30 { try scene.grow(&slow, after: 200) }
        while quick.weight <= slow.weight { try scene.grow(&quick, after: 1) }
        try #require(quick.length < slow.length)
        try await scene.scene.adopt(slow)
        try await scene.scene.adopt(quick)
        await #expect(throws: AdoptChain.Refusal.self) { try await scene.scene.adopt(slow) }
        #expect(scene.state.chain == quick)
    }
}
