internal import Chain
internal import HTTP
internal import Storage
internal import Testing

@testable import Node

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
                network.set(peers[0]) { .failure(.noAnswer("gone")) }
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
                .success(try .mined(length: 4)), .failure(.noAnswer("timed out")), .success(longest),
                .success(try .mined(length: 3)), .failure(.refused(.wrongProof(height: 7))),
                .success(try .mined(length: 2)), .success(try .mined(length: 5)),
            ])
        #expect(resolution.wasReplaced)
        #expect(chain.blocks == longest.blocks)
        #expect(resolution.findings.map(\.length) == [4, nil, 5, 3, nil, 2, 5])
        #expect(resolution.findings.map(\.address) == (try (1...7).map { try .peer($0) }))
        let verdicts = resolution.findings.map(\.verdict)
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
        #expect(resolution.findings.map(\.verdict) == ["not longer"])
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
            #expect(try await node.resolved().findings.map(\.verdict).first == "taken")
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
        try await withLoop { loop in
            let network = StubNetwork()
            let peer = try PeerAddress.peer(1)
            let gate = Gate()
            let theirs = try Blockchain.mined(length: 3)
            network.set(peer) {
                await gate.pass()
                return .success(theirs)
            }
            let node = try Node.stub(on: loop, peers: [peer], network: network)
            async let resolution = node.resolveConflicts()
            try await eventually { network.askedCount(peer) == 1 }
            for _ in 0..<2 { _ = try await node.mine() }
            gate.open()
            #expect(await resolution?.wasReplaced == false)
            #expect(await node.chain.length == 3)
            #expect(await node.chain.blocks != theirs.blocks)
        }
    }

    @Test func `many who ask at once share at most two rounds`() async throws {
        try await withLoop { loop in
            let network = StubNetwork()
            let peer = try PeerAddress.peer(1)
            let gate = Gate()
            network.set(peer) {
                await gate.pass()
                return .failure(.noAnswer("timed out"))
            }
            let node = try Node.stub(on: loop, peers: [peer], network: network)
            let first = Task(executorPreference: loop) { await node.resolveConflicts() }
            try await eventually { network.askedCount(peer) == 1 }
            let others = (0..<50).map { _ in Task(executorPreference: loop) { await node.resolveConflicts() }
            }
            // Jobs of one thread keep their order, so after this all of them have asked.
            await Task(executorPreference: loop) {}.value
            #expect(network.askedCount(peer) == 1)
            gate.open()
            for task in others + [first] { #expect(await task.value?.wasReplaced == false) }
            #expect(network.askedCount(peer) == 2)
            try await eventually { await !node.isInRound }
            #expect(await node.roundWaitingCount == 0)
            _ = await node.resolveConflicts()
            #expect(network.askedCount(peer) == 3)
        }
    }

    @Test func `who asks during a round sees what a peer has by then`() async throws {
        try await withLoop { loop in
            let network = StubNetwork()
            let peer = try PeerAddress.peer(1)
            let gate = Gate()
            network.set(peer) {
                await gate.pass()
                return .success(Blockchain(rules: .easy))
            }
            let node = try Node.stub(on: loop, peers: [peer], network: network)
            async let first = node.resolveConflicts()
            try await eventually { network.askedCount(peer) == 1 }
            let longer = try Blockchain.mined(length: 2)
            network.set(peer) { .success(longer) }
            async let second = node.resolveConflicts()
            try await eventually { await node.roundWaitingCount == 2 }
            gate.open()
            #expect(await first?.wasReplaced == false)
            #expect(await second?.wasReplaced == true)
        }
    }

    @Test func `rounds in any overlap all end`() async throws {
        try await withLoop { loop in
            let network = StubNetwork()
            let peer = try PeerAddress.peer(1)
            let node = try Node.stub(on: loop, peers: [peer], network: network)
            await withTaskGroup { group in
                for number in 0..<300 {
                    group.addTask {
                        for _ in 0..<number % 7 { await Task.yield() }
                        _ = await node.resolveConflicts()
                    }
                }
            }
            try await eventually { await !node.isInRound }
            #expect(await node.roundWaitingCount == 0)
            #expect((1...300).contains(network.askedCount(peer)))
        }
    }

    @Test func `whoever gives up is let go, and the round goes on for the others`() async throws {
        try await withLoop { loop in
            let network = StubNetwork()
            let peer = try PeerAddress.peer(1)
            let gate = Gate()
            let longer = try Blockchain.mined(length: 2)
            network.set(peer) {
                await gate.pass()
                return .success(longer)
            }
            let node = try Node.stub(on: loop, peers: [peer], network: network)
            let tasks = (0..<4).map { _ in Task(executorPreference: loop) { await node.resolveConflicts() } }
            try await eventually { network.askedCount(peer) == 1 }
            // One of those in the round, if it has more than one, and one of those that wait.
            for position in [0, 3] {
                tasks[position].cancel()
                #expect(await tasks[position].value == nil)
            }
            gate.open()
            for position in [1, 2] { #expect(await tasks[position].value?.findings.count == 1) }
            #expect(await node.chain.length == 2)
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
        try await withLoop { loop in
            let network = StubNetwork()
            let peer = try PeerAddress.peer(1)
            let gate = Gate()
            network.set(peer) {
                await gate.pass()
                return .failure(.noAnswer("timed out"))
            }
            let node = try Node.stub(on: loop, peers: [peer], network: network)
            let tasks = (0..<Sync.maximumWaiting).map { _ in
                Task(executorPreference: loop) { await node.resolveConflicts() }
            }
            await Task(executorPreference: loop) {}.value
            #expect(await node.resolveConflicts() == nil)
            gate.open()
            for task in tasks { #expect(await task.value != nil) }
            #expect(network.askedCount(peer) <= 2)
            #expect(await node.resolveConflicts() != nil)
        }
    }

    @Test func `ending the node's work ends the rounds`() async throws {
        try await withLoop { loop in
            let network = StubNetwork()
            let peer = try PeerAddress.peer(1)
            let gate = Gate()
            network.set(peer) {
                await gate.pass()
                return .failure(.noAnswer("given up"))
            }
            let node = try Node.stub(on: loop, peers: [peer], network: network)
            let tasks = (0..<3).map { _ in Task(executorPreference: loop) { await node.resolveConflicts() } }
            try await eventually { network.askedCount(peer) == 1 }
            await node.cancelWork()
            for task in tasks { #expect(await task.value?.findings.first?.verdict == "given up") }
        }
    }

    @Test func `payments of fallen blocks are pending again, and not when their chain comes back`()
        async throws
    {
        try await withLoop { loop in
            let network = StubNetwork()
            let peer = try PeerAddress.peer(1)
            let node = try Node.stub(on: loop, peers: [peer], network: network)
            let payments = try (1...4).map { try Transaction.payment($0) }
            for payment in payments.prefix(2) { _ = try await node.newTransaction(payment) }
            _ = try await node.mine()
            let ours = await node.chain
            _ = try await node.newTransaction(payments[2])

            let theirs = try Blockchain.mined(length: 3)
            network.set(peer) { .success(theirs) }
            #expect(try await node.resolved().wasReplaced)
            _ = try await node.newTransaction(payments[3])
            #expect(await node.mempool.nextBlock().map(\.transaction) == payments)

            let back = try ours.extended(to: 4)
            network.set(peer) { .success(back) }
            #expect(try await node.resolved().wasReplaced)
            #expect(await node.mempool.nextBlock().map(\.transaction) == Array(payments.dropFirst(2)))
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
