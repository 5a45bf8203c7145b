internal import Chain
internal import TestSupport
internal import Testing

@testable internal import Storage

@Suite struct `A table of heights` {
    private static let hashes = (0..<3_000).map { BlockHash(of: .integer($0)) }

    @Test func `knows what a dictionary knows, whatever comes and goes`() {
        var generator = SeededGenerator(seed: Seed.value)
        var (table, dictionary) = (HeightTable(), [BlockHash: Int]())
        for _ in 0..<30_000 {
            // Phases in which it grows, and others in which it shrinks.
            let hash = Self.hashes[Int.random(in: 0..<Self.hashes.count, using: &generator)]
            if let height = dictionary.removeValue(forKey: hash) {
                table.remove(hash, at: height)
            } else {
                let height = Int.random(in: 1...Int(UInt32.max), using: &generator)
                dictionary[hash] = height
                table.insert(hash, at: height)
            }
        }
        #expect(table.count == dictionary.count)
        for hash in Self.hashes { #expect(table.heights(of: hash) == (dictionary[hash].map { [$0] } ?? [])) }
    }

    /// However full it is: on average it takes 4 steps when seven of eight slots are in use.
    @Test(arguments: [0, 3_000]) func `finds each in a few steps`(capacity: Int) {
        var table = HeightTable(capacity: capacity)
        for (height, hash) in Self.hashes.enumerated() {
            table.insert(hash, at: height + 1)
            if height % 100 == 0 { #expect(table.longestSearch < 400) }
        }
        #expect(table.longestSearch < 400)
    }

    @Test func `leaves what it doesn't have`() {
        var table = HeightTable(capacity: 10)
        table.insert(Self.hashes[0], at: 1)
        table.remove(Self.hashes[0], at: 2)
        table.remove(Self.hashes[1], at: 1)
        #expect(table.count == 1 && table.heights(of: Self.hashes[0]) == [1])
    }

    /// A damaged row may have any.
    @Test func `has no height that no block can have`() {
        var table = HeightTable()
        for height in [Int.min, -1, 0, Int(UInt32.max) + 1, .max] {
            table.insert(Self.hashes[0], at: height)
            table.remove(Self.hashes[0], at: height)
        }
        #expect(table.count == 0 && table.heights(of: Self.hashes[0]) == [])
    }

    @Test func `tells whether it has room`() {
        var table = HeightTable(capacity: 10)
        var room = 0
        while table.hasRoom(for: room + 1) { room += 1 }
        #expect(room >= 10)
        for height in 1...room {
            #expect(table.hasRoom(for: 1))
            table.insert(Self.hashes[height], at: height)
        }
        #expect(!table.hasRoom(for: 1))
    }

    /// For instance two blocks with the same tag.
    @Test func `tells each height at which a block may be`() {
        var table = HeightTable()
        for height in 1...3 { table.insert(Self.hashes[0], at: height) }
        table.remove(Self.hashes[0], at: 2)
        #expect(Set(table.heights(of: Self.hashes[0])) == [1, 3])
    }
}
