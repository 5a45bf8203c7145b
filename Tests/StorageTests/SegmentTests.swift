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
            #expect(try texts.text(at: 15) == chain.blocks[14].text.bytes)
            let read = cacheMisses(of: db) - before
            #expect(try texts.text(at: 21) == chain.blocks[20].text.bytes)
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

@Suite struct `A damaged segment` {
    /// A directory with two segments, the second of blocks 257 to 512, and a tail of eight.
    private static func directory() async throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let store = try ChainStore(directory: folder.path, rules: .easy)
        try await store.commit([.replaced(Replacement(of: Blockchain(rules: .easy), by: chain()))])
        store.close()
        return folder
    }

    private static func chain() throws -> Blockchain { try .paying(length: 520) }

    private static let broken = "block 257: the segment that begins with block 257 is not what was written"
    private static let refused = "the segment that begins with block 257 is not what was written"

    @Test(arguments: [
        SegmentCase("SET hashes = substr(hashes, 33)", [broken, "block 512: it is missing"], refused),
        SegmentCase("SET hashes = substr(hashes, 2)", [broken, "block 512: it is missing"], refused),
        SegmentCase("SET texts = substr(texts, 1, length(texts) - 1)", [broken], refused),
        SegmentCase("SET hashes = '', texts = ''", [broken, "blocks 258 to 512: they are missing"], refused),
        SegmentCase(
            "SET height = 9223372036854775807",
            ["the database: the segment that begins with block 9223372036854775807 is not what was written"],
            "the segment that begins with block 9223372036854775807 is not what was written"),
        // What only people and histories read is no reason not to start, nor what the next block's hash covers.
        SegmentCase(
            "SET places = '[[1,2]]'",
            ["block 257: where the texts are in the segment that begins with it is not what was written"], nil),
        SegmentCase(
            "SET hashes = zeroblob(32) || substr(hashes, 33)",
            ["block 257: it is kept under a hash that is not its text's"], nil),
        SegmentCase(
            "SET texts = CAST(replace(CAST(texts AS TEXT), 'payee 300 ', 'payee 301 ') AS BLOB)",
            [
                "block 300: it is kept under a hash that is not its text's",
                "block 301: previous_hash is not the hash of block 300",
            ], "block 301: previous_hash is not the hash of block 300"),
        SegmentCase(
            "SET height = 258", ["block 257: it is missing", "block 258: its index is 257"], "block 513 is there twice",
            andMore: true),
        SegmentCase(
            "SET height = 256", ["block 256: it is kept a second time", "block 257: its index is 258"],
            "block 256 is there twice", andMore: true),
        SegmentCase(
            whole: "DELETE FROM segment WHERE height = 257", ["blocks 257 to 512: they are missing"],
            "block 257: its index is 513"),
        SegmentCase(
            whole: "INSERT INTO tail SELECT * FROM block WHERE height = 300",
            ["block 300: it is kept a second time"], "block 513: its index is 300"),
        SegmentCase(
            whole: "DELETE FROM tail WHERE height = 513", ["block 513: it is missing"], "block 513: its index is 514"),
    ])
    fileprivate func `is told of in a sentence`(damage: SegmentCase) async throws {
        let folder = try await Self.directory()
        #expect(try audit(folder.path) == [])
        let queue = try DatabaseQueue(path: folder.path(of: "forgechain.sqlite"))
        try await queue.write { try $0.execute(sql: damage.sql) }
        try queue.close()
        let found = try audit(folder.path).filter(\.isNoPayment).map(\.description)
        #expect((damage.andMore ? Array(found.prefix(damage.findings.count)) : found) == damage.findings)
        let open = { try ChainStore(directory: folder.path, rules: .easy) }
        if let refusal = damage.refusal {
            #expect(try await StorageTests.damage { _ = try open().load(rules: .easy) } == refusal)
        } else {
            #expect(try open().load(rules: .easy).chain == Self.chain())
        }
    }
}

/// What is done to the segment of blocks 257 to 512, and what is said of it.
private struct SegmentCase: Sendable {
    let sql: String

    /// By an audit, besides of histories.
    let findings: [String]

    /// Whether there are more.
    let andMore: Bool

    /// At the next start; nil if there is nothing to say.
    let refusal: String?

    init(_ change: String, _ findings: [String], _ refusal: String?, andMore: Bool = false) {
        self.init(whole: "UPDATE segment \(change) WHERE height = 257", findings, refusal, andMore: andMore)
    }

    init(whole sql: String, _ findings: [String], _ refusal: String?, andMore: Bool = false) {
        (self.sql, self.findings, self.refusal, self.andMore) = (sql, findings, refusal, andMore)
    }
}

extension Finding {
    fileprivate var isNoPayment: Bool {
        switch self {
        case .missingPayment, .strayPayment: false
        default: true
        }
    }
}
