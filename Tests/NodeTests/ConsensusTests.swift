internal import Chain
internal import EventLoop
internal import HTTP
internal import Records
internal import TestSupport
internal import Testing

@testable import Node
import Wording

@Suite("Consensus", .timeLimit(.minutes(5)))
struct ConsensusTests {
    /// The verdicts of a node whose peers answer with these chains, or fail.
    private func verdicts(
        own: Blockchain? = nil, _ answers: [Result<Blockchain, PeerFault>]
    ) async throws -> (resolution: Resolution, chain: Blockchain) {
        let network = StubNetwork()
        let peers = try (0..<answers.count + 1).map { try PeerAddress.peer($0) }
        for (peer, answer) in zip(peers.dropFirst(), answers) { network.set(peer) { answer } }
        return try await withLoop { loop in
            let node = try Node.stub(on: loop, network: network)
            if let own {
                network.set(peers[0]) { .success(own) }
                try await node.registerNodes([peers[0]])
                #expect(try await node.resolved().wasReplaced)
                network.set(peers[0]) { .failure(.noAnswer(Statement(.unreachable))) }
            }
            try await node.registerNodes(Array(peers.dropFirst()))
            var resolution = try await node.resolved()
            if own != nil {
                resolution = Resolution(
                    wasReplaced: resolution.wasReplaced, failure: resolution.failure,
                    findings: Array(resolution.findings.dropFirst()))
            }
            return (resolution, await node.chain)
        }
    }

    /// A node with one peer, which answers once a gate is opened.
    private struct Scene {
        let network = StubNetwork()
        let gate = Gate()
        let peer: PeerAddress
        let node: Node

        init(on loop: EventLoop, _ answer: Result<Blockchain, PeerFault>) throws {
            peer = try .peer(1)
            node = try Node.stub(on: loop, peers: [peer], network: network)
            network.set(peer) { [gate] in
                await gate.pass()
                return answer
            }
        }

        /// How often the peer was asked.
        var askedCount: Int { network.askedCount(peer) }

        /// Tasks that ask for a round, once the peer has been asked.
        func resolving(_ count: Int) async throws -> [Task<Resolution?, Never>] {
            let tasks = (0..<count).map { _ in node.resolving() }
            try await eventually { askedCount == 1 }
            return tasks
        }
    }

    /// Lends a node with a peer that gives this answer once the gate is opened.
    private func withGate(
        _ answer: Result<Blockchain, PeerFault> = .failure(.noAnswer(Statement(.timedOut))),
        _ body: (Scene) async throws -> Void
    ) async throws {
        try await withLoop { try await body(Scene(on: $0, answer)) }
    }

    @Test func `without peers our chain stands`() async throws {
        let (resolution, chain) = try await verdicts([])
        #expect(!resolution.wasReplaced)
        #expect(resolution.findings.isEmpty)
        #expect(chain.length == 1)
    }

    @Test func `the longest valid chain is taken, and everybody gets a verdict`() async throws {
        let longest = try Blockchain.mined(length: 5, timestamp: 2.5)
        let (resolution, chain) = try await verdicts(
            own: .mined(length: 3),
            [
                .success(try .mined(length: 4)), .failure(.noAnswer(Statement(.timedOut))), .success(longest),
                .success(try .mined(length: 3)), .failure(.refused(.wrongProof(height: 7))),
                .success(try .mined(length: 2)), .success(try .mined(length: 5)),
            ])
        #expect(resolution.wasReplaced)
        #expect(chain.blocks == longest.blocks)
        #expect(resolution.findings.map(\.length) == [4, nil, 5, 3, nil, 2, 5])
        #expect(resolution.findings.map(\.address) == (try (1...7).map { try .peer($0) }))
        let verdicts = resolution.findings.map(\.verdict.description)
        #expect(verdicts[0] == "longer, but another was taken")
        #expect(verdicts[1] == "timed out")
        #expect(verdicts[2] == "taken")
        #expect(verdicts[3] == "not longer")
        #expect(verdicts[4].hasPrefix("refused at block 7"))
        #expect(verdicts[5] == "not longer")
        #expect(verdicts[6] == "longer, but another was taken")
    }

    @Test func `at equal length ours stays`() async throws {
        let own = try Blockchain.mined(length: 3)
        let (resolution, chain) = try await verdicts(
            own: own, [.success(try .mined(length: 3, timestamp: 2.5))])
        #expect(!resolution.wasReplaced)
        #expect(chain.blocks == own.blocks)
        #expect(resolution.findings.map(\.verdict.description) == ["not longer"])
    }

    @Test func `of equally long chains the first registered peer's is taken, whoever answers first`()
        async throws
    {
        try await withLoop { loop in
            let network = StubNetwork()
            let peers = try (0..<3).map { try PeerAddress.peer($0) }
            let chains = try (0..<3).map { try Blockchain.mined(length: 3, timestamp: Double($0) + 0.5) }
            // Each answers once the one after it has been asked and has answered.
            let gates = (0..<3).map { _ in Gate() }
            for number in 0..<3 {
                network.set(peers[number]) {
                    if number < 2 { await gates[number + 1].pass() }
                    gates[number].open()
                    return .success(chains[number])
                }
            }
            let node = try Node.stub(on: loop, peers: peers, network: network)
            #expect(try await node.resolved().findings.map(\.verdict.description).first == "taken")
            #expect(await node.chain.blocks == chains[0].blocks)
        }
    }

    @Test func `a chain with another genesis is taken if it is longer`() async throws {
        let text = #"{"index":1,"timestamp":7,"transactions":[],"proof":100,"previous_hash":1}"#
        let genesis = try Block(JSONDocument(parsing: Array(text.utf8)).root)
        let other = try Blockchain(first: genesis, rules: .easy).extended(to: 4)
        let (resolution, chain) = try await verdicts(own: .mined(length: 3), [.success(other)])
        #expect(resolution.wasReplaced)
        #expect(chain.blocks == other.blocks)
    }

    @Test func `a block that we forged while the peers were asked counts`() async throws {
        let theirs = try Blockchain.mined(length: 3)
        try await withGate(.success(theirs)) { scene in
            let tasks = try await scene.resolving(1)
            for _ in 0..<2 { _ = try await scene.node.mine() }
            scene.gate.open()
            #expect(await tasks[0].value?.wasReplaced == false)
            #expect(await scene.node.chain.length == 3)
            #expect(await scene.node.chain.blocks != theirs.blocks)
        }
    }

    @Test func `many who ask at once share at most two rounds`() async throws {
        try await withGate { scene in
            let first = try await scene.resolving(1)
            let others = (0..<50).map { _ in scene.node.resolving() }
            try await eventually { await scene.node.roundWaitingCount == first.count + others.count }
            #expect(scene.askedCount == 1)
            scene.gate.open()
            for task in others + first { #expect(await task.value?.wasReplaced == false) }
            #expect(scene.askedCount == 2)
            try await eventually { await !scene.node.isInRound }
            #expect(await scene.node.roundWaitingCount == 0)
            _ = await scene.node.resolveConflicts()
            #expect(scene.askedCount == 3)
        }
    }

    @Test func `who asks during a round sees what a peer has by then`() async throws {
        try await withGate(.success(Blockchain(rules: .easy))) { scene in
            let first = try await scene.resolving(1)
            let longer = try Blockchain.mined(length: 2)
            scene.network.set(scene.peer) { .success(longer) }
            let second = scene.node.resolving()
            try await eventually { await scene.node.roundWaitingCount == 2 }
            scene.gate.open()
            #expect(await first[0].value?.wasReplaced == false)
            #expect(await second.value?.wasReplaced == true)
        }
    }

    @Test func `rounds in any overlap all end`() async throws {
        try await withGate { scene in
            scene.gate.open()
            await withTaskGroup { group in
                for number in 0..<300 {
                    group.addTask { [node = scene.node] in
                        for _ in 0..<number % 7 { await Task.yield() }
                        _ = await node.resolveConflicts()
                    }
                }
            }
            try await eventually { await !scene.node.isInRound }
            #expect(await scene.node.roundWaitingCount == 0)
            #expect((1...300).contains(scene.askedCount))
        }
    }

    @Test func `whoever gives up is let go, and the round goes on for the others`() async throws {
        try await withGate(.success(.mined(length: 2))) { scene in
            let tasks = try await scene.resolving(4)
            // One of those in the round, if it has more than one, and one of those that wait.
            for position in [0, 3] {
                tasks[position].cancel()
                #expect(await tasks[position].value == nil)
            }
            scene.gate.open()
            for position in [1, 2] { #expect(await tasks[position].value?.findings.count == 1) }
            #expect(await scene.node.chain.length == 2)
        }
    }

    @Test func `who asks in a task that was cancelled gets nothing, and nobody waits`() async throws {
        try await withLoop { loop in
            let node = try Node.stub(on: loop)
            for _ in 0..<50 {
                let task = Task {
                    while !Task.isCancelled { await Task.yield() }
                    return await node.resolveConflicts()
                }
                task.cancel()
                #expect(await task.value == nil)
            }
            #expect(await node.resolveConflicts() != nil)
            try await eventually { await !node.isInRound }
        }
    }

    @Test func `so many may wait and no more`() async throws {
        try await withGate { scene in
            let tasks = (0..<Sync.maximumWaiting).map { _ in scene.node.resolving() }
            await Task(executorPreference: scene.node.executor) {}.value
            #expect(await scene.node.resolveConflicts() == nil)
            scene.gate.open()
            for task in tasks { #expect(await task.value != nil) }
            #expect(scene.askedCount <= 2)
            #expect(await scene.node.resolveConflicts() != nil)
        }
    }

    @Test func `ending the node's work ends the rounds`() async throws {
        try await withGate(.failure(.noAnswer(Statement(.givenUp)))) { scene in
            let tasks = try await scene.resolving(3)
            await scene.node.cancelWork()
            for task in tasks { #expect(await task.value?.findings.first?.verdict.description == "given up") }
        }
    }

    @Test func `payments of fallen blocks are pending again, and not when their chain comes back`()
        async throws
    {
        try await withGate { scene in
            let node = scene.node
            let payments = try (1...4).map { try Transaction.payment($0) }
            for payment in payments.prefix(2) { _ = try await node.newTransaction(payment) }
            _ = try await node.mine()
            let ours = await node.chain
            _ = try await node.newTransaction(payments[2])

            let theirs = try Blockchain.mined(length: 3)
            scene.network.set(scene.peer) { .success(theirs) }
            #expect(try await node.resolved().wasReplaced)
            _ = try await node.newTransaction(payments[3])
            #expect(await node.mempool.nextBlockTransactions().map(\.transaction) == payments)

            let back = try ours.extended(to: 4)
            scene.network.set(scene.peer) { .success(back) }
            #expect(try await node.resolved().wasReplaced)
            #expect(await node.mempool.nextBlockTransactions().map(\.transaction) == Array(payments.dropFirst(2)))
        }
    }

    @Test func `two nodes on one loop share a chain`() async throws {
        try await withLoop { loop in
            let network = StubNetwork()
            let (left, right) = (try PeerAddress.peer(1), try PeerAddress.peer(2))
            let first = try Node.stub(on: loop, identifier: "first", peers: [right], network: network)
            let second = try Node.stub(on: loop, identifier: "second", peers: [left], network: network)
            network.set(left) { .success(await first.chain) }
            network.set(right) { .success(await second.chain) }
            for round in 1...5 {
                _ = try await first.newTransaction(.payment(round))
                _ = try await first.mine()
                _ = try await first.mine()
                _ = try await second.newTransaction(.payment(100 + round))
                _ = try await second.mine()
                #expect(try await second.resolved().wasReplaced)
                _ = try await second.mine()
                #expect(try await first.resolved().wasReplaced)
                #expect(await first.chain.blocks == second.chain.blocks)
            }
            #expect(await first.chain.length == 16)
            let amounts = await first.chain.blocks.flatMap { block in
                block.value(of: .transactions).elements?.compactMap { $0["amount"]?.integer } ?? []
            }
            for round in 2...5 {
                #expect(amounts.count { $0 == round } == 1)
                #expect(amounts.count { $0 == 100 + round } == 1)
            }
        }
    }
}
