internal import Chain
internal import GRDB
internal import Records
internal import TestSupport
internal import Testing

@testable internal import Storage

@Suite struct `Histories at random` {
    private static let names = ["ada", "bob", "é", "", "a\\u0000b", String(repeating: "long", count: 300)]

    /// Blocks of up to a hundred transactions among a few names, so that the parts of a history fill up, even within
    /// one block.
    private func grow(_ chain: inout Blockchain, by generator: inout SeededGenerator) throws {
        let count = Bool.random(using: &generator) ? Int.random(in: 0...3, using: &generator) : 100
        let transactions = try (0..<count).map { _ in
            let sender = Self.names.randomElement(using: &generator) ?? ""
            let recipient = Self.names.randomElement(using: &generator) ?? ""
            return try CanonicalText(#"{"sender": "\#(sender)", "recipient": "\#(recipient)", "amount": 1}"#)
        }
        try chain.mine(texts: transactions, timestamp: Double(UInt16.random(in: 0...9_999, using: &generator)) + 0.5)
    }

    /// The chain's transactions, read in the simple way.
    private func payments(of address: String, in chain: Blockchain) -> [History.Entry] {
        chain.blocks.flatMap { block in
            (block.value(of: .transactions).elements.map { Array($0) } ?? []).filter { transaction in
                [transaction["sender"]?.string, transaction["recipient"]?.string].contains {
                    $0.map { Array($0.utf8) } == Array(address.utf8)
                }
            }.map { History.Entry(height: block.index, transaction: $0.canonicalText) }
        }
    }

    @Test(arguments: Place.allCases)
    func `are what the chain says, whatever became of it`(place: Place) async throws {
        var generator = SeededGenerator(seed: Seed.value)
        let open = try OpenStore(in: place)
        // So that blocks come and go around the end of the first segment.
        var chain = Blockchain(rules: .easy)
        while chain.length < 240 { try chain.mine(texts: []) }
        try await open.keep(chain)
        for _ in 0..<30 {
            // The first time nothing is known of heights yet, or what a start reads.
            if Bool.random(using: &generator) { _ = try open.store.load(rules: .easy) }
            if Bool.random(using: &generator) {
                _ = try await open.store.height(of: chain.tipHash)
                try grow(&chain, by: &generator)
                try await open.store.commit([.forged(chain.lastBlock, including: [])])
            } else {
                var other = chain.prefix(Int.random(in: chain.length - 30...chain.length, using: &generator))
                for _ in 0...Int.random(in: 0...5, using: &generator) { try grow(&other, by: &generator) }
                while other.length <= chain.length { try grow(&other, by: &generator) }
                try await open.store.commit([.replaced(Replacement(of: chain, by: other))])
                for block in chain.blocks.dropFirst(chain.commonLength(with: other)) {
                    #expect(try await open.store.height(of: block.hash) == nil)
                }
                chain = other
            }
        }
        for name in Self.names {
            let name = name.replacing("\\u0000", with: "\0")
            let expected = payments(of: name, in: chain)
            for _ in 0..<20 {
                let from = Int.random(in: 1...expected.count + 2, using: &generator)
                let limit = Int.random(in: 1...200, using: &generator)
                let history = try await open.store.history(of: name, from: from, limit: limit)
                #expect(history.total == expected.count)
                #expect(history.entries == Array(expected.dropFirst(from - 1).prefix(limit)))
            }
        }
        for block in chain.blocks { #expect(try await open.store.height(of: block.hash) == block.index) }
        #expect(chain.length > StoredSegment.maximumCount)
        #expect(try open.reloaded().chain == chain)
        // And they are stored as intended, full except for the last part of each.
        let counts = try await open.store.database.read { db in
            try Int.fetchAll(db, sql: "SELECT count FROM history ORDER BY address, height, position")
        }
        #expect(counts.max() == PostingList.maximumCount)
        #expect(counts.filter { $0 < PostingList.maximumCount }.count <= Self.names.count)
    }

    @Test func `pass an audit`() async throws {
        var generator = SeededGenerator(seed: Seed.value)
        let folder = try TemporaryFolder()
        let store = try ChainStore(directory: folder.path, rules: .easy)
        var chain = Blockchain(rules: .easy)
        for _ in 0..<10 { try grow(&chain, by: &generator) }
        try await store.commit([.replaced(Replacement(of: Blockchain(rules: .easy), by: chain))])
        for length in [7, 3] {
            var other = chain.prefix(length)
            while other.length <= chain.length { try grow(&other, by: &generator) }
            try await store.commit([.replaced(Replacement(of: chain, by: other))])
            chain = other
        }
        store.close()
        let summary = try Audit.run(
            directory: folder.path, isPeer: { _ in true }, finding: { Issue.record("\($0)") }, progress: { _ in })
        #expect(summary.blocks == chain.length && summary.findings == 0)
    }
}

@Suite struct `A part of a history` {
    @Test(arguments: [
        [(1, 1)], [(2, 1), (2, 10), (3, 1)], [(1_000_000, 1_000), (Int(1e17), Int(1e17))],
    ])
    func `is read back as it was written`(places: [(Int, Int)]) {
        let places = places.map { Storage.Place(height: $0.0, position: $0.1) }
        let text = PostingList(places[...]).text
        #expect(
            String(decoding: text, as: UTF8.self)
                == "[\(places.map { "[\($0.height),\($0.position)]" }.joined(separator: ","))]")
        #expect(PostingList(text: text)?.places == places[...])
    }

    @Test(arguments: [
        "", "[]", "[", "[[1,2]", "[[1,2]],", "[[1,2],]", "[[1,2]]]", "[[1, 2]]", " [[1,2]]", "[[-1,2]]", "[[,2]]",
        "[[1]]",
        "[[1,2,3]]", "[[1,2],[1,2]]", "[[2,1],[1,2]]", "[[1,2],[1,1]]", "[[1234567890123456789,1]]", "[[1.0,2]]", "{}",
    ])
    func `is nothing else`(text: String) {
        #expect(PostingList(text: Array(text.utf8)) == nil)
    }
}
