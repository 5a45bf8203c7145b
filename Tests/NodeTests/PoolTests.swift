internal import Chain
internal import Storage
internal import Testing

@testable import Node

@Suite("The pool")
struct PoolTests {
    @Test func `what is admitted is pending when it is added, in order`() throws {
        var pool = TransactionPool()
        let admitted = try (1...3).map { try pool.admit(.payment($0)) }
        #expect(admitted.map(\.number) == [1, 2, 3])
        #expect(pool.pending.isEmpty)
        pool.add(admitted[0])
        #expect(pool.nextBlock().map(\.number) == [1])
        for accepted in admitted.dropFirst() { pool.add(accepted) }
        #expect(pool.pending == admitted)
        #expect(pool.nextBlock().map(\.transaction) == (try (1...3).map { try .payment($0) }))
    }

    @Test func `what a block carries is pending no more`() throws {
        var pool = TransactionPool()
        for number in 1...3 { try pool.accept(.payment(number)) }
        let carried = pool.nextBlock()
        try pool.accept(.payment(4))
        pool.settle(carried)
        #expect(pool.pending.map(\.transaction) == [try .payment(4)])
        try pool.checkRoom(admitted: pool.pending)
    }

    @Test func `a pool made anew goes on with numbers and room`() throws {
        let pending = try (5...7).map { AcceptedTransaction(number: $0, transaction: try .payment($0)) }
        var pool = TransactionPool(pending: pending, lastNumber: 9)
        #expect(pool.pending == pending)
        try pool.checkRoom(admitted: pending)
        #expect(try pool.admit(.payment(1)).number == 10)
    }

    @Test func `what falls comes back in its old place`() throws {
        var fixture = Fixture()
        try fixture.pool.accept(.payment(1))
        try fixture.forge()
        try fixture.pool.accept(.payment(2))
        try fixture.forge()
        try fixture.pool.accept(.payment(3))
        let ours = fixture.chain
        let theirs = try Blockchain.mined(length: 4, timestamp: 7.5)

        var following = fixture.follow(theirs)
        #expect(following.reopened.map(\.number) == [1, 2])
        #expect(following.settled.isEmpty)
        #expect(fixture.pool.pending.map(\.number) == [1, 2, 3])

        following = fixture.follow(try ours.extended(to: 5))
        #expect(following.reopened.isEmpty)
        #expect(following.settled == [1, 2])
        #expect(fixture.pool.pending.map(\.number) == [3])

        let first = try Blockchain(validating: ours.blocks.prefix(2), rules: .easy)
        following = fixture.follow(try first.extended(to: 6, timestamp: 8.5))
        #expect(following.reopened.map(\.number) == [2])
        #expect(fixture.pool.pending.map(\.number) == [2, 3])
    }

    @Test func `what fell and was forged again is settled by either block`() throws {
        var fixture = Fixture()
        try fixture.pool.accept(.payment(1))
        try fixture.forge()
        let ours = fixture.chain
        fixture.follow(try .mined(length: 3, timestamp: 7.5))
        try fixture.forge()
        #expect(fixture.pool.pending.isEmpty)
        // From the one block that carries it to the other.
        let following = fixture.follow(try ours.extended(to: 5))
        #expect(following.reopened.isEmpty)
        #expect(following.settled.isEmpty)
        #expect(fixture.pool.pending.isEmpty)
        try fixture.pool.checkRoom(admitted: [])
    }

    @Test func `what a replaced chain would do to the pool changes nothing until it is followed`() throws {
        var fixture = Fixture()
        try fixture.pool.accept(.payment(1))
        try fixture.forge()
        try fixture.pool.accept(.payment(2))
        let longer = try Blockchain.mined(length: 3, timestamp: 7.5)
        let following = fixture.pool.following(fixture.carriages, from: fixture.chain, to: longer)
        #expect(following.reopened.map(\.number) == [1])
        #expect(fixture.pool.pending.map(\.number) == [2])
        try fixture.pool.checkRoom(admitted: fixture.pool.pending)
    }

    @Test func `what is admitted while a chain is replaced keeps its room and its place`() throws {
        var fixture = Fixture()
        try fixture.pool.accept(.payment(1))
        try fixture.forge()
        let admitted = try (2...3).map { try fixture.pool.admit(.payment($0)) }
        fixture.follow(try .mined(length: 3, timestamp: 7.5))
        try fixture.pool.checkRoom(admitted: fixture.pool.pending + admitted)
        fixture.pool.add(admitted[0])
        fixture.pool.dismiss(admitted[1])
        #expect(fixture.pool.pending.map(\.number) == [1, 2])
        try fixture.pool.checkRoom(admitted: fixture.pool.pending)
    }

    @Test func `what is added after a replacement was decided on stays pending when it is followed`() throws {
        var fixture = Fixture()
        try fixture.pool.accept(.payment(1))
        try fixture.forge()
        try fixture.pool.accept(.payment(2))
        let longer = try Blockchain.mined(length: 3, timestamp: 7.5)
        let following = fixture.pool.following(fixture.carriages, from: fixture.chain, to: longer)
        try fixture.pool.accept(.payment(3))
        fixture.pool.follow(following)
        #expect(fixture.pool.pending.map(\.number) == [1, 2, 3])
        try fixture.pool.checkRoom(admitted: fixture.pool.pending)
    }

    // MARK: - Limits

    @Test func `so many are pending and no more`() throws {
        var pool = TransactionPool()
        let payment = try Transaction.payment(1)
        var admitted: [AcceptedTransaction] = []
        for _ in 0..<TransactionPool.maximumCount { admitted.append(try pool.admit(payment)) }
        let full = PoolError.full(count: TransactionPool.maximumCount)
        #expect(throws: full) { try pool.admit(payment) }
        for accepted in admitted { pool.add(accepted) }
        #expect(throws: full) { try pool.admit(payment) }
        let carried = pool.nextBlock()
        #expect(carried.count == TransactionPool.maximumCount)
        pool.settle(carried)
        #expect(pool.pending.isEmpty)
        try pool.checkRoom(admitted: [])
    }

    @Test func `room that is given back is for one more and no more`() throws {
        var pool = TransactionPool()
        let payment = try Transaction.payment(1)
        var last = try pool.admit(payment)
        for _ in 1..<TransactionPool.maximumCount { last = try pool.admit(payment) }
        pool.dismiss(last)
        // Its number is not given twice.
        #expect(try pool.admit(payment).number == TransactionPool.maximumCount + 1)
        #expect(throws: PoolError.full(count: TransactionPool.maximumCount)) { try pool.admit(payment) }
    }

    @Test func `so many bytes are pending and no more, but a smaller one may still fit`() throws {
        var pool = TransactionPool()
        let half = TransactionPool.maximumBytes / 2
        try pool.accept(.payment(ofBytes: half))
        #expect(throws: PoolError.full(count: 1)) { try pool.admit(.payment(ofBytes: half + 1)) }
        try pool.accept(.payment(ofBytes: half - 100))
        #expect(throws: PoolError.full(count: 2)) { try pool.admit(.payment(ofBytes: 101)) }
        try pool.accept(.payment(ofBytes: 100))
        #expect(throws: PoolError.full(count: 3)) { try pool.admit(.payment(ofBytes: 60)) }
        #expect(pool.nextBlock().count == 3)
    }

    @Test func `more than a block's worth that became pending again takes several blocks`() throws {
        var fixture = Fixture()
        let large = try Transaction.payment(
            1, to: String(repeating: "x", count: TransactionPool.maximumBytes / 3))
        for _ in 1...3 {
            for _ in 0..<2 { try fixture.pool.accept(large) }
            try fixture.forge()
        }
        #expect(fixture.follow(try .mined(length: 5, timestamp: 7.5)).reopened.map(\.number) == Array(1...6))
        #expect(throws: PoolError.full(count: 6)) { try fixture.pool.admit(.payment(1)) }
        var numbers: [Int] = []
        for _ in 1...3 {
            numbers += fixture.pool.nextBlock().map(\.number)
            try fixture.forge()
            #expect(numbers.count % 2 == 0)
        }
        #expect(numbers == Array(1...6))
        #expect(fixture.pool.pending.isEmpty)
        try fixture.pool.checkRoom(admitted: [])
    }

    // MARK: - All at once

    /// A tree of blocks, and for each transaction the blocks that carry it: pending is what no block of the
    /// present chain carries. Nothing is kept up to date, everything is computed.
    private struct Model {
        var carriers: [Int: Set<BlockHash>] = [:]

        func pending(in chain: Blockchain) -> [Int] {
            let present = Set(chain.blocks.map(\.hash))
            return carriers.filter { $0.value.isDisjoint(with: present) }.map(\.key).sorted()
        }
    }

    @Test(arguments: 0..<20)
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
                admitted.append(try fixture.pool.admit(.payment(step)))
            case 4..<7 where !admitted.isEmpty:
                // Kept, or not.
                let accepted = admitted.removeFirst()
                if Int.random(in: 0..<4, using: &generator) == 0 {
                    fixture.pool.dismiss(accepted)
                } else {
                    fixture.pool.add(accepted)
                    model.carriers[accepted.number] = []
                }
            case 4..<9:
                let carriage = try fixture.forge()
                for accepted in carriage.transactions { model.carriers[accepted.number]?.insert(carriage.block) }
                tree.append(fixture.chain)
            default:
                // A chain through any block there ever was, made longer than ours by blocks of others.
                var chain = try #require(tree.randomElement(using: &generator))
                while chain.length <= fixture.chain.length {
                    try chain.mine(timestamp: Double(tree.count) + 0.5)
                    tree.append(chain)
                }
                let following = fixture.follow(chain)
                let after = model.pending(in: chain)
                try #require(following.reopened.map(\.number) == after.filter { !before.contains($0) })
                try #require(following.settled == Set(before.filter { !after.contains($0) }))
            }
            let context = Comment("seed \(Seed.value), round \(round), step \(step)")
            try #require(fixture.pool.pending.map(\.number) == model.pending(in: fixture.chain), context)
            try #require(fixture.pool.nextBlock().elementsEqual(fixture.pool.pending), context)
            try fixture.pool.checkRoom(admitted: fixture.pool.pending + admitted)
        }
    }
}

/// A pool, the chain it belongs to, and what was forged on the way.
private struct Fixture {
    var pool = TransactionPool()
    var chain = Blockchain(rules: .easy)
    var carriages: [Carriage] = []

    /// Adds a block with what is pending.
    @discardableResult
    mutating func forge() throws -> Carriage {
        let carried = pool.nextBlock()
        // By their times no two blocks forged here are the same.
        try chain.mine(carried.map(\.transaction), timestamp: Double(carriages.count) + 0.25)
        let carriage = Carriage(height: chain.length, block: chain.lastBlock.hash, transactions: Array(carried))
        carriages.append(carriage)
        pool.settle(carried)
        return carriage
    }

    /// Goes over to another chain, with no more carriages than it takes.
    @discardableResult
    mutating func follow(_ other: Blockchain) -> TransactionPool.Following {
        let common = chain.commonLength(with: other)
        let following = pool.following(carriages.filter { $0.height > common }, from: chain, to: other)
        pool.follow(following)
        chain = other
        return following
    }
}

extension TransactionPool {
    /// Admits and adds.
    fileprivate mutating func accept(_ transaction: Transaction) throws {
        add(try admit(transaction))
    }
}
