internal import Chain
internal import EventLoop
internal import Records
internal import TestSupport
internal import Testing

@testable import Node

/// The tutorial answers a payment with the index of the block it will be added to.
@Suite("The block announced for a payment", .timeLimit(.minutes(5)))
struct BlockNumberTests {
    @Test func `is the one after a block that is being kept`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            #expect(try await scene.node.newTransaction(.payment(1)) == 2)
            scene.store.hold()
            let mined = scene.node.mining()
            try await scene.store.untilHeld()
            let late = try scene.node.accepting(2)
            try await scene.node.untilWaiting(1)
            scene.store.letAllThrough()
            #expect(try await late.value.get() == 3)
            #expect(try await mined.value.get().transactions.first == .payment(1))
            _ = try await scene.node.mine()
            #expect(await scene.node.served.amounts == [[], [1], [2]])
        }
    }

    @Test func `is the one after a block that is kept together with it, before or after`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            let (payments, mined) = try await scene.surround { scene.node.mining() }
            scene.store.letAllThrough()
            for (payment, block) in zip(payments, [2, 3, 3]) { #expect(try await payment.value.get() == block) }
            #expect(try await mined.value.get().transactions.count == 2)
            #expect(scene.store.commits.last == ["accepted 2", "forged 2 carrying [1]", "accepted 3"])
            _ = try await scene.node.mine()
            #expect(await scene.node.served.amounts == [[], [1], [2, 3]])
        }
    }

    @Test func `is the one after a longer chain for what comes behind it, which is kept alone`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            try scene.offer(.mined(length: 4))
            let (payments, resolved) = try await scene.surround { scene.node.resolving() }
            scene.store.letAllThrough()
            #expect(await resolved.value?.wasReplaced == true)
            for (payment, block) in zip(payments, [2, 2, 5]) { #expect(try await payment.value.get() == block) }
            #expect(scene.store.commits.suffix(3) == [["accepted 2"], ["replaced by 4"], ["accepted 3"]])
            #expect(await scene.node.pendingAmounts == [1, 2, 3])
            try await scene.checkKept()
            _ = try await scene.node.mine()
            #expect(await scene.node.served.amounts == [[], [], [], [], [1, 2, 3]])
        }
    }

    @Test func `is right for what comes while a longer chain is kept`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            try scene.offer(.mined(length: 4))
            _ = try await scene.node.newTransaction(.payment(1))
            _ = try await scene.node.mine()
            scene.store.hold()
            let resolved = scene.node.resolving()
            try await scene.store.untilHeld()
            let late = try (2...3).map { try scene.node.accepting($0) }
            try await scene.node.untilWaiting(2)
            scene.store.letAllThrough()
            #expect(await resolved.value?.wasReplaced == true)
            for task in late { #expect(try await task.value.get() == 5) }
            try await scene.checkKept()
            _ = try await scene.node.mine()
            #expect(await scene.node.served.amounts == [[], [], [], [], [1, 2, 3]])
        }
    }

    @Test func `stays when nothing comes of a block or a chain that is kept together with it`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            try scene.offer(.mined(length: 2))
            let held = try await scene.holdOne(1)
            let mined = try await scene.queued { scene.node.mining() }
            let resolved = try await scene.queued { scene.node.resolving() }
            let late = try await scene.queued { try scene.node.accepting(2) }
            scene.store.letAllThrough()
            _ = try await (held.value.get(), mined.value.get())
            #expect(await resolved.value?.wasReplaced == false)
            #expect(try await late.value.get() == 3)
            #expect(scene.store.commits.suffix(2) == [["forged 2 carrying [1]"], ["accepted 2"]])
        }
    }

    /// Everything at once, in random order; commits go through at any moment.
    @Test(arguments: 0..<UInt64(rounds(30)))
    func `is the one that carries it, whatever comes together`(round: UInt64) async throws {
        try await withLoop { loop in
            var generator = SeededGenerator(seed: Seed.value &+ round)
            let scene = try await KeepingScene(on: loop)
            try scene.offer(Blockchain(rules: .easy))
            scene.store.hold()
            var payments: [Task<Result<Int, AcceptanceError>, Never>] = []
            var blocks: [Task<Result<ForgedBlock, MiningError>, Never>] = []
            var others: [Task<Void, Never>] = []
            for step in 0..<80 {
                switch Int.random(in: 0..<10, using: &generator) {
                case 0..<5: payments.append(try scene.node.accepting(payments.count + 1))
                case 5: blocks.append(scene.node.mining())
                case 6:
                    let task = try scene.node.registering(step..<step + 1)
                    others.append(Task { _ = await task.value })
                case 7:
                    let task = scene.node.resolving()
                    others.append(Task { _ = await task.value })
                default:
                    await drain(loop)
                    if scene.store.isHolding { try await scene.store.letOneThrough() }
                }
            }
            scene.store.letAllThrough()
            var announced: [Int] = []
            for task in payments { announced.append(try await task.value.get()) }
            for task in blocks { _ = try await task.value.get() }
            for task in others { await task.value }
            _ = try await scene.node.mine()
            let served = await scene.node.served
            var carrying: [Int: Int] = [:]
            for (position, amounts) in served.amounts.enumerated() {
                for amount in amounts { #expect(carrying.updateValue(position + 1, forKey: amount) == nil) }
            }
            let blocksByPayment = (0..<payments.count).map { carrying[$0 + 1] }
            #expect(announced == blocksByPayment, "seed \(Seed.value), round \(round)")
            #expect(try served == Served(scene.store))
        }
    }
}
