internal import Chain
internal import EventLoop
internal import Records
internal import TestSupport
internal import Testing

@testable import Node

/// Operations on a state alone: no loop, no disk.
@Suite("An operation")
struct OperationTests {
    @Test func `accepts a payment, and one with a known id as the first time`() async throws {
        var scene = try StateScene()
        #expect(try await scene.run(AcceptTransaction(.payment(1), hasNewID: false)) == 2)
        for _ in 1...2 { #expect(try await scene.run(AcceptTransaction(.identified(7), hasNewID: false)) == 2) }
        #expect(try scene.state.mempool.pending.map(\.transaction) == [.payment(1), .identified(7)])
        await #expect(throws: AcceptTransaction.Refusal.self) {
            try await scene.run(AcceptTransaction(.identified(7, amount: 8), hasNewID: false))
        }
    }

    @Test func `answers one that is known also when the mempool is full`() async throws {
        var scene = try StateScene()
        _ = try await scene.run(AcceptGossip([.identified(1)], from: nil))
        try await scene.post(.payment(ofBytes: Mempool.maximumBytes))
        // It would go from the room of what others bring, which they fill again, into that of what clients post.
        await #expect(throws: AcceptTransaction.Refusal.self) { try await scene.post(.identified(1)) }
        #expect(scene.state.mempool.pending.first?.isPosted == false)
        try await scene.forge()
        #expect(try await scene.post(.identified(1)) == 2)
        await #expect(throws: AcceptTransaction.Refusal.self) { try await scene.post(.identified(2)) }
        await #expect(throws: AcceptTransaction.Refusal.self) { try await scene.post(.payment(3)) }
    }

    @Test func `makes what others brought a promise once a client posts it`() async throws {
        var scene = try StateScene()
        let outcome = try await scene.run(AcceptGossip([.identified(1), .identified(2)], from: nil))
        #expect(outcome == AcceptGossip.Outcome(kept: 2, new: 2))
        #expect(try await scene.run(AcceptTransaction(.identified(1), hasNewID: false)) == 2)
        #expect(scene.state.mempool.pending.map(\.isPosted) == [true, false])
    }

    @Test func `makes a promise once, however many clients post it in one commit`() async throws {
        var scene = try StateScene()
        let transaction = try Transaction.identified(1)
        _ = try await scene.run(AcceptGossip([transaction], from: nil))
        var known = KnownTransactions(zip([transaction], try await scene.store.known([transaction])))
        var changes: [Change] = []
        for _ in 1...3 {
            var posted = AcceptTransaction(transaction, hasNewID: false)
            try posted.reserve(in: &scene.state)
            changes += try posted.decide(on: &scene.state, &known)
        }
        guard changes.count == 1, case .posted(number: 1) = changes[0] else {
            Issue.record("other changes: \(changes)")
            return
        }
    }

    @Test func `makes a promise also of what comes with the same commit`() throws {
        var state = try StateScene().state
        var known = KnownTransactions([])
        var brought = AcceptGossip([try .identified(1)], from: nil)
        var posted = AcceptTransaction(try .identified(1), hasNewID: false)
        try posted.reserve(in: &state)
        let changes = try brought.decide(on: &state, &known) + posted.decide(on: &state, &known)
        guard case .accepted(let accepted) = changes[0], case .posted(let number) = changes[1] else {
            Issue.record("other changes: \(changes)")
            return
        }
        #expect(accepted.number == number)
        _ = brought.apply(to: &state)
        _ = posted.apply(to: &state)
        #expect(state.mempool.pending.map(\.isPosted) == [true])
        #expect(posted.outcome(in: state) == 2)
        try state.mempool.checkRoom(admitted: state.mempool.pending)
    }

    @Test func `announces the same block for a payment that is posted again`() async throws {
        var scene = try StateScene(blockBytes: 16 << 10)
        for number in 1...7 { try await scene.post(.identified(number, ofBytes: 4_000)) }
        for _ in 1...2 { #expect(try await scene.post(.identified(8, ofBytes: 4_000)) == 4) }
        #expect(try await scene.post(.identified(1, ofBytes: 4_000)) == 2)
        try await scene.forge()
        #expect(try await scene.post(.identified(8, ofBytes: 4_000)) == 4)
        #expect(try await scene.post(.identified(1, ofBytes: 4_000)) == 2)
    }

    @Test func `gives back what it reserved when it can't be committed`() throws {
        var state = try StateScene().state
        var known = KnownTransactions([])
        var posted = AcceptTransaction(try .payment(1), hasNewID: false)
        var brought = AcceptGossip([try .identified(1)], from: nil)
        try posted.reserve(in: &state)
        _ = try posted.decide(on: &state, &known)
        _ = brought.decide(on: &state, &known)
        #expect(!state.mempool.isSettled)
        posted.abandon(in: &state)
        brought.abandon(in: &state)
        #expect(state.mempool.isSettled)
    }

    @Test func `forges a block with what is pending, on the tip it was searched for`() async throws {
        var scene = try StateScene()
        try await scene.run(AcceptTransaction(.payment(1), hasNewID: false))
        let tip = scene.state.chain.tip
        let proof = try #require(await PlainProver().smallestProof(for: Rules.easy.work(after: tip)))
        let operation = ForgeBlock(proof: proof, after: tip, clock: StubClock())
        let forged = try await scene.run(operation)
        #expect(try forged.transactions == [.payment(1), .reward(to: "node")])
        #expect(scene.state.chain.lastBlock == forged.block && scene.state.mempool.pending.isEmpty)
        await #expect(throws: ForgeBlock.Superseded.self) { try await scene.run(operation) }
    }

    @Test func `adopts a longer chain, and returns what falls`() async throws {
        var scene = try StateScene()
        try await scene.run(AcceptGossip([.identified(1)], from: nil))
        try await scene.run(AcceptTransaction(.payment(2), hasNewID: false))
        let tip = scene.state.chain.tip
        let proof = try #require(await PlainProver().smallestProof(for: Rules.easy.work(after: tip)))
        try await scene.run(ForgeBlock(proof: proof, after: tip, clock: StubClock()))
        let longer = try Blockchain.mined(length: 3)
        #expect(try await scene.run(AdoptChain(longer, of: .peer(1), at: 9)) == ChainWeight(length: 2))
        #expect(try scene.state.mempool.pending.map(\.transaction) == [.identified(1), .payment(2)])
        await #expect(throws: AdoptChain.Refusal.self) { try await scene.run(AdoptChain(longer, of: .peer(1), at: 9)) }
    }

    @Test func `registers and removes peers, and a found one only while nobody has registered it`() async throws {
        var scene = try StateScene()
        try await scene.run(RegisterPeers([.peer(1)], areFound: true))
        try await scene.run(RegisterPeers([.peer(1), .peer(2)], areFound: false))
        await #expect(throws: RemovePeer.NotThere.self) { try await scene.run(RemovePeer(.peer(1), ifFound: true)) }
        try await scene.run(RemovePeer(.peer(1), ifFound: false))
        #expect(scene.state.peers.addresses == [try .peer(2)])
        await #expect(throws: PeerListError.self) {
            try await scene.run(RegisterPeers((10..<200).map { try .peer($0) }, areFound: false))
        }
    }
}
