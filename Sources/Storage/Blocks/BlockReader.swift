internal import Chain
internal import GRDB

/// Reads the stored blocks in order of height, one segment at a time.
struct BlockReader {
    private let segments: RecordCursor<StoredSegment>
    private let tail: RecordCursor<StoredBlock>
    private let first: Int
    private var open: ArraySlice<StoredBlock> = []

    /// Reads blocks above a height.
    init(above height: Int = .min, in db: Database) throws {
        first = height == .min ? .min : height + 1
        // From the segment on that has the first. The texts of one before it aren't read.
        let sql = """
            SELECT height, hashes, texts FROM segment
            WHERE height >= coalesce((SELECT max(height) FROM segment WHERE height <= ?1), ?1)
            AND height + length(hashes) / \(BlockHash.byteCount) > ?1 ORDER BY height
            """
        segments = try StoredSegment.fetchCursor(db, sql: sql, arguments: [first])
        tail = try StoredBlock.fetchCursor(
            db, sql: "SELECT height, hash, text FROM tail WHERE height >= ? ORDER BY height", arguments: [first])
    }

    /// The next block, or nil after the last.
    mutating func next() throws -> StoredBlock? {
        while open.isEmpty {
            guard let segment = try segments.next() else { return try tail.next() }
            open = try segment.blocks().drop { $0.height < first }
        }
        return open.popFirst()
    }
}

extension Database {
    /// How many blocks are stored.
    func blockCount() throws -> Int {
        let sql = """
            SELECT (SELECT count(*) FROM tail) + coalesce(sum(length(hashes) / \(BlockHash.byteCount)), 0) FROM segment
            """
        return try Int.fetchOne(self, sql: sql) ?? 0
    }

    /// The hash of the stored block at a height, if there is one.
    func hash(at height: Int) throws -> BlockHash? {
        let sql = "SELECT \(Schema.hash(at: "?1"))"
        let digits = try StoredText?.fetchOne(cachedStatement(sql: sql), arguments: [height])
        return digits.flatMap { $0 }.flatMap { BlockHash(hexDigits: $0.bytes[...]) }
    }

    /// The height of the last stored block, or 0.
    func lastHeight() throws -> Int {
        let sql = """
            SELECT max(height) FROM tail UNION ALL
            SELECT * FROM (SELECT height + length(hashes) / \(BlockHash.byteCount) - 1 FROM segment
                ORDER BY height DESC LIMIT 1)
            """
        return try Int?.fetchAll(cachedStatement(sql: sql)).compactMap { $0 }.max() ?? 0
    }

    /// The stored segment that has the block at a height and the next one, if there is such a segment.
    func segment(around height: Int) throws -> StoredSegment? {
        // The texts of one that ends before aren't read.
        let sql = """
            SELECT height, hashes, texts FROM segment
            WHERE height = (SELECT max(height) FROM segment WHERE height <= ?1)
            AND height + length(hashes) / \(BlockHash.byteCount) > ?1 + 1
            """
        return try StoredSegment.fetchOne(cachedStatement(sql: sql), arguments: [height])
    }
}
