internal import Chain
internal import Records
internal import TestSupport
internal import Testing

@testable import Node

@Suite("The mempool")
struct MempoolTests {
    @Test func `what is admitted is pending when it is added, in order`() throws {
        var mempool = Mempool()
        let admitted = try (1...3).map { try mempool.admit(.payment($0)) }
        #expect(admitted.map(\.number) == [1, 2, 3])
        #expect(mempool.pending.isEmpty)
        mempool.add(admitted[0])
        #expect(mempool.nextBlockTransactions().map(\.number) == [1])
        for accepted in admitted.dropFirst() { mempool.add(accepted) }
        #expect(mempool.pending == admitted)
        #expect(mempool.nextBlockTransactions().map(\.transaction) == (try (1...3).map { try .payment($0) }))
    }

    @Test func `what a block carries is pending no more`() throws {
        var mempool = Mempool()
        for number in 1...3 { try mempool.accept(.payment(number)) }
        let carried = mempool.nextBlockTransactions()
        try mempool.accept(.payment(4))
        mempool.confirm(carried)
        #expect(mempool.pending.map(\.transaction) == [try .payment(4)])
        try mempool.checkRoom(admitted: mempool.pending)
    }

    @Test func `the blocks before a payment are counted with what separates payments`() throws {
        var mempool = Mempool()
        let payments = try (0..<7).map { _ in try mempool.admit(.payment(1)) }
        for payment in payments { mempool.add(payment) }
        let room = 3 * (payments[0].transaction.text.bytes.count + 2)
        #expect(payments.map { mempool.blocks(of: room, before: $0) } == [0, 0, 0, 1, 1, 1, 2])
        #expect(mempool.nextBlockTransactions(atMostBytes: room).count == 3)
    }

    @Test func `a mempool made anew goes on with numbers and room`() throws {
        let pending = try (5...7).map { AcceptedTransaction(number: $0, transaction: try .payment($0)) }
        var mempool = Mempool(pending: pending, lastNumber: 9)
        #expect(mempool.pending == pending)
        try mempool.checkRoom(admitted: pending)
        #expect(try mempool.admit(.payment(1)).number == 10)
    }

    @Test func `what falls comes back in its old place`() throws {
        var fixture = Fixture()
        try fixture.mempool.accept(.payment(1))
        try fixture.forge()
        try fixture.mempool.accept(.payment(2))
        try fixture.forge()
        try fixture.mempool.accept(.payment(3))
        let ours = fixture.chain
        let theirs = try Blockchain.mined(length: 4, timestamp: 7.5)

        var delta = fixture.follow(theirs)
        #expect(delta.returned.map(\.number) == [1, 2])
        #expect(delta.confirmed.isEmpty)
        #expect(fixture.mempool.pending.map(\.number) == [1, 2, 3])

        delta = fixture.follow(try ours.extended(to: 5))
        #expect(delta.returned.isEmpty)
        #expect(delta.confirmed == [1, 2])
        #expect(fixture.mempool.pending.map(\.number) == [3])

        let first = try Blockchain(validating: ours.blocks.prefix(2), rules: .easy)
        delta = fixture.follow(try first.extended(to: 6, timestamp: 8.5))
        #expect(delta.returned.map(\.number) == [2])
        #expect(fixture.mempool.pending.map(\.number) == [2, 3])
    }

    @Test func `what fell and was forged again is confirmed by either block`() throws {
        var fixture = Fixture()
        try fixture.mempool.accept(.payment(1))
        try fixture.forge()
        let ours = fixture.chain
        fixture.follow(try .mined(length: 3, timestamp: 7.5))
        try fixture.forge()
        #expect(fixture.mempool.pending.isEmpty)
        // From one block that includes it to the other.
        let delta = fixture.follow(try ours.extended(to: 5))
        #expect(delta.returned.isEmpty)
        #expect(delta.confirmed.isEmpty)
        #expect(fixture.mempool.pending.isEmpty)
        try fixture.mempool.checkRoom(admitted: [])
    }

    @Test func `what a replaced chain would do to the mempool changes nothing until it is followed`() throws {
        var fixture = Fixture()
        try fixture.mempool.accept(.payment(1))
        try fixture.forge()
        try fixture.mempool.accept(.payment(2))
        let longer = try Blockchain.mined(length: 3, timestamp: 7.5)
        let delta = fixture.delta(to: longer)
        #expect(delta.returned.map(\.number) == [1])
        #expect(fixture.mempool.pending.map(\.number) == [2])
        try fixture.mempool.checkRoom(admitted: fixture.mempool.pending)
    }

    @Test func `what is admitted while a chain is replaced keeps its room and its place`() throws {
        var fixture = Fixture()
        try fixture.mempool.accept(.payment(1))
        try fixture.forge()
        let admitted = try (2...3).map { try fixture.mempool.admit(.payment($0)) }
        fixture.follow(try .mined(length: 3, timestamp: 7.5))
        try fixture.mempool.checkRoom(admitted: fixture.mempool.pending + admitted)
        fixture.mempool.add(admitted[0])
        fixture.mempool.release(admitted[1])
        #expect(fixture.mempool.pending.map(\.number) == [1, 2])
        try fixture.mempool.checkRoom(admitted: fixture.mempool.pending)
    }

    @Test func `what is added after a replacement was decided on stays pending when it is followed`() throws {
        var fixture = Fixture()
        try fixture.mempool.accept(.payment(1))
        try fixture.forge()
        try fixture.mempool.accept(.payment(2))
        let longer = try Blockchain.mined(length: 3, timestamp: 7.5)
        let delta = fixture.delta(to: longer)
        try fixture.mempool.accept(.payment(3))
        fixture.mempool.apply(delta)
        #expect(fixture.mempool.pending.map(\.number) == [1, 2, 3])
        try fixture.mempool.checkRoom(admitted: fixture.mempool.pending)
    }

    // MARK: - Limits

    /// How many one client may have.
    private let most = MempoolLimits().count / 2

    @Test func `so many are pending and no more`() throws {
        var mempool = Mempool()
        let payment = try Transaction.payment(1)
        var admitted: [AcceptedTransaction] = []
        for _ in 0..<most { admitted.append(try mempool.admit(payment)) }
        let full = MempoolError.one(most)
        #expect(throws: full) { try mempool.admit(payment) }
        for accepted in admitted { mempool.add(accepted) }
        #expect(throws: full) { try mempool.admit(payment) }
        let carried = mempool.nextBlockTransactions()
        #expect(carried.count == most)
        mempool.confirm(carried)
        #expect(mempool.pending.isEmpty)
        try mempool.checkRoom(admitted: [])
    }

    @Test func `room that is given back is for one more and no more`() throws {
        var mempool = Mempool()
        let payment = try Transaction.payment(1)
        var last = try mempool.admit(payment)
        for _ in 1..<most { last = try mempool.admit(payment) }
        mempool.release(last)
        // Its number isn't reused.
        #expect(try mempool.admit(payment).number == most + 1)
        #expect(throws: MempoolError.one(most)) { try mempool.admit(payment) }
    }

    @Test func `so many bytes are pending and no more, but a smaller one may still fit`() throws {
        var mempool = Mempool()
        let half = Mempool.maximumBytes / 2
        try mempool.accept(.payment(ofBytes: half))
        #expect(throws: MempoolError.one(1)) { try mempool.admit(.payment(ofBytes: half + 1)) }
        try mempool.accept(.payment(ofBytes: half - 100))
        #expect(throws: MempoolError.one(2)) { try mempool.admit(.payment(ofBytes: 101)) }
        try mempool.accept(.payment(ofBytes: 100))
        #expect(throws: MempoolError.one(3)) { try mempool.admit(.payment(ofBytes: 60)) }
        #expect(mempool.nextBlockTransactions(atMostBytes: Mempool.maximumBytes + 6).count == 3)
    }

    @Test func `more than a block's worth that became pending again takes several blocks`() throws {
        var fixture = Fixture()
        let large = try Transaction.payment(
            1, to: String(repeating: "x", count: Mempool.maximumBytes / 3))
        for _ in 1...3 {
            for _ in 0..<2 { try fixture.mempool.accept(large) }
            try fixture.forge()
        }
        #expect(fixture.follow(try .mined(length: 5, timestamp: 7.5)).returned.map(\.number) == Array(1...6))
        #expect(throws: MempoolError.full(count: 6)) { try fixture.mempool.admit(.payment(1)) }
        var numbers: [Int] = []
        for _ in 1...3 {
            numbers += fixture.mempool.nextBlockTransactions().map(\.number)
            try fixture.forge()
            #expect(numbers.count % 2 == 0)
        }
        #expect(numbers == Array(1...6))
        #expect(fixture.mempool.pending.isEmpty)
        try fixture.mempool.checkRoom(admitted: [])
    }

    // MARK: - Transactions from other nodes

    @Test func `what others bring takes no room of what clients post, and the other way round`() throws {
        var mempool = Mempool()
        let half = Mempool.maximumBytes / 2
        for _ in 1...2 { mempool.add(try mempool.admit(.payment(ofBytes: half), isPosted: false)) }
        #expect(throws: MempoolError.one(2)) { try mempool.admit(.payment(1), isPosted: false) }
        for _ in 1...2 { try mempool.accept(.payment(ofBytes: half)) }
        #expect(throws: MempoolError.one(2)) { try mempool.admit(.payment(1)) }
        // The next block begins with what clients have posted.
        for numbers in [[3, 4], [1, 2]] {
            let carried = mempool.nextBlockTransactions(atMostBytes: Mempool.maximumBytes + 4)
            #expect(carried.map(\.number) == numbers)
            mempool.confirm(carried)
        }
        try mempool.checkRoom(admitted: [])
    }

    @Test func `one that is longer than a block is passed over and holds up no other`() throws {
        let long = AcceptedTransaction(
            number: 1, transaction: try .payment(ofBytes: Mempool.maximumBytes + 1), isPosted: false)
        var mempool = Mempool(pending: [long], lastNumber: 1)
        try mempool.accept(.payment(2))
        #expect(mempool.nextBlockTransactions().map(\.number) == [2])
        mempool.confirm(mempool.nextBlockTransactions())
        #expect(mempool.pending == [long])
        #expect(mempool.nextBlockTransactions().isEmpty)
    }

    @Test func `a block has so many bytes, and the rest waits in order`() throws {
        var mempool = Mempool()
        for _ in 1...5 { try mempool.accept(.payment(ofBytes: 398)) }
        mempool.add(try mempool.admit(.payment(ofBytes: 100), isPosted: false))
        for numbers in [[1, 2], [3, 4], [5, 6], []] {
            let carried = mempool.nextBlockTransactions(atMostBytes: 800)
            #expect(carried.map(\.number) == numbers)
            mempool.confirm(carried)
        }
    }

    @Test func `one that is longer than a block is taken alone when it is the first`() throws {
        var mempool = Mempool()
        for bytes in [500, 2_000, 500] { try mempool.accept(.payment(ofBytes: bytes)) }
        for numbers in [[1, 3], [2], []] {
            let carried = mempool.nextBlockTransactions(atMostBytes: 1_100)
            #expect(carried.map(\.number) == numbers)
            mempool.confirm(carried)
        }
        // Unless the chain has no room for it.
        try mempool.accept(.payment(ofBytes: 2_000))
        #expect(mempool.nextBlockTransactions(atMostBytes: 1_100, aloneAtMostBytes: 1_500).isEmpty)
    }

    @Test func `what others brought comes back as far as there is room, and what a client posted always does`() throws {
        var mempool = Mempool()
        let (limit, room) = (Relay.maximumTransactionBytes, Mempool.maximumBytes)
        mempool.add(try mempool.admit(.payment(ofBytes: room - 2 * limit), isPosted: false))
        let fallen = [
            FallenTransaction(number: 2, bytes: limit + 1, isPosted: false),
            FallenTransaction(number: 3, bytes: 9 << 20, isPosted: true),
            FallenTransaction(number: 4, bytes: limit, isPosted: false),
            FallenTransaction(number: 5, bytes: limit, isPosted: false),
            FallenTransaction(number: 6, bytes: 1, isPosted: false),
            FallenTransaction(number: 7, bytes: 1, isPosted: true),
            FallenTransaction(number: 8, bytes: 1, isPosted: true),
        ]
        let (returned, forgotten) = mempool.fates(of: fallen, without: [8])
        #expect(returned == [3, 4, 5, 7])
        #expect(forgotten == [2, 6])
    }

    @Test func `what a reorg confirms makes room for what it returns`() throws {
        var mempool = Mempool()
        let limit = Relay.maximumTransactionBytes
        let brought = try mempool.admit(.payment(ofBytes: Mempool.maximumBytes - limit + 1), isPosted: false)
        mempool.add(brought)
        let fallen = [FallenTransaction(number: 9, bytes: limit, isPosted: false)]
        #expect(mempool.fates(of: fallen, without: []).forgotten == [9])
        #expect(mempool.fates(of: fallen, without: [brought.number]).returned == [9])
    }

    @Test func `what a client posts that others had brought counts as posted from then on`() throws {
        var mempool = Mempool()
        let brought = try mempool.admit(.payment(1), isPosted: false)
        mempool.add(brought)
        mempool.notePosted(brought.number)
        mempool.notePosted(7)
        #expect(mempool.pending.map(\.isPosted) == [true])
        try mempool.checkRoom(admitted: mempool.pending)
    }

    // MARK: - Invariants

    @Test func `a mempool whose books drift says so`() throws {
        var mempool = Mempool()
        let accepted = try mempool.admit(.payment(1))
        mempool.add(accepted)
        #expect(mempool.brokenInvariant == nil)
        var drifted = mempool
        drifted.release(accepted)
        #expect(drifted.brokenInvariant == "the mempool has room taken for all that is pending")
        mempool.add(accepted)
        #expect(mempool.brokenInvariant == "pending transactions are in the order of their numbers")
    }

    // MARK: - All at once

    /// A tree of blocks, and for each transaction the blocks that include it: a transaction is pending if no block of
    /// the current chain includes it. Nothing is updated incrementally; everything is computed.
    private struct Model {
        var carriers: [Int: Set<BlockHash>] = [:]

        func pending(in chain: Blockchain) -> [Int] {
            let present = Set(chain.blocks.map(\.hash))
            return carriers.filter { $0.value.isDisjoint(with: present) }.map(\.key).sorted()
        }
    }

    @Test(arguments: 0..<UInt64(rounds(20)))
    func `after any replacements each payment is pending or in the chain, once`(round: UInt64) throws {
        var generator = SeededGenerator(seed: Seed.value &+ round)
        var fixture = Fixture()
        var model = Model()
        var tree = [fixture.chain]
        var admitted: [AcceptedTransaction] = []
        for step in 0..<150 {
            let before = model.pending(in: fixture.chain)
            switch Int.random(in: 0..<12, using: &generator) {
            case 0..<4:
                admitted.append(try fixture.mempool.admit(.payment(step)))
            case 4..<7 where !admitted.isEmpty:
                // Stored, or not.
                let accepted = admitted.removeFirst()
                if Int.random(in: 0..<4, using: &generator) == 0 {
                    fixture.mempool.release(accepted)
                } else {
                    fixture.mempool.add(accepted)
                    model.carriers[accepted.number] = []
                }
            case 4..<9:
                let inclusion = try fixture.forge()
                for accepted in inclusion.transactions { model.carriers[accepted.number]?.insert(inclusion.block) }
                tree.append(fixture.chain)
            default:
                // A chain through any block there ever was, made longer than ours with others' blocks.
                var chain = try #require(tree.randomElement(using: &generator))
                while chain.length <= fixture.chain.length {
                    try chain.mine(timestamp: Double(tree.count) + 0.5)
                    tree.append(chain)
                }
                let delta = fixture.follow(chain)
                let after = model.pending(in: chain)
                try #require(delta.returned.map(\.number) == after.filter { !before.contains($0) })
                try #require(delta.confirmed == Set(before.filter { !after.contains($0) }))
            }
            let context = Comment("seed \(Seed.value), round \(round), step \(step)")
            try #require(fixture.mempool.pending.map(\.number) == model.pending(in: fixture.chain), context)
            try #require(fixture.mempool.nextBlockTransactions().elementsEqual(fixture.mempool.pending), context)
            try fixture.mempool.checkRoom(admitted: fixture.mempool.pending + admitted)
        }
    }
}

/// A mempool, its chain, and the blocks forged on the way.
private struct Fixture {
    var mempool = Mempool()
    var chain = Blockchain(rules: .easy)
    var inclusions: [Inclusion] = []

    /// Adds a block with what is pending.
    @discardableResult
    mutating func forge() throws -> Inclusion {
        let carried = mempool.nextBlockTransactions()
        // Their times make all blocks forged here different.
        try chain.mine(carried.map(\.transaction), timestamp: Double(inclusions.count) + 0.25)
        let inclusion = Inclusion(height: chain.length, block: chain.lastBlock.hash, transactions: Array(carried))
        inclusions.append(inclusion)
        mempool.confirm(carried)
        return inclusion
    }

    /// What another chain does to the mempool, from the records of the two branches.
    func delta(to other: Blockchain) -> Mempool.Delta {
        let common = chain.commonLength(with: other)
        func included(in chain: Blockchain) -> [AcceptedTransaction] {
            inclusions.filter { inclusion in
                inclusion.height > common && inclusion.height <= chain.length
                    && chain.blocks.hash(at: inclusion.height - 1) == inclusion.block
            }.flatMap(\.transactions).sorted { $0.number < $1.number }
        }
        let new = Set(included(in: other).map(\.number))
        let old = included(in: chain)
        let fates = mempool.fates(
            of: old.map { accepted in
                FallenTransaction(
                    number: accepted.number, bytes: accepted.transaction.text.bytes.count, isPosted: accepted.isPosted)
            }, without: new)
        return Mempool.Delta(
            returned: old.filter { fates.returned.contains($0.number) },
            confirmed: mempool.pendingNumbers(among: new))
    }

    /// Switches to another chain.
    @discardableResult
    mutating func follow(_ other: Blockchain) -> Mempool.Delta {
        let delta = delta(to: other)
        mempool.apply(delta)
        chain = other
        return delta
    }
}

extension Mempool {
    /// Admits and adds.
    fileprivate mutating func accept(_ transaction: Transaction) throws {
        add(try admit(transaction))
    }
}
