internal import Chain
internal import Foundation
internal import Testing

@testable import Node

@Suite("The pool")
struct PoolTests {
    private func hash(_ number: Int) -> BlockHash {
        let digits = String(format: "%064x", number)
        return BlockHash(hexDigits: Array(digits.utf8)[...]).unwrapped("these are 64 digits")
    }

    /// Tells the pool of a chain of these blocks.
    private func follow(_ chain: [Int], _ pool: inout TransactionPool) {
        pool.follow { block, index in index <= chain.count && block == hash(chain[index - 1]) }
    }

    private func pending(_ pool: TransactionPool) -> [Transaction] { pool.nextBlock().map(\.transaction) }

    @Test func `what is recorded in a block is pending no more`() throws {
        var pool = TransactionPool()
        for number in 1...3 { try pool.add(.payment(number)) }
        let entries = pool.nextBlock()
        try pool.add(.payment(4))
        pool.record(entries, in: hash(1), at: 2)
        #expect(pending(pool) == [try .payment(4)])
        #expect(pool.count == 1)
    }

    @Test func `what falls comes back in its old place`() throws {
        var pool = TransactionPool()
        try pool.add(.payment(1))
        pool.record(pool.nextBlock(), in: hash(1), at: 2)
        try pool.add(.payment(2))
        pool.record(pool.nextBlock(), in: hash(2), at: 3)
        try pool.add(.payment(3))
        follow([0, 7, 8, 9], &pool)
        #expect(pending(pool) == (try (1...3).map { try .payment($0) }))
        follow([0, 1, 2, 10, 11], &pool)
        #expect(pending(pool) == [try .payment(3)])
        follow([0, 1, 12, 13, 14, 15], &pool)
        #expect(pending(pool) == [try .payment(2), try .payment(3)])
    }

    @Test func `so many are pending and no more`() throws {
        var pool = TransactionPool()
        let payment = try Transaction.payment(1)
        for _ in 0..<TransactionPool.maximumCount { try pool.add(payment) }
        #expect(throws: PoolError.full(count: TransactionPool.maximumCount)) { try pool.add(payment) }
        #expect(pool.count == TransactionPool.maximumCount)
        let entries = pool.nextBlock()
        #expect(entries.count == TransactionPool.maximumCount)
        pool.record(entries, in: hash(1), at: 2)
        try pool.add(payment)
        #expect(pool.count == 1)
    }

    @Test func `so many bytes are pending and no more, but a smaller one may still fit`() throws {
        var pool = TransactionPool()
        let empty = try Transaction.payment(1, to: "x").text.bytes.count - 1
        func payment(ofBytes bytes: Int) throws -> Transaction {
            try .payment(1, to: String(repeating: "x", count: bytes - empty))
        }
        let half = TransactionPool.maximumBytes / 2
        try pool.add(payment(ofBytes: half))
        #expect(throws: PoolError.full(count: 1)) { try pool.add(payment(ofBytes: half + 1)) }
        try pool.add(payment(ofBytes: half - 100))
        #expect(throws: PoolError.full(count: 2)) { try pool.add(payment(ofBytes: 101)) }
        try pool.add(payment(ofBytes: 100))
        #expect(throws: PoolError.full(count: 3)) { try pool.add(payment(ofBytes: 60)) }
        #expect(pool.nextBlock().count == 3)
    }

    @Test func `more than a block's worth that became pending again takes several blocks`() throws {
        var pool = TransactionPool()
        let large = try Transaction.payment(
            1, to: String(repeating: "x", count: TransactionPool.maximumBytes / 3))
        for block in 1...3 {
            for _ in 0..<2 { try pool.add(large) }
            pool.record(pool.nextBlock(), in: hash(block), at: block + 1)
        }
        follow([0, 5, 6, 7, 8], &pool)
        #expect(pool.count == 6)
        #expect(throws: PoolError.full(count: 6)) { try pool.add(.payment(1)) }
        var numbers: [Int] = []
        for block in 11...13 {
            let entries = pool.nextBlock()
            #expect(entries.count == 2)
            numbers += entries.map(\.number)
            pool.record(entries, in: hash(block), at: block)
        }
        #expect(numbers == numbers.sorted())
        #expect(Set(numbers).count == 6)
        #expect(pool.count == 0)
    }

    /// A tree of blocks, and for each transaction the blocks that carry it: pending is what no block of the
    /// present chain carries. Nothing is kept up to date, everything is computed.
    private struct Model {
        var parents: [Int: Int] = [:]
        var transactions: [Transaction] = []
        var carriers: [[Int]] = []
        var tip = 0

        func chain(to block: Int) -> [Int] {
            var (chain, block) = ([block], block)
            while let parent = parents[block] {
                chain.append(parent)
                block = parent
            }
            return chain.reversed()
        }

        var pending: [Transaction] {
            let present = Set(chain(to: tip))
            return zip(transactions, carriers).filter { $0.1.allSatisfy { !present.contains($0) } }.map(\.0)
        }
    }

    @Test(arguments: 0..<20)
    func `after any replacements each payment is pending or in the chain, once`(round: UInt64) throws {
        let seed = Seed.value &+ round
        var generator = SeededGenerator(seed: seed)
        var pool = TransactionPool()
        var model = Model()
        var blocks = 1
        for step in 0..<150 {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0..<4:
                let transaction = try Transaction.payment(step)
                try pool.add(transaction)
                model.transactions.append(transaction)
                model.carriers.append([])
            case 4..<7:
                // Forge.
                let entries = pool.nextBlock()
                pool.record(entries, in: hash(blocks), at: model.chain(to: model.tip).count + 1)
                for entry in entries { model.carriers[entry.number - 1].append(blocks) }
                model.parents[blocks] = model.tip
                model.tip = blocks
                blocks += 1
            default:
                // A chain through any block there ever was, made longer than ours by blocks of others.
                let old = model.chain(to: model.tip)
                var tip = Int.random(in: 0..<blocks, using: &generator)
                while model.chain(to: tip).count <= old.count {
                    model.parents[blocks] = tip
                    tip = blocks
                    blocks += 1
                }
                follow(model.chain(to: tip), &pool)
                model.tip = tip
            }
            try #require(pending(pool) == model.pending, "seed \(Seed.value), round \(round), step \(step)")
            try #require(pool.count == model.pending.count)
        }
    }
}
