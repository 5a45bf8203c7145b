internal import Chain
internal import EventLoop
internal import Records
internal import TestSupport
internal import Testing

@testable import Node
import Wording

@Suite("What cannot be kept", .timeLimit(.minutes(5)))
struct KeepingFailureTests {
    private static let broken = StorageError.failed(reason: "it is broken")

    @Test(arguments: Asking.allCases)
    func `is not so, and is once the disk takes it again`(asking: Asking) async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            try scene.offer(.mined(length: 4))
            _ = try await scene.node.newTransaction(.payment(1))
            let before = await scene.node.served
            scene.store.refuse(.full)
            for _ in 0..<3 {
                #expect(try await asking.start(scene).value == false)
                #expect(await scene.node.served == before)
                try await scene.node.mempool.checkRoom(admitted: before.pending)
            }
            #expect(try before == Served(scene.store))
            scene.store.refuse(nil)
            #expect(try await asking.start(scene).value)
            #expect(await scene.node.served != before)
            #expect(try await scene.node.served == Served(scene.store))
        }
    }

    @Test func `is told to everybody whose commit it was, and to nobody else`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            try scene.offer(.mined(length: 4))
            let (payments, mined) = try await scene.surround { scene.node.mining() }
            try await scene.store.letOneThrough()
            // The second commit is held back, and more arrives.
            try await scene.store.untilHeld()
            let resolved = try await scene.queued { scene.node.resolving() }
            let registered = try await scene.queued { try scene.node.registering(7..<9) }
            scene.store.refuse(Self.broken)
            try await scene.store.letOneThrough()
            scene.store.refuse(nil)
            scene.store.letAllThrough()
            #expect(try await payments[0].value.get() == 2)
            for payment in payments[1...] { #expect(await payment.value.failure == .notKept(Self.broken)) }
            #expect(await mined.value.failure == .notKept(Self.broken))
            #expect(await resolved.value?.wasReplaced == true)
            #expect(await registered.value.failure == nil)
            #expect(await scene.node.pendingAmounts == [1])
            #expect(await scene.node.chain.length == 4)
            #expect(try await scene.node.served == Served(scene.store))
        }
    }

    @Test func `is told only to those of whom anything was to be kept`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            let first = try await scene.holdOne(1)
            let second = try await scene.queued { try scene.node.accepting(2) }
            let registered = try await scene.queued { try scene.node.registering(100..<300) }
            try await scene.store.letOneThrough()
            try await scene.store.untilHeld()
            scene.store.refuse(Self.broken)
            scene.store.letAllThrough()
            #expect(try await first.value.get() == 2)
            #expect(await second.value.failure == .notKept(Self.broken))
            #expect(await registered.value.failure == .tooMany(.full))
        }
    }

    // MARK: - Payments

    @Test func `leaves its room in the pool, to the byte`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            let half = try Transaction.payment(ofBytes: Mempool.maximumBytes / 2)
            scene.store.hold()
            let first = scene.node.accepting(half)
            try await scene.store.untilHeld()
            let second = scene.node.accepting(half)
            try await scene.node.untilWaiting(1)
            // Transactions being committed take room too.
            #expect(try await scene.node.accepting(1).value.failure == .noRoom(.one(2)))
            scene.store.refuse(.full)
            scene.store.letAllThrough()
            for task in [first, second] { #expect(await task.value.failure == .notKept(.full)) }
            scene.store.refuse(nil)
            #expect(await scene.node.mempool.pending.isEmpty)
            try await scene.node.mempool.checkRoom(admitted: [])
            for _ in 0..<2 { _ = try await scene.node.newTransaction(half) }
            #expect(try await scene.node.accepting(1).value.failure == .noRoom(.one(2)))
        }
    }

    @Test func `gets no number that another one has`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            for amount in 1...6 {
                let fault = amount.isMultiple(of: 2) ? StorageError.full : nil
                scene.store.refuse(fault)
                #expect(try await scene.node.accepting(amount).value.failure == fault.map { .notKept($0) })
            }
            #expect(await scene.node.pendingAmounts == [1, 3, 5])
            #expect(try await scene.node.served == Served(scene.store))
        }
    }

    // MARK: - The chain

    @Test func `is no block, and the next one carries what it would have`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            let payments = try (1...3).map { try Transaction.payment($0) }
            for payment in payments { _ = try await scene.node.newTransaction(payment) }
            scene.store.refuse(Self.broken)
            #expect(await scene.node.mining().value.failure == .notKept(Self.broken))
            #expect(await scene.node.chain.length == 1)
            scene.store.refuse(nil)
            let forged = try await scene.node.mine()
            #expect(forged.block.index == 2)
            #expect(forged.transactions == payments + [.reward(to: "node")])
            #expect(await scene.node.chain.lastBlock == forged.block)
            #expect(await scene.node.mempool.pending.isEmpty)
        }
    }

    @Test func `hands the turn to mine on`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            scene.store.hold()
            let first = scene.node.mining()
            let second = scene.node.mining()
            try await scene.store.untilHeld()
            scene.store.refuse(.full)
            try await scene.store.letOneThrough()
            #expect(await first.value.failure == .notKept(.full))
            scene.store.refuse(nil)
            scene.store.letAllThrough()
            #expect(try await second.value.get().block.index == 2)
        }
    }

    @Test func `is no longer chain, and the round says why`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            _ = try await scene.node.newTransaction(.payment(1))
            _ = try await scene.node.mine()
            _ = try await scene.node.newTransaction(.payment(2))
            try scene.offer(.mined(length: 4))
            let before = await scene.node.served
            for fault in [StorageError.full, Self.broken] {
                scene.store.refuse(fault)
                let resolution = try await scene.node.resolved()
                #expect(!resolution.wasReplaced)
                #expect(resolution.failure == fault)
                #expect(!resolution.findings.map(\.verdict.description).contains("taken"))
                #expect(await scene.node.served == before)
                try await scene.node.mempool.checkRoom(admitted: before.pending)
            }
            scene.store.refuse(nil)
            let resolution = try await scene.node.resolved()
            #expect(resolution.wasReplaced)
            #expect(resolution.failure == nil)
            #expect(await scene.node.pendingAmounts == [1, 2])
        }
    }

    @Test func `leaves a search alone when it is a longer chain`() async throws {
        try await withLoop { loop in
            let prover = GatedProver()
            let scene = try await KeepingScene(on: loop, prover: prover)
            try scene.offer(.mined(length: 4))
            let mined = scene.node.mining()
            try await eventually { prover.begunCount == 1 }
            scene.store.refuse(.full)
            #expect(try await scene.node.resolved().failure == .full)
            scene.store.refuse(nil)
            prover.gate.open()
            #expect(try await mined.value.get().block.index == 2)
        }
    }

    @Test func `is what comes when too many wait for the disk, and its room is given back`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            let held = try await scene.holdOne(0)
            let waiting = try (1...Journal.maximumCount).map { try scene.node.accepting($0) }
            await drain(loop)
            #expect(try await scene.node.accepting(99_999).value.failure == .tooManyWaiting)
            #expect(try await scene.node.registering(7..<9).value.failure == .tooManyWaiting)
            scene.store.letAllThrough()
            for task in [held] + waiting { #expect(await task.value.failure == nil) }
            try await scene.node.mempool.checkRoom(admitted: scene.node.mempool.pending)
            #expect(try await scene.node.accepting(100_000).value.failure == nil)
        }
    }

    @Test func `is a longer chain whose inclusions cannot be read, and what came around it is kept`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            try scene.offer(.mined(length: 4))
            let (payments, resolved) = try await scene.surround { scene.node.resolving() }
            scene.store.refuseQuestions(Self.broken)
            scene.store.letAllThrough()
            for task in payments { #expect(try await task.value.get() == 2) }
            let resolution = try #require(await resolved.value)
            #expect(resolution.failure == Self.broken)
            #expect(!resolution.wasReplaced)
            #expect(scene.store.commits == [["registered 1"], ["accepted 1"], ["accepted 2"], ["accepted 3"]])
            #expect(await scene.node.chain.length == 1)
            #expect(await scene.node.pendingAmounts == [1, 2, 3])
            try await scene.checkKept()

            // Alone in its commit, there is none.
            #expect(try await scene.node.resolved().failure == Self.broken)
            #expect(scene.store.commits.count == 4)
            scene.store.refuseQuestions(nil)
            #expect(try await scene.node.resolved().wasReplaced)
            #expect(await scene.node.pendingAmounts == [1, 2, 3])
        }
    }

    // MARK: - The log

    @Test func `is logged when it begins and when it ends, and not each time`() async throws {
        try await withLoop { loop in
            let (store, log, network) = (try StubStore(), RecordedLog(), StubNetwork())
            let node = try Node.stub(on: loop, store: store, network: network, logger: log.logger)
            func count(_ level: String) -> Int { log.lines.count { $0.hasPrefix("\(level): storage: ") } }
            _ = try await node.newTransaction(.payment(1))
            #expect(log.lines.isEmpty)
            for round in 1...2 {
                store.refuse(.full)
                for _ in 0..<3 {
                    #expect(await node.mining().value.failure == .notKept(.full))
                    // Too many to be registered: nothing is to be stored, which says nothing about the disk.
                    #expect(try await node.registering(0..<200).value.failure == .tooMany(.full))
                }
                #expect(count("error") == round)
                #expect(count("notice") == round - 1)
                store.refuse(nil)
                for _ in 0..<3 { _ = try await node.mine() }
                #expect(count("error") == round)
                #expect(count("notice") == round)
            }
        }
    }
}
