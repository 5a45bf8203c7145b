internal import Chain
internal import GRDB
internal import GRDBSQLite
internal import Records
internal import TestSupport
internal import Testing

@testable internal import Storage

/// What the tables of a chain have, row by row.
private struct Rows: Equatable {
    let segments: [Row]
    let tail: [Row]

    init(_ db: Database) throws {
        segments = try Row.fetchAll(db, sql: "SELECT height, hashes, places, texts FROM segment ORDER BY height")
        tail = try Row.fetchAll(db, sql: "SELECT height, hash, text FROM tail ORDER BY height")
    }
}

/// Blocks that come one by one are stored as a node stores what it mines; a chain's, as it stores what it takes.
@Suite struct `A chain is stored alike` {
    /// Adds blocks of all sizes: many short ones, and some that fill a segment alone.
    private func grow(
        _ chain: inout Blockchain, to length: Int, longest: Int, by generator: inout SeededGenerator
    ) throws {
        while chain.length < length {
            let isLong = Int.random(in: 0..<100, using: &generator) < 2
            let count =
                isLong ? Int.random(in: 0...longest, using: &generator) : Int.random(in: 0..<9, using: &generator)
            let name = String(repeating: "x", count: count)
            let transaction = try CanonicalText(#"{"sender": "\#(name)", "recipient": "b", "amount": 1}"#)
            try chain.mine(
                texts: count == 0 ? [] : [transaction],
                timestamp: Double(UInt16.random(in: 0...9_999, using: &generator)) + 0.5)
        }
    }

    /// The same chain, in pieces of other lengths in memory.
    private func inPieces(_ chain: Blockchain, by generator: inout SeededGenerator) throws -> Blockchain {
        let blocks = Array(chain.blocks)
        var copy = try Blockchain(first: blocks[0], rules: .easy)
        while copy.length < chain.length {
            let end = min(copy.length + Int.random(in: 1...400, using: &generator), chain.length)
            let next = blocks[copy.length..<end]
            let texts = next.flatMap { $0.text.bytes + [KeptBlocks.separator] }
            // Very long blocks cannot be read like this.
            if Bool.random(using: &generator), let kept = KeptBlocks(texts: texts, from: copy.length + 1) {
                let isTaken = copy.appendKept(kept)
                #expect(isTaken)
            } else {
                for block in next { try copy.append(block) }
            }
        }
        return copy
    }

    private func rowsOneByOne(_ chain: Blockchain) throws -> Rows {
        let store = try ChainStore(inMemoryBy: .easy)
        return try store.database.write { db in
            for block in chain.blocks.dropFirst() { try db.append([block], unless: Cancellation()) }
            return try Rows(db)
        }
    }

    @Test func `whether one by one or at once, wherever it is cut`() throws {
        var generator = SeededGenerator(seed: Seed.value)
        var (longestTail, mostBlocks, segments) = (0, 0, 0)
        for _ in 0..<12 {
            var old = Blockchain(rules: .easy)
            let longest = Bool.random(using: &generator) ? 400_000 : 20
            try grow(&old, to: Int.random(in: 1...700, using: &generator), longest: longest, by: &generator)
            let common = Int.random(in: 1...old.length, using: &generator)
            var new = old.prefix(common)
            let length = common + (Bool.random(using: &generator) ? 1 : Int.random(in: 1...600, using: &generator))
            try grow(&new, to: length, longest: longest, by: &generator)
            let expected = try rowsOneByOne(new)
            let (first, second) = (try inPieces(old, by: &generator), try inPieces(new, by: &generator))
            let store = try ChainStore(inMemoryBy: .easy)
            let (whole, replaced) = try store.database.write { db in
                try db.append(first, above: 1, to: BlockWriter(in: db), unless: Cancellation())
                let whole = try Rows(db)
                let writer = try BlockWriter(in: db, keepingFirst: common)
                try db.append(second, above: common, to: writer, unless: Cancellation())
                return (whole, try Rows(db))
            }
            #expect(try whole == rowsOneByOne(old))
            #expect(replaced == expected)
            #expect(try store.load(rules: .easy).chain == new)
            longestTail = max(longestTail, expected.tail.count)
            mostBlocks = max(mostBlocks, new.length)
            segments = max(segments, expected.segments.count)
        }
        #expect(longestTail > 20 && mostBlocks > 300 && segments > 2)
    }

    /// Including a tail that is empty, of one block, and half full.
    @Test(arguments: [1, 2, 128, 255, 256, 257, 384, 512])
    func `behind a tail of any length`(common: Int) throws {
        let chain = try Blockchain.paying(length: 600)
        let store = try ChainStore(inMemoryBy: .easy)
        for length in [common + 1, 511, 512, 513, 600] where length > common {
            let rows = try store.database.write { db in
                let kept = try min(common, db.lastHeight())
                let writer = try BlockWriter(in: db, keepingFirst: kept)
                try db.append(chain.prefix(length), above: kept, to: writer, unless: Cancellation())
                return try Rows(db)
            }
            #expect(try rows == rowsOneByOne(chain.prefix(length)))
        }
    }

    /// What is in the tail counts, and what stands between the texts does not.
    @Test(arguments: [(StoredSegment.fullBytes - 1, 0), (StoredSegment.fullBytes, 1)])
    func `in a segment from so many bytes on`(bytes: Int, segments: Int) throws {
        let store = try ChainStore(inMemoryBy: .easy)
        let genesis = Block.genesis
        let texts = [1, bytes - genesis.text.bytes.count - 1].map { [UInt8](repeating: UInt8(ascii: "x"), count: $0) }
        let rows = try store.database.write { db in
            var writer = try BlockWriter(in: db)
            for (offset, text) in texts.enumerated() {
                try writer.add(genesis.hash, text.span.bytes, at: offset + 2)
            }
            try writer.finish()
            return try Rows(db)
        }
        #expect(rows.segments.count == segments && rows.tail.count == 3 - 3 * segments)
    }

    /// Otherwise SQLite would read the whole log again, to correct its checksums.
    @Test func `with no page twice in the log, however few are in memory`() async throws {
        let open = try OpenStore(in: .directory)
        let chain = try Blockchain.paying(length: ChainStore.shortReplacement + 200)
        try await open.keep(chain.prefix(10))
        let change = Change.replaced(Replacement(of: chain.prefix(10), by: chain))
        let (written, frames) = try await open.store.database.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA cache_size = 10")
            _ = try db.checkpoint(.truncate)
            _ = pagesWritten(by: db)
            var edits: [HeightEdit] = []
            try db.inTransaction(.immediate) {
                try db.apply(change, &edits, unless: Cancellation())
                return .commit
            }
            let written = pagesWritten(by: db)
            return (written, try db.checkpoint(.passive).walFrameCount)
        }
        #expect(frames > 50)
        #expect(written == frames)
    }

    /// How many pages a connection has written since this was asked.
    private func pagesWritten(by db: Database) -> Int {
        var (count, highest): (CInt, CInt) = (0, 0)
        sqlite3_db_status(db.sqliteConnection, SQLITE_DBSTATUS_CACHE_WRITE, &count, &highest, 1)
        return Int(count)
    }
}

@Suite struct `A list of pairs` {
    @Test func `has every digit of its numbers`() {
        let pairs = [(0, 9), (10, 99), (100, Int.max), (Int.max, 1_234_567_890)]
        let text = "[[0,9],[10,99],[100,9223372036854775807],[9223372036854775807,1234567890]]"
        #expect(String(decoding: NumberPairs(pairs).text, as: UTF8.self) == text)
    }
}
