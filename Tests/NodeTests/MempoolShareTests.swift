internal import API
internal import Chain
internal import EventLoop
internal import HTTP
internal import Records
internal import TestSupport
internal import Testing

@testable import Node

/// Who gets how much of the room for pending transactions.
@Suite("Shares of the mempool")
struct MempoolShareTests {
    private let limits: MempoolLimits = {
        var limits = MempoolLimits()
        (limits.count, limits.bytes) = (64, 64_000)
        return limits
    }()

    /// Sends transactions of a length until there is no room, and returns how many were taken.
    private func fill(
        _ mempool: inout Mempool, _ client: String, bytes: Int = 100, isPosted: Bool = true
    ) throws -> Int {
        let client = ClientGroup(address: client)
        let transaction = try Transaction.payment(ofBytes: bytes)
        var count = 0
        while let accepted = try? mempool.admit(transaction, isPosted: isPosted, from: client) {
            mempool.add(accepted)
            count += 1
        }
        return count
    }

    @Test(arguments: [true, false])
    func `each takes half of what is left, by number and by bytes`(isPosted: Bool) throws {
        for bytes in [100, 1_000] {
            var mempool = Mempool(limits: limits)
            let counts = try (1...7).map { try fill(&mempool, "10.0.0.\($0)", bytes: bytes, isPosted: isPosted) }
            #expect(counts == [32, 16, 8, 4, 2, 1, 0])
            #expect(mempool.brokenInvariant == nil && mempool.isSettled)
        }
    }

    @Test func `what clients post takes nothing of what others bring`() throws {
        var mempool = Mempool(limits: limits)
        #expect(try fill(&mempool, "10.0.0.1") == 32)
        #expect(try fill(&mempool, "10.0.0.1", isPosted: false) == 32)
    }

    @Test func `a network of IPv6 is one client`() throws {
        var mempool = Mempool(limits: limits)
        #expect(try fill(&mempool, "2001:db8::1") == 32)
        #expect(try fill(&mempool, "2001:db8::2") == 0)
        #expect(try fill(&mempool, "2001:db8:0:1::1") == 16)
    }

    @Test func `the refusal says what is full, and whose`() throws {
        var mempool = Mempool(limits: limits)
        _ = try fill(&mempool, "10.0.0.1")
        let (one, other) = (ClientGroup(address: "10.0.0.1"), ClientGroup(address: "10.0.0.2"))
        #expect(throws: MempoolError.shareIsFull(count: 32, limits)) { try mempool.admit(.payment(1), from: one) }
        #expect(throws: MempoolError.full(count: 32)) {
            try mempool.admit(.payment(ofBytes: 63_000), from: other)
        }
    }

    @Test func `a block gives everybody back what it includes`() throws {
        var mempool = Mempool(limits: limits)
        _ = try fill(&mempool, "10.0.0.1")
        _ = try fill(&mempool, "10.0.0.2")
        mempool.confirm(mempool.nextBlockTransactions())
        #expect(mempool.brokenInvariant == nil && mempool.isSettled)
        #expect(try fill(&mempool, "10.0.0.2") == 32)
    }

    @Test func `what isn't committed is given back`() throws {
        var mempool = Mempool(limits: limits)
        let client = ClientGroup(address: "10.0.0.1")
        let admitted = try (1...32).map { _ in try mempool.admit(.payment(1), from: client) }
        for accepted in admitted { mempool.release(accepted) }
        #expect(mempool.isSettled)
        #expect(try fill(&mempool, "10.0.0.1") == 32)
    }

    @Test func `what was there at the start is nobody's, and what is left is shared`() throws {
        let pending = try (1...32).map { AcceptedTransaction(number: $0, transaction: try .payment($0)) }
        var mempool = Mempool(pending: pending, lastNumber: 32, limits: limits)
        #expect(try fill(&mempool, "10.0.0.1") == 16)
        #expect(try fill(&mempool, "10.0.0.2") == 8)
    }

    @Test func `what others brought is his who posts it`() throws {
        var mempool = Mempool(limits: limits)
        _ = try fill(&mempool, "10.0.0.1", isPosted: false)
        for number in 1...32 { mempool.notePosted(number, from: ClientGroup(address: "10.0.0.2")) }
        #expect(mempool.brokenInvariant == nil && mempool.isSettled)
        #expect(try fill(&mempool, "10.0.0.2") == 0)
        #expect(try fill(&mempool, "10.0.0.1", isPosted: false) == 32)
    }

    @Test func `what a client posts of others' doesn't grow beyond the room`() async throws {
        var scene = try StateScene(mempool: limits)
        var posted = 0
        for round in 0..<4 {
            let transactions = try (0..<32).map { try Transaction.identified(100 * round + $0) }
            try await scene.hear(transactions)
            for transaction in transactions where try await scene.refusal(of: transaction) == nil { posted += 1 }
        }
        #expect(posted == 32)
        #expect(scene.pending.count == 64)
    }

    @Test func `one node's announcements leave room for another's`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop, peers: 0..<2) { $0.limits.mempool = limits }
            await scene.start()
            func kept(_ host: String, _ numbers: Range<Int>) async throws -> Int? {
                let message = GossipMessage(
                    status: .of(1, Blockchain(rules: .easy)), transactions: try numbers.map { try .identified($0) },
                    wantsPeers: false)
                return await Task(executorPreference: loop) { await scene.node.receive(message, from: host) }.value?
                    .kept
            }
            #expect(try await kept("203.0.113.9", 0..<100) == 32)
            #expect(try await kept("203.0.113.9", 100..<200) == 0)
            #expect(try await kept("198.51.100.7", 200..<210) == 10)
            await scene.node.cancelWork()
        }
    }
}
