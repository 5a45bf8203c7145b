internal import Chain
internal import EventLoop
internal import Records
internal import Synchronization
internal import TestSupport
internal import Testing

@testable import Node
import Wording

@Suite("Keeping what comes", .timeLimit(.minutes(5)))
struct KeepingTests {
    @Test func `what comes while a commit runs goes into the next one together, in order`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            let first = try await scene.holdOne(1)
            let others = try (2...40).map { try scene.node.accepting($0) }
            try await scene.node.untilWaiting(39)
            scene.store.letAllThrough()
            for task in [first] + others { #expect(try await task.value.get() == 2) }
            #expect(scene.store.commits == [["registered 1"], ["accepted 1"], (2...40).map { "accepted \($0)" }])
            #expect(await scene.node.pendingAmounts == Array(1...40))
            #expect(try await scene.node.served == Served(scene.store))
        }
    }

    @Test(arguments: Asking.allCases, StubStore.Moment.allCases)
    func `nobody is answered and nothing is served before it is kept`(
        asking: Asking, moment: StubStore.Moment
    ) async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            try scene.offer(.mined(length: 4))
            _ = try await scene.node.newTransaction(.payment(1))
            let before = await scene.node.served
            scene.store.hold(moment)
            let answers = Mutex<[Bool]>([])
            let work = try asking.start(scene)
            let answer = Task(executorPreference: loop) {
                let succeeded = await work.value
                answers.withLock { $0.append(succeeded) }
            }
            try await scene.store.untilHeld()
            await drain(loop)
            #expect(answers.withLock { $0 }.isEmpty)
            #expect(await scene.node.served == before)
            scene.store.letAllThrough()
            await answer.value
            #expect(answers.withLock { $0 } == [true])
            #expect(await scene.node.served != before)
            #expect(try await scene.node.served == Served(scene.store))
        }
    }

    @Test(arguments: Asking.allCases)
    func `a task that is cancelled while its commit runs changes nothing about it`(asking: Asking) async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            try scene.offer(.mined(length: 4))
            _ = try await scene.node.newTransaction(.payment(1))
            let before = await scene.node.served
            scene.store.hold()
            let node = scene.node
            let task = Task(executorPreference: loop) {
                switch asking {
                case .payment: try await node.newTransaction(.payment(77)) == 2
                case .block: try await node.mine().block.index == 2
                case .registration: try await node.registerNodes([.peer(7)]) == ()
                case .consensus: await node.resolveConflicts() == nil
                }
            }
            try await scene.store.untilHeld()
            task.cancel()
            await node.cancelWork()
            await drain(loop)
            scene.store.letAllThrough()
            // Callers that wait for peers are released at once; the others get their result.
            #expect(try await task.value)
            try await eventually { await node.served != before }
            #expect(try await node.served == Served(scene.store))
            #expect(scene.store.commits.count == 3)
            // And new payments are stored as ever.
            let next = try await node.mine().block.index
            #expect(await node.chain.length == next)
        }
    }

    @Test func `two who register at once never get past the limit`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            let held = try await scene.holdOne(1)
            // Each fits with the existing peer, but both together don't.
            let first = try await scene.queued { try scene.node.registering(100..<200) }
            let second = try await scene.queued { try scene.node.registering(200..<300) }
            let third = try await scene.queued { try scene.node.registering(200..<227) }
            scene.store.letAllThrough()
            _ = await held.value
            #expect(await first.value.failure == nil)
            #expect(await second.value.failure == .tooMany(.full))
            #expect(await third.value.failure == nil)
            #expect(await scene.node.peers.addresses.count == PeerList.maximumCount)
            #expect(try await scene.node.served == Served(scene.store))
        }
    }

    // MARK: - The chain

    @Test func `a longer chain that is there first supersedes a proof that was found`() async throws {
        try await withLoop { loop in
            let prover = GatedProver()
            let scene = try await KeepingScene(on: loop, prover: prover)
            let theirs = try Blockchain.mined(length: 4)
            try scene.offer(theirs)
            let mined = scene.node.mining()
            try await eventually { prover.begunCount == 1 }
            let held = try await scene.holdOne(1)
            let resolved = try await scene.queued { scene.node.resolving() }
            prover.gate.open()
            try await scene.node.untilWaiting(2)
            scene.store.letAllThrough()
            #expect(await mined.value.failure == .superseded(length: 4))
            #expect(await resolved.value?.findings.map(\.verdict.description) == ["taken"])
            #expect(try await held.value.get() == 2)
            #expect(await scene.node.chain == theirs)
            #expect(await scene.node.pendingAmounts == [1])
            #expect(scene.store.commits == [["registered 1"], ["accepted 1"], ["replaced by 4"]])
        }
    }

    @Test func `a block that is there first leaves a chain that is no longer longer`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            try scene.offer(.mined(length: 2))
            let held = try await scene.holdOne(1)
            let mined = try await scene.queued { scene.node.mining() }
            let resolved = try await scene.queued { scene.node.resolving() }
            scene.store.letAllThrough()
            _ = await held.value
            let block = try await mined.value.get().block
            let resolution = try #require(await resolved.value)
            #expect(!resolution.wasReplaced)
            #expect(resolution.failure == nil)
            #expect(resolution.findings.map(\.verdict.description) == ["not longer"])
            #expect(await scene.node.chain.lastBlock == block)
            #expect(scene.store.commits == [["registered 1"], ["accepted 1"], ["forged 2 carrying [1]"]])
        }
    }

    @Test func `a block is answered, and its payments are pending again, when it falls right away`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            let theirs = try Blockchain.mined(length: 3)
            try scene.offer(theirs)
            let second = try Blockchain.mined(length: 2)
            scene.network.set(try .peer(1)) { .success(second) }
            try await scene.node.registerNodes([.peer(1)])
            _ = try await scene.node.newTransaction(.payment(1))
            scene.store.hold()
            let mined = scene.node.mining()
            try await scene.store.untilHeld()
            let resolved = try await scene.queued { scene.node.resolving() }
            scene.store.letAllThrough()
            #expect(try await mined.value.get().block.index == 2)
            // The second chain was longer than ours when it arrived, but not than the one that replaced ours.
            #expect(await resolved.value?.findings.map(\.verdict.description) == ["taken", "not longer"])
            #expect(await scene.node.chain == theirs)
            #expect(await scene.node.pendingAmounts == [1])
            #expect(try await scene.node.served == Served(scene.store))
        }
    }

    @Test func `a commit has one decision about the chain at most`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            try scene.offer(.mined(length: 5))
            let held = try await scene.holdOne(1)
            let mined = try await scene.queued { scene.node.mining() }
            let second = try await scene.queued { try scene.node.accepting(2) }
            let resolved = try await scene.queued { scene.node.resolving() }
            let registered = try await scene.queued { try scene.node.registering(1..<3) }
            let third = try await scene.queued { try scene.node.accepting(3) }
            scene.store.letAllThrough()
            #expect(try await held.value.get() == 2)
            #expect(try await mined.value.get().block.index == 2)
            #expect(try await second.value.get() == 3)
            #expect(await resolved.value?.wasReplaced == true)
            #expect(await registered.value.failure == nil)
            #expect(try await third.value.get() == 6)
            #expect(
                scene.store.commits == [
                    ["registered 1"], ["accepted 1"], ["forged 2 carrying [1]", "accepted 2"], ["replaced by 5"],
                    ["registered 2", "accepted 3"],
                ])
            #expect(await scene.node.pendingAmounts == [1, 2, 3])
            #expect(try await scene.node.served == Served(scene.store))
        }
    }
}
