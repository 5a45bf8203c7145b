internal import Chain
internal import EventLoop
internal import Storage
internal import TestSupport
internal import Testing

@testable import Node

/// The block that is searched for, while payments come.
@Suite("A draft", .timeLimit(.minutes(2)))
struct DraftTests {
    private let scene: LedgerScene

    init() throws {
        scene = try LedgerScene()
    }

    private func node(
        on loop: EventLoop, _ prover: some Prover, _ clock: StubClock, _ store: StubStore? = nil
    ) throws -> Node {
        try Node.stub(
            on: loop, identifier: scene.ledger.people[LedgerScene.miner].description, store: store,
            rules: scene.ledger.rules, prover: prover, clock: clock)
    }

    private func pay(_ payment: SignedPayment, at node: Node) async throws -> Int {
        try await withCheckedContinuation { continuation in
            Task(executorPreference: node.executor) {
                await node.newPayment(payment) { continuation.resume(returning: $0) }
            }
        }.get()
    }

    @Test func `is put together anew when a payment has come and it has had its time`() async throws {
        try await withLoop { loop in
            let prover = GatedProver()
            let node = try node(on: loop, prover, StubClock())
            await node.start(listeningOn: 5000)
            async let forged = node.mine()
            try await eventually { prover.begunCount == 1 }
            #expect(try await pay(scene.payment(0, fee: 1), at: node) == 2)
            try await eventually { prover.begunCount == 2 }
            prover.gate.open()
            #expect(try await forged.transactions.count == 2)
            #expect(await node.mempool.pending.isEmpty)
            await node.cancelWork()
        }
    }

    /// The payment has its number before the draft is begun, and isn't in it.
    @Test func `is put together anew for a payment that was about to be kept`() async throws {
        try await withLoop { loop in
            let (prover, store) = (GatedProver(), try StubStore(scene.ledger.rules))
            let node = try node(on: loop, prover, StubClock(), store)
            await node.start(listeningOn: 5000)
            store.hold()
            async let paid = pay(scene.payment(0, fee: 1), at: node)
            try await store.untilHeld()
            async let forged = node.mine()
            try await eventually { prover.begunCount == 1 }
            store.letAllThrough()
            #expect(try await paid == 2)
            try await eventually { prover.begunCount == 2 }
            prover.gate.open()
            #expect(try await forged.transactions.count == 2)
            await node.cancelWork()
        }
    }

    @Test func `stays as it is until then, and what came is for the next one`() async throws {
        try await withLoop { loop in
            let prover = GatedProver()
            let node = try node(on: loop, prover, StubClock(waits: 0))
            async let forged = node.mine()
            try await eventually { prover.begunCount == 1 }
            for nonce in 0...2 { #expect(try await pay(scene.payment(nonce), at: node) == 2) }
            #expect(prover.begunCount == 1)
            prover.gate.open()
            #expect(try await forged.transactions.count == 1)
            #expect(try await node.mine().transactions.count == 4)
        }
    }

    @Test func `has no more than a block may have, however long one is allowed to be here`() async throws {
        let people = 90
        var large = try LedgerScene(people: people, blockBytes: 8 << 20)
        let memo = String(repeating: "x", count: 256)
        for person in 0..<people / 2 {
            let account = try large.account(person)
            let payments = try (0..<min(account.balance, 64)).map {
                try large.payment($0, from: person, memo: memo)
            }
            if !payments.isEmpty { _ = try await large.scene.run(AcceptPayments(payments)) }
        }
        let waiting = large.pending.reduce(0) { $0 + $1.text.bytes.count }
        try #require(waiting > LedgerBlock.maximumLength)
        let forged = try await large.forge()
        #expect(forged.transactions.count > 1_000)
        #expect((900_000...LedgerBlock.maximumLength).contains(forged.block.text.bytes.count))
        #expect(!large.pending.isEmpty)
    }

    /// A double holds no millisecond exactly, and a clock that stands still must not stop a network.
    @Test func `is later than the newest block, whatever time that is of`() throws {
        for seconds in [0, 1, 1_048_576, 1_073_741_824, 1_795_392_000, 2_147_483_648, 2_190_000_000, 99_999_999_990] {
            let all = seconds * 1_000..<seconds * 1_000 + 1_000
            let wrong = all.filter { LedgerTimestamp(after: $0)?.milliseconds != $0 + 1 }
            #expect(wrong.isEmpty)
        }
    }
}
