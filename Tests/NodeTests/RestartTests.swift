internal import Chain
internal import EventLoop
internal import Records
internal import Storage
internal import TestSupport
internal import Testing

@testable import Node

/// A node that is repeatedly restarted with its stored data.
@Suite("A node that starts again", .timeLimit(.minutes(5)))
struct RestartTests {
    @Test func `has what it had, and goes on with it`() async throws {
        try await withLoop { loop in
            let kept = try ChainStore(inMemoryBy: .easy)
            var scene = try await KeepingScene(on: loop, store: StubStore(kept))
            for amount in 1...3 {
                _ = try await scene.node.newTransaction(.payment(amount))
                if amount < 3 { _ = try await scene.node.mine() }
            }
            try await scene.node.registerNodes([.peer(5), .peer(4)])
            let before = await scene.node.served
            #expect(before.amounts == [[], [1], [2]])

            scene = try await KeepingScene(on: loop, store: StubStore(kept))
            #expect(await scene.node.served == before)
            try await scene.node.mempool.checkRoom(admitted: before.pending)
            #expect(try await scene.node.newTransaction(.payment(4)) == 4)
            #expect(await scene.node.mempool.pending.map(\.number) == [3, 4])
            #expect(try await scene.node.mine().block.previousHash == before.blocks.last?.hash)
            #expect(await scene.node.served.amounts == [[], [1], [2], [3, 4]])
        }
    }

    @Test func `gives no number again that a block carries`() async throws {
        try await withLoop { loop in
            let kept = try ChainStore(inMemoryBy: .easy)
            for life in 1...3 {
                let scene = try await KeepingScene(on: loop, store: StubStore(kept))
                _ = try await scene.node.newTransaction(.payment(life))
                #expect(await scene.node.mempool.pending.map(\.number) == [life])
                _ = try await scene.node.mine()
            }
            #expect(try kept.load(rules: .easy).lastNumber == 3)
        }
    }

    @Test(arguments: Asking.allCases, StubStore.Moment.allCases)
    func `has all of what was being kept when it ended, or nothing`(
        asking: Asking, moment: StubStore.Moment
    ) async throws {
        try await withLoop { loop in
            let kept = try ChainStore(inMemoryBy: .easy)
            let scene = try await KeepingScene(on: loop, store: StubStore(kept))
            try scene.offer(.mined(length: 4))
            _ = try await scene.node.newTransaction(.payment(1))
            _ = try await scene.node.mine()
            _ = try await scene.node.newTransaction(.payment(2))
            let before = await scene.node.served
            scene.store.hold(moment)
            let work = try asking.start(scene)
            try await scene.store.untilHeld()
            let next = try await KeepingScene(on: loop, store: StubStore(kept))
            let after = await next.node.served
            switch moment {
            case .beforeItIsKept:
                #expect(after == before)
                scene.store.refuse(.full)
            case .beforeItReturns: #expect(after != before)
            }
            scene.store.letAllThrough()
            _ = await work.value
            // Where the store kept it, the node would have answered the same.
            #expect(await scene.node.served == after)
        }
    }

    @Test func `has payments of fallen blocks pending, and not when their chain comes back`() async throws {
        try await withLoop { loop in
            let kept = try ChainStore(inMemoryBy: .easy)
            func startAgain() async throws -> KeepingScene {
                try await KeepingScene(on: loop, store: StubStore(kept))
            }
            var scene = try await startAgain()
            for amount in 1...2 { _ = try await scene.node.newTransaction(.payment(amount)) }
            _ = try await scene.node.mine()
            let ours = await scene.node.chain
            _ = try await scene.node.newTransaction(.payment(3))

            scene = try await startAgain()
            try scene.offer(.mined(length: 3))
            #expect(try await scene.node.resolved().wasReplaced)
            scene = try await startAgain()
            #expect(await scene.node.pendingAmounts == [1, 2, 3])
            try scene.offer(ours.extended(to: 4))
            #expect(try await scene.node.resolved().wasReplaced)
            scene = try await startAgain()
            #expect(await scene.node.pendingAmounts == [3])

            // They are orphaned once more and forged again, so that two blocks include them.
            try scene.offer(.mined(length: 5))
            #expect(try await scene.node.resolved().wasReplaced)
            scene = try await startAgain()
            _ = try await scene.node.mine()
            scene = try await startAgain()
            try scene.offer(ours.extended(to: 7))
            #expect(try await scene.node.resolved().wasReplaced)
            scene = try await startAgain()
            #expect(await scene.node.pendingAmounts == [3])
            #expect(await scene.node.served.amounts.flatMap(\.self) == [1, 2])
        }
    }

    // MARK: - All at once

    @Test(arguments: 0..<UInt64(rounds(8)))
    func `has each payment pending or in the chain, once, whatever happened`(round: UInt64) async throws {
        try await withLoop { loop in
            // Some on a disk, so that an audit can check the result.
            let folder = round < 2 ? try TemporaryFolder() : nil
            var history = try await LivedHistory(on: loop, seed: Seed.value &+ round, directory: folder?.path)
            for step in 0..<90 {
                try await history.goOn()
                try await history.check("seed \(Seed.value), round \(round), step \(step)")
            }
            guard let folder else { return }
            history.end()
            #expect(try audited(folder.path).findings == [])
        }
    }
}
