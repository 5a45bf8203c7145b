internal import Chain
internal import EventLoop
internal import TestSupport
internal import Testing

@testable import Node

@Suite("Mining without being asked")
struct ContinuousMiningTests {
    @Test func `one block after the other`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop, peers: 0..<0) { $0.mines = true }
            await scene.start()
            try await eventually { await scene.node.chain.length >= 20 }
            await scene.node.cancelWork()
        }
    }

    @Test func `a new tip is mined upon`() async throws {
        try await withLoop { loop in
            let prover = GatedProver()
            let scene = try GossipScene(on: loop, prover: prover) { $0.mines = true }
            let longer = try Blockchain.mined(length: 5)
            scene.network.set(try .peer(0)) { .success(longer) }
            await scene.start()
            try await eventually { prover.begunCount == 1 }
            #expect(await scene.node.resolving().value?.wasReplaced == true)
            try await eventually { prover.begunCount == 2 }
            prover.gate.open()
            try await eventually { await scene.node.chain.length >= 6 }
            await scene.node.cancelWork()
            #expect(await scene.node.chain.blocks[4] == longer.lastBlock)
        }
    }

    @Test func `at an interval, blocks come at least so far apart, by the clock`() async throws {
        try await withLoop { loop in
            let clock = StubClock()
            let scene = try GossipScene(on: loop, peers: 0..<0, clock: clock) { options in
                options.mines = true
                options.mineIntervalSeconds = 10
                options.gossips = false
            }
            await scene.start()
            try await eventually { await scene.node.chain.length >= 5 }
            let blocks = await scene.node.chain.length - 1
            #expect(clock.now >= .seconds(10 * blocks))
            await scene.node.cancelWork()
        }
    }

    @Test func `who gossips waits a little longer, each time another while`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop, peers: 0..<0, clock: StubClock(waits: 0)) {
                $0.mineIntervalSeconds = 10
            }
            var waits: Set<Double> = []
            for _ in 0..<20 {
                await scene.node.beginInterval()
                waits.insert(await scene.node.secondsToNextSearch ?? 0)
            }
            #expect(waits.allSatisfy { (10...12.5).contains($0) })
            #expect(waits.count == 20)
        }
    }

    @Test func `a peer's block begins the wait anew`() async throws {
        try await withLoop { loop in
            let clock = StubClock(longestSeconds: 20)
            let scene = try GossipScene(on: loop, clock: clock) { options in
                options.mines = true
                options.mineIntervalSeconds = 1000
                options.gossips = false
            }
            let longer = try Blockchain.mined(length: 5)
            scene.network.set(try .peer(0)) { .success(longer) }
            await scene.start()
            await clock.sleep(seconds: 15)
            let before = try #require(await scene.node.secondsToNextSearch)
            #expect(before <= 985)
            #expect(await scene.node.resolving().value?.wasReplaced == true)
            #expect(try #require(await scene.node.secondsToNextSearch) > before)
            await scene.node.cancelWork()
            #expect(await scene.node.chain.length == 5)
        }
    }

    @Test func `without transactions it pauses, if told to`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop, peers: 0..<0) { options in
                options.mines = true
                options.minesEmptyBlocks = false
            }
            await scene.start()
            await drain(loop)
            #expect(await scene.node.chain.length == 1)
            _ = try await scene.node.accepting(5).value.get()
            try await eventually { await scene.node.chain.length == 2 }
            try await eventually { await scene.node.isMinerIdle }
            #expect(await scene.node.chain.length == 2)
            await scene.node.cancelWork()
        }
    }

    @Test func `it pauses too while nothing that waits has room in the chain`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop, peers: 0..<0) { options in
                options.mines = true
                options.minesEmptyBlocks = false
                options.limits.chain.chainBytes = 20_000
            }
            await scene.start()
            _ = try await scene.node.newTransaction(.payment(ofBytes: 30_000))
            await drain(loop)
            #expect(await scene.node.isMinerIdle)
            #expect(await scene.node.chain.length == 1)
            _ = try await scene.node.newTransaction(.payment(5))
            try await eventually { await scene.node.chain.length == 2 }
            try await eventually { await scene.node.isMinerIdle }
            #expect(await scene.node.mempool.pending.count == 1)
            await scene.node.cancelWork()
        }
    }
}
