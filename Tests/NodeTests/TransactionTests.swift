internal import Chain
internal import Node
internal import TestSupport
internal import Testing
internal import Wording

@Suite("Transactions of a node", .timeLimit(.minutes(5)))
struct TransactionTests {
    @Test func `a payment is announced for the next block and lies in it, in order, the reward last`()
        async throws
    {
        try await withLoop { loop in
            let node = try Node.stub(on: loop, identifier: "miner")
            let payments = try (1...5).map { try Transaction.payment($0) }
            for payment in payments { #expect(try await node.newTransaction(payment) == 2) }
            let forged = try await node.mine()
            #expect(forged.block.index == 2)
            #expect(forged.transactions == payments + [.reward(to: "miner")])
            #expect(forged.block.transactionsText == .array(forged.transactions.map(\.text)))
            #expect(await node.chain.lastBlock == forged.block)
            #expect(await node.mempool.pending.isEmpty)
            #expect(try await node.newTransaction(payments[0]) == 3)
        }
    }

    @Test func `equal payments are both meant`() async throws {
        try await withLoop { loop in
            let node = try Node.stub(on: loop)
            for _ in 0..<3 { _ = try await node.newTransaction(.payment(7)) }
            #expect(try await node.mine().transactions.count == 4)
        }
    }

    @Test func `a payment that comes during the search is in the block that is found`() async throws {
        try await withLoop { loop in
            let prover = GatedProver()
            let node = try Node.stub(on: loop, prover: prover)
            async let forged = node.mine()
            try await eventually { prover.begunCount == 1 }
            let late = try Transaction.payment(9)
            #expect(try await node.newTransaction(late) == 2)
            prover.gate.open()
            #expect(try await forged.transactions.first == late)
        }
    }

    @Test func `a full pool refuses, and takes again after a block`() async throws {
        try await withLoop { loop in
            let node = try Node.stub(on: loop)
            // Nine of these don't fit, and one is as long as a block.
            let large = try Transaction.payment(1, to: String(repeating: "x", count: 1 << 20))
            for _ in 0..<7 { _ = try await node.newTransaction(large) }
            let error = await #expect(throws: AcceptanceError.self) { try await node.newTransaction(large) }
            #expect(error == .noRoom(.one(7)))
            #expect(MempoolError.one(7).description.hasPrefix("7 transactions of yours are pending. "))
            #expect(MempoolError.full(count: 7).description.hasPrefix("7 transactions are pending, which is all "))
            _ = try await node.mine()
            #expect(try await node.newTransaction(large) == 9)
        }
    }
}
