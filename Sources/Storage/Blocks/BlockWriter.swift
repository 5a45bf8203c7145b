internal import Chain
internal import GRDB
internal import Records

/// Writes the chain's next blocks: whole segments, and the rest one by one until they are enough for a segment.
struct BlockWriter {
    private let database: Database
    private let insertSegment: RepeatedStatement
    private let insertBlock: RepeatedStatement

    /// The last height that is written or waits, or 0.
    private var height: Int

    /// What is in the tail, and what waits behind it.
    private var tailCount: Int
    private var waiting: [(hash: BlockHash, text: [UInt8])] = []

    /// The length of the texts of both.
    private var bytes: Int

    init(in database: Database) throws {
        self.database = database
        insertSegment = try RepeatedStatement(
            "INSERT INTO segment (height, hashes, places, texts) VALUES (?, ?, ?, ?)", in: database)
        insertBlock = try RepeatedStatement("INSERT INTO tail (height, hash, text) VALUES (?, ?, ?)", in: database)
        height = try database.lastHeight()
        let row = try Row.fetchOne(
            database.cachedStatement(sql: "SELECT count(*), coalesce(sum(length(text)), 0) FROM tail"))
        tailCount = row?[0] ?? 0
        bytes = row?[1] ?? 0
    }

    /// Removes all blocks above a height. A segment that has more is cut there.
    mutating func keepFirst(_ count: Int) throws {
        var cut: [StoredBlock] = []
        if let segment = try database.segment(around: count) {
            cut = try segment.blocks().filter { $0.height <= count }
            try database.execute(sql: "DELETE FROM segment WHERE height = ?", arguments: [segment.height])
        }
        try database.execute(sql: "DELETE FROM segment WHERE height > ?", arguments: [count])
        try database.execute(sql: "DELETE FROM tail WHERE height > ?", arguments: [count])
        self = try BlockWriter(in: database)
        for block in cut {
            guard let hash = block.hash else { continue }
            try add(hash, block.text, at: block.height)
        }
    }

    /// Adds the next block.
    mutating func add(_ hash: BlockHash, _ text: [UInt8], at height: Int) throws {
        guard height - 1 == self.height else {
            throw StorageError.failed(reason: "block \(height) does not follow block \(self.height)")
        }
        self.height = height
        waiting.append((hash, text))
        bytes += text.count
        if tailCount + waiting.count >= StoredSegment.maximumCount || bytes >= StoredSegment.fullBytes { try seal() }
    }

    /// Makes a segment of the tail and what waits.
    private mutating func seal() throws {
        let first = height - tailCount - waiting.count + 1
        var blocks: [(hash: BlockHash, text: [UInt8])] = []
        if tailCount > 0 {
            let tail = try StoredBlock.fetchAll(database, sql: "SELECT height, hash, text FROM tail ORDER BY height")
            for block in tail {
                guard block.height == first + blocks.count, blocks.count + waiting.count < StoredSegment.maximumCount,
                    let hash = block.hash, !block.text.contains(StoredSegment.separator)
                else { throw BlockFault(height: block.height, finding: "its row is not what was written") }
                blocks.append((hash, block.text))
            }
            try database.execute(sql: "DELETE FROM tail")
        }
        blocks += waiting
        let segment = StoredSegment(height: first, blocks)
        try insertSegment.run(segment.height, Blob(segment.hashes), segment.places, Blob(segment.texts))
        waiting.removeAll(keepingCapacity: true)
        (tailCount, bytes) = (0, 0)
    }

    /// Writes what waits. Nothing may be added afterwards.
    consuming func finish() throws {
        for (offset, block) in waiting.enumerated() {
            try insertBlock.run(height - waiting.count + 1 + offset, block.hash.hexDigits, block.text)
        }
    }
}
