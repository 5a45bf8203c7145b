internal import Chain
internal import HTTP
internal import Storage
internal import TestSupport
internal import Testing

@testable import Node

@Suite("Mining on a node", .timeLimit(.minutes(5)))
struct NodeMiningTests {
    @Test func `a block is forged on the tip, by the rules`() async throws {
        try await withLoop { loop in
            let node = try Node.stub(on: loop)
            let before = await node.chain
            let block = try await node.mine().block
            var chain = before
            try chain.append(block)
            #expect(block.previousHash == Block.genesis.hash)
            #expect(block.timestampText.description == "1000001.5")
            #expect(await node.chain.blocks == chain.blocks)
        }
    }

    @Test func `many requests at once forge distinct blocks, in the order they came`() async throws {
        try await withLoop { loop in
            let node = try Node.stub(on: loop)
            for number in 1...10 { _ = try await node.newTransaction(.payment(number)) }
            let tasks = (0..<30).map { _ in Task(executorPreference: loop) { try await node.mine() } }
            for (position, task) in tasks.enumerated() {
                let forged = try await task.value
                #expect(forged.block.index == position + 2)
                #expect(forged.transactions.count == (position == 0 ? 11 : 1))
            }
            let chain = await node.chain
            #expect(chain.length == 31)
            #expect(Set(chain.blocks).count == 31)
            #expect(await !node.isForging)
        }
    }

    @Test func `payments and blocks at once lose nothing`() async throws {
        try await withLoop { loop in
            let node = try Node.stub(on: loop)
            try await withThrowingTaskGroup { group in
                for number in 0..<200 {
                    group.addTask { _ = try await node.newTransaction(.payment(number)) }
                    if number % 10 == 0 { group.addTask { _ = try await node.mine() } }
                }
                try await group.waitForAll()
            }
            _ = try await node.mine()
            let carried = await node.chain.blocks.flatMap { block in
                block.value(of: .transactions).elements?.compactMap { $0["amount"]?.integer } ?? []
            }
            // Besides the rewards of 1, each amount once.
            let rewards = await node.chain.length - 1
            #expect(carried.sorted() == (Array(0..<200) + Array(repeating: 1, count: rewards)).sorted())
        }
    }

    @Test func `a request that is cancelled in the search forges nothing, and the next one does`()
        async throws
    {
        try await withLoop { loop in
            let prover = GatedProver()
            let node = try Node.stub(on: loop, prover: prover)
            let first = Task { await Result { () async throws(MiningError) in try await node.mine() } }
            try await eventually { prover.begunCount == 1 }
            let second = Task { await Result { () async throws(MiningError) in try await node.mine() } }
            first.cancel()
            #expect(await first.value.failure == .cancelled)
            prover.gate.open()
            #expect(try await second.value.get().block.index == 2)
            #expect(await node.chain.length == 2)
        }
    }

    @Test func `a request that is cancelled in the line leaves it, and the others keep their order`()
        async throws
    {
        try await withLoop { loop in
            let prover = GatedProver()
            let node = try Node.stub(on: loop, prover: prover)
            let tasks = (0..<5).map { _ in
                Task(executorPreference: loop) {
                    await Result { () async throws(MiningError) in try await node.mine() }
                }
            }
            try await eventually { prover.begunCount == 1 }
            tasks[2].cancel()
            #expect(await tasks[2].value.failure == .cancelled)
            prover.gate.open()
            for (position, index) in [(0, 2), (1, 3), (3, 4), (4, 5)] {
                #expect(try await tasks[position].value.get().block.index == index)
            }
            #expect(prover.begunCount == 4)
        }
    }

    @Test func `requests cancelled at any moment leave the line usable`() async throws {
        try await withLoop { loop in
            let node = try Node.stub(on: loop)
            let tasks = (0..<100).map { number in
                let task = Task { await Result { () async throws(MiningError) in try await node.mine() } }
                if number % 3 != 0 { Task { task.cancel() } }
                return task
            }
            var forged = 0
            for task in tasks {
                switch await task.value {
                case .success: forged += 1
                case .failure(let error): #expect(error == .cancelled)
                }
            }
            #expect(await node.chain.length == forged + 1)
            #expect(await !node.isForging)
            _ = try await node.mine()
        }
    }

    @Test func `a request cancelled before it began forges nothing`() async throws {
        try await withLoop { loop in
            let node = try Node.stub(on: loop, prover: GatedProver())
            let task = Task {
                while !Task.isCancelled { await Task.yield() }
                return await Result { () async throws(MiningError) in try await node.mine() }
            }
            task.cancel()
            #expect(await task.value.failure == .cancelled)
            #expect(await node.chain.length == 1)
        }
    }

    @Test func `a longer chain that arrives during the search supersedes it`() async throws {
        try await withLoop { loop in
            let (network, prover) = (StubNetwork(), GatedProver())
            let peer = try PeerAddress.peer(1)
            let longer = try Blockchain.mined(length: 4)
            network.set(peer) { .success(longer) }
            let node = try Node.stub(on: loop, peers: [peer], network: network, prover: prover)
            _ = try await node.newTransaction(.payment(5))
            let task = Task { await Result { () async throws(MiningError) in try await node.mine() } }
            try await eventually { prover.begunCount == 1 }
            #expect(try await node.resolved().wasReplaced)
            #expect(await task.value.failure == .superseded(length: 4))
            prover.gate.open()
            let forged = try await node.mine()
            #expect(forged.block.index == 5)
            #expect(forged.transactions == [try .payment(5), .reward(to: "node")])
        }
    }

    @Test func `a chain that is not longer leaves the search alone`() async throws {
        try await withLoop { loop in
            let (network, prover) = (StubNetwork(), GatedProver())
            let peer = try PeerAddress.peer(1)
            network.set(peer) { .success(Blockchain(rules: .easy)) }
            let node = try Node.stub(on: loop, peers: [peer], network: network, prover: prover)
            async let forged = node.mine()
            try await eventually { prover.begunCount == 1 }
            #expect(try await !node.resolved().wasReplaced)
            prover.gate.open()
            #expect(try await forged.block.index == 2)
        }
    }

    @Test func `ending the node's work ends a search`() async throws {
        try await withLoop { loop in
            let prover = GatedProver()
            let node = try Node.stub(on: loop, prover: prover)
            let task = Task { await Result { () async throws(MiningError) in try await node.mine() } }
            try await eventually { prover.begunCount == 1 }
            await node.cancelWork()
            #expect(await task.value.failure == .cancelled)
        }
    }

    @Test func `the line has an end`() async throws {
        try await withLoop { loop in
            let prover = GatedProver()
            let node = try Node.stub(on: loop, prover: prover)
            let tasks = (0...MiningDesk.maximumWaiting).map { _ in
                Task(executorPreference: loop) {
                    await Result { () async throws(MiningError) in try await node.mine() }
                }
            }
            await Task(executorPreference: loop) {}.value
            await #expect(throws: MiningError.tooManyWaiting) { try await node.mine() }
            for task in tasks { task.cancel() }
            for task in tasks { #expect(await task.value.failure == .cancelled) }
            prover.gate.open()
            #expect(try await node.mine().block.index == 2)
        }
    }

    // MARK: - The longest chain

    @Test func `a full chain is not mined on, and no payment is taken for it`() async throws {
        try await withLoop { loop in
            var options = NodeOptions()
            options.limits.chain.chainBytes = 20_000
            let prover = GatedProver()
            prover.gate.open()
            let node = try Node.stub(on: loop, prover: prover, options: options)
            var refusal: MiningError?
            #expect(try await node.newTransaction(.identified(7)) == 2)
            while refusal == nil {
                _ = await node.accepting(try .payment(1, to: String(repeating: "b", count: 3_000))).value
                refusal = await node.mining().value.failure
            }
            let (chain, searches) = (await node.chain, prover.begunCount)
            #expect(refusal == .chainIsFull(bytes: chain.textLength, limitBytes: 20_000))
            #expect((10_000...20_000).contains(chain.textLength))
            #expect(await node.mining().value.failure == refusal)
            #expect(prover.begunCount == searches)
            let pending = await node.mempool.pending
            let noPayment = AcceptanceError.chainIsFull(bytes: chain.textLength, limitBytes: 20_000)
            #expect(try await node.accepting(2).value.failure == noPayment)
            #expect(await node.accepting(try .identified(8)).value.failure == noPayment)
            #expect(await node.mempool.pending == pending)
            #expect(await node.mempool.isSettled)
            // One that is known is answered as ever.
            #expect(try await node.newTransaction(.identified(7)) == 2)
            #expect(await node.chain == chain)
        }
    }

    @Test func `a node that starts with a chain near the longest one says so`() async throws {
        try await withLoop { loop in
            let store = try ChainStore(inMemoryBy: .easy)
            var options = NodeOptions()
            let first = try Node.stub(on: loop, store: StubStore(store), options: options)
            while await first.chain.textLength < 20_000 { _ = try await first.mine() }
            let length = await first.chain.textLength
            for (limit, warnings) in [(length * 4, 0), (length * 6 / 5, 1), (length, 1), (length / 2, 1)] {
                options.limits.chain.chainBytes = limit
                let log = RecordedLog()
                let node = try Node.stub(
                    on: loop, store: StubStore(store), logger: log.logger, options: options)
                await node.start(listeningOn: 5000)
                await node.cancelWork()
                #expect(log.lines.count { $0.contains("near the longest") } == warnings)
            }
        }
    }

    @Test func `no client has the number of the node's own miner`() {
        for address in ["::1", "127.0.0.1", "::", "ffff::1", "nothing", "fe80::1"] {
            #expect(ClientGroup(address: address).number != Node.ownMiner)
        }
    }
}
