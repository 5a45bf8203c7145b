internal import Chain
internal import Foundation
internal import GRDB
internal import GRDBSQLite
internal import Records
internal import TestSupport
internal import Testing

@testable internal import Storage

/// What the view `block` shows, against the chain.
private func expectBlocks(_ chain: Blockchain, in store: ChainStore, segments: Int? = nil) async throws {
    let shown = try await store.database.read { db in
        try StoredBlock.fetchAll(db, sql: "SELECT height, hash, text FROM block ORDER BY height")
    }
    #expect(shown.map(\.height) == Array(1...chain.length))
    #expect(shown.map(\.hash) == chain.blocks.map(\.hash))
    #expect(shown.map(\.text) == chain.blocks.map(\.text.bytes))
    let heights = try await store.database.read { db in
        try Int.fetchAll(db, sql: "SELECT height FROM segment ORDER BY height")
    }
    if let segments { #expect(heights.count == segments) }
    let tail = try await store.database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM tail") }
    #expect(try #require(tail) < StoredSegment.maximumCount)
}

/// How many pages a connection has read.
private func cacheMisses(of db: Database) -> CInt {
    var (count, highest): (CInt, CInt) = (0, 0)
    sqlite3_db_status(db.sqliteConnection, SQLITE_DBSTATUS_CACHE_MISS, &count, &highest, 0)
    return count
}

@Suite struct `Segments` {
    @Test(arguments: Place.allCases)
    func `are made of blocks that come one by one`(place: Place) async throws {
        let open = try OpenStore(in: place)
        let chain = try Blockchain.paying(length: 2 * StoredSegment.maximumCount + 7)
        for block in chain.blocks.dropFirst() { try await open.store.commit([.forged(block, including: [])]) }
        try await expectBlocks(chain, in: open.store, segments: 2)
        #expect(try open.reloaded().chain == chain)
        let history = try await open.store.history(of: "payee 300 at 1.5", from: 1, limit: 1)
        #expect(history.entries.map(\.height) == [300])
    }

    @Test func `are made of a few long blocks, too`() async throws {
        let open = try OpenStore(in: .memory)
        var chain = Blockchain(rules: .easy)
        let name = String(repeating: "long", count: 25_000)
        for _ in 0..<7 {
            try chain.mine(texts: [CanonicalText(#"{"sender": "\#(name)", "recipient": "b", "amount": 1}"#)])
            try await open.store.commit([.forged(chain.lastBlock, including: [])])
        }
        try await expectBlocks(chain, in: open.store, segments: 2)
        #expect(try open.store.load(rules: .easy).chain == chain)
    }

    /// Before, at and behind each border.
    @Test(arguments: [1, 255, 256, 257, 300, 511, 512, 513, 519])
    func `are cut where a chain is replaced`(common: Int) async throws {
        let open = try OpenStore(in: .directory)
        let chain = try Blockchain.paying(length: 520)
        try await open.keep(chain)
        for length in [521, 900] {
            let other = try chain.prefix(common).paying(to: length, timestamp: 2.5)
            let kept = try open.store.load(rules: .easy).chain
            try await open.store.commit([.replaced(Replacement(of: kept, by: other))])
            try await expectBlocks(other, in: open.store, segments: length / StoredSegment.maximumCount)
            #expect(try open.reloaded().chain == other)
        }
    }

    /// However long the last block of a segment is.
    @Test func `are read no further than an entry of a history needs`() async throws {
        let open = try OpenStore(in: .directory)
        var chain = try Blockchain.paying(length: 20)
        let name = String(repeating: "long", count: 1_000_000)
        try chain.mine(texts: [CanonicalText(#"{"amount": 1, "recipient": "b", "sender": "\#(name)"}"#)])
        try await open.keep(chain)
        try await expectBlocks(chain, in: open.store, segments: 1)
        let read = try await open.store.database.read { [chain] db in
            try db.execute(sql: "PRAGMA cache_size = 0")
            let before = cacheMisses(of: db)
            let texts = try #require(try SegmentTexts(at: 15, in: db))
            #expect(try texts.block(at: 15).text == chain.blocks[14].text.bytes)
            let read = cacheMisses(of: db) - before
            #expect(try texts.block(at: 21).text == chain.blocks[20].text.bytes)
            #expect(cacheMisses(of: db) - before > 900)
            return read
        }
        #expect(read < 20)
        let entries = try await open.store.history(of: "b", from: 1, limit: 1).entries
        #expect(entries.map(\.transaction.bytes.count) == [4_000_045])
        #expect(try open.reloaded().chain == chain)
    }

    @Test func `take no block twice, nor one too early`() async throws {
        let open = try OpenStore(in: .directory)
        let chain = try Blockchain.paying(length: StoredSegment.maximumCount + 2)
        try await open.keep(chain.prefix(StoredSegment.maximumCount))
        for position in [5, StoredSegment.maximumCount - 1, StoredSegment.maximumCount + 1] {
            let block = chain.blocks[position]
            let error = await storageError { try await open.store.commit([.forged(block, including: [])]) }
            #expect(error != nil)
        }
        try await expectBlocks(chain.prefix(StoredSegment.maximumCount), in: open.store, segments: 1)
    }
}
