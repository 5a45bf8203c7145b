internal import API
internal import Chain
internal import EventLoop
internal import HTTP
internal import Records
internal import TestSupport
internal import Testing

@testable import Node

/// Work that is done outside the node, beside what the node itself does.
@Suite("Work done elsewhere", .timeLimit(.minutes(2)))
struct WorkTests {
    private func done(_ node: Node, miner: String? = nil) async throws -> DoneWork {
        let tip = await node.chain.tip
        let proof = try await node.chain.rules.work(after: tip).smallestProof()
        return DoneWork(id: tip.hash, number: .nonce(Proof(proof)), miner: miner)
    }

    private func forging(_ done: DoneWork, at node: Node) -> Task<Result<ForgedBlock, WorkError>, Never> {
        Task(executorPreference: node.executor) {
            await Result { () async throws(WorkError) in try await node.forge(done) }
        }
    }

    @Test func `ends the search for the same block here`() async throws {
        try await withLoop { loop in
            let prover = GatedProver()
            let node = try Node.stub(on: loop, prover: prover)
            let mining = node.mining()
            try await eventually { prover.begunCount == 1 }
            let forged = try await forging(done(node, miner: "bob"), at: node).value.get()
            #expect(forged.transactions == [.reward(to: "bob")])
            #expect(await mining.value.failure == .superseded(length: 2))
            #expect(await node.chain.length == 2)
        }
    }

    @Test func `ends the search of a ledger's node, which goes on behind it`() async throws {
        let scene = try LedgerScene()
        try await withLoop { loop in
            let prover = GatedProver()
            var options = NodeOptions()
            options.mines = true
            let node = try Node.stub(
                on: loop, identifier: scene.ledger.people[LedgerScene.miner].description, rules: scene.ledger.rules,
                prover: prover, options: options)
            await node.start(listeningOn: 5000)
            try await eventually { prover.begunCount == 1 }
            let work = try await node.work(payingTo: nil, for: .unknown)
            let id = try #require(UInt256(hexDigits: work.id.hexDigits[...]))
            let nonce = try #require(await node.workDesk[id]?.draft.template.nonceByTrying())
            let number = try #require(Proof(digits: "\(nonce)".utf8))
            let done = DoneWork(id: work.id, number: .nonce(number), miner: nil)
            let forged = try await forging(done, at: node).value.get()
            #expect(forged.block.index == 2)
            try await eventually { prover.begunCount == 2 }
            #expect(await node.chain.lastBlock == forged.block)
            await node.cancelWork()
        }
    }

    @Test func `is forged once, and again where it could not be kept`() async throws {
        try await withLoop { loop in
            let store = try StubStore()
            let node = try Node.stub(on: loop, store: store)
            let done = try await done(node)
            store.hold()
            let first = forging(done, at: node)
            try await store.untilHeld()
            let second = await forging(done, at: node).value.failure
            guard case .isForged = second else { throw Unexpected("\(String(describing: second))") }
            store.refuse(.full)
            try await store.letOneThrough()
            guard case .notForged(.notKept) = await first.value.failure else { throw Unexpected("it was kept") }
            store.refuse(nil)
            store.letAllThrough()
            #expect(try await forging(done, at: node).value.get().block.index == 2)
            guard case .stale(length: 2, _) = await forging(done, at: node).value.failure else {
                throw Unexpected("it was forged twice")
            }
        }
    }

    private struct Unexpected: Error {
        init(_ what: String) { Issue.record("\(what)") }
    }
}
