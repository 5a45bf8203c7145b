internal import API
internal import Chain
internal import HTTP
internal import Records
internal import TestSupport
internal import Testing

@testable import Node

@Suite("What a node counts", .timeLimit(.minutes(5)))
struct MetricsTests {
    /// The lines of a node's metrics that begin with a name.
    private func lines(_ name: String, of node: Node) async -> [String] {
        await String(decoding: node.metricsText.bytes, as: UTF8.self)
            .split(separator: "\n").map(String.init).filter { $0.hasPrefix(name) }
    }

    private func value(_ name: String, of node: Node) async throws -> Double {
        let lines = await lines("\(name) ", of: node)
        try #require(lines.count == 1, "\(name): \(lines)")
        return try #require(Double(lines[0].dropFirst(name.count + 1)))
    }

    @Test func `counts blocks, payments and commits as they are made`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            _ = try await scene.node.newTransaction(.payment(1))
            _ = try await scene.node.newTransaction(.payment(2))
            _ = try await scene.node.mine()
            _ = try await scene.node.newTransaction(.payment(3))
            #expect(try await value("forgechain_chain_height", of: scene.node) == 2)
            #expect(try await value("forgechain_blocks_forged_total", of: scene.node) == 1)
            #expect(try await value("forgechain_blocks_received_total", of: scene.node) == 0)
            #expect(try await value("forgechain_transactions_accepted_total", of: scene.node) == 3)
            #expect(try await value("forgechain_transactions_pending", of: scene.node) == 1)
            // The scene registers a peer.
            #expect(try await value(#"forgechain_storage_commits_total{result="kept"}"#, of: scene.node) == 5)
            #expect(try await value(#"forgechain_storage_commits_total{result="failed"}"#, of: scene.node) == 0)
            #expect(try await value("forgechain_storage_commit_duration_seconds_count", of: scene.node) == 5)
            #expect(try await value(#"forgechain_peers{state="unknown"}"#, of: scene.node) == 1)
        }
    }

    @Test func `counts a commit that failed, and nothing as accepted for it`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            scene.store.refuse(.full)
            #expect(try await scene.node.accepting(1).value.failure != nil)
            #expect(try await value(#"forgechain_storage_commits_total{result="failed"}"#, of: scene.node) == 1)
            #expect(try await value("forgechain_transactions_accepted_total", of: scene.node) == 0)
        }
    }

    @Test func `counts what was committed together`() async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            let held = try await scene.holdOne(1)
            let others = try (2...6).map { try scene.node.accepting($0) }
            try await scene.node.untilWaiting(5)
            scene.store.letAllThrough()
            for task in [held] + others { _ = try await task.value.get() }
            #expect(try await value("forgechain_storage_commit_batch_size_sum", of: scene.node) == 7)
            #expect(try await value("forgechain_storage_commit_batch_size_count", of: scene.node) == 3)
            #expect(try await value(#"forgechain_storage_commit_batch_size_bucket{le="4"}"#, of: scene.node) == 2)
            #expect(try await value(#"forgechain_storage_commit_batch_size_bucket{le="8"}"#, of: scene.node) == 3)
        }
    }

    @Test(arguments: [false, true])
    func `tells a chain that was replaced from one that only grew`(forks: Bool) async throws {
        try await withLoop { loop in
            let scene = try await KeepingScene(on: loop)
            if forks {
                for _ in 0..<2 { _ = try await scene.node.mine() }
            }
            try scene.offer(.mined(length: 5))
            #expect(await scene.node.resolving().value?.wasReplaced == true)
            #expect(try await value("forgechain_chain_height", of: scene.node) == 5)
            #expect(try await value("forgechain_blocks_received_total", of: scene.node) == 4)
            #expect(try await value("forgechain_chain_replacements_total", of: scene.node) == (forks ? 1 : 0))
            #expect(try await value("forgechain_blocks_fallen_out_total", of: scene.node) == (forks ? 2 : 0))
        }
    }

    @Test func `two nodes in one process count apart`() async throws {
        try await withLoop { loop in
            let nodes = try ["a", "b"].map { try Node.stub(on: loop, identifier: $0) }
            _ = try await nodes[0].mine()
            nodes[0].ports.requests.noteAnswer(
                to: AnsweredRequest(method: .get, route: nil, status: 404, nanoseconds: 1))
            #expect(try await value("forgechain_blocks_forged_total", of: nodes[0]) == 1)
            #expect(try await value("forgechain_blocks_forged_total", of: nodes[1]) == 0)
            #expect(await lines("http_requests_total", of: nodes[0]).count == 1)
            #expect(await lines("http_requests_total", of: nodes[1]).isEmpty)
        }
    }

    @Test func `a search that runs is told, with its guesses`() async throws {
        try await withLoop { loop in
            let prover = GatedProver()
            let node = try Node.stub(on: loop, prover: prover)
            #expect(try await value("forgechain_mining_active", of: node) == 0)
            let mining = node.mining()
            try await eventually { prover.begunCount == 1 }
            #expect(try await value("forgechain_mining_active", of: node) == 1)
            #expect(try await value("forgechain_mining_guesses_total", of: node) == 1_000)
            prover.gate.open()
            _ = try await mining.value.get()
            #expect(try await value("forgechain_mining_active", of: node) == 0)
        }
    }

    @Test func `whatever a node is called, it is one line`() async throws {
        try await withLoop { loop in
            let node = try Node.stub(on: loop, identifier: "a\"b\\c\nd 1")
            #expect(
                await lines("forgechain_info", of: node)
                    == [#"forgechain_info{node="a\"b\\c\nd 1",version="\#(NodeStatus.currentVersion)"} 1"#])
        }
    }

    @Test func `nodes with the same newest block say so, and others don't`() async throws {
        try await withLoop { loop in
            let scenes = [try await KeepingScene(on: loop), try await KeepingScene(on: loop)]
            let name = "forgechain_chain_tip"
            #expect(try await value(name, of: scenes[0].node) == value(name, of: scenes[1].node))
            _ = try await scenes[0].node.mine()
            #expect(try await value(name, of: scenes[0].node) != value(name, of: scenes[1].node))
            let chain = await scenes[0].node.chain
            try scenes[1].offer(chain)
            _ = await scenes[1].node.resolving().value
            #expect(try await value(name, of: scenes[0].node) == value(name, of: scenes[1].node))
        }
    }

    @Test func `what the system says of the process is there`() throws {
        let figures = try #require(ProcessFigures())
        #expect(figures.cpuSeconds > 0)
        #expect(figures.residentBytes > 1 << 20)
        #expect(figures.virtualBytes >= figures.residentBytes)
        #expect((1...figures.maximumFiles).contains(figures.openFiles))
        // No such program was started before Swift existed, and none will be.
        #expect((1.4e9...4e9).contains(figures.startSecond))
    }
}
