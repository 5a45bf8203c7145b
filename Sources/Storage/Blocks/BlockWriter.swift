internal import Chain
internal import GRDB
internal import Records
internal import Wording

/// Writes the chain's next blocks: whole segments, and the rest one by one until they are enough for a segment.
struct BlockWriter {
    private let database: Database
    private let insertSegment: RepeatedStatement
    private let insertBlock: RepeatedStatement
    private let trimTail: RepeatedStatement

    /// How many blocks of the tail stay, and the length of their texts.
    private var tailCount: Int
    private var tailBytes: Int

    /// What comes behind them.
    private var waiting: StoredSegment

    /// Removes all blocks above a height, if one is given. A segment that has more is cut there.
    init(in database: Database, keepingFirst count: Int = .max) throws {
        self.database = database
        insertSegment = try RepeatedStatement(
            "INSERT INTO segment (height, hashes, places, texts) VALUES (?, ?, ?, ?)", in: database)
        insertBlock = try RepeatedStatement("INSERT INTO tail (height, hash, text) VALUES (?, ?, ?)", in: database)
        trimTail = try RepeatedStatement("DELETE FROM tail WHERE height < ? OR height >= ?", in: database)
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: "SELECT count(*), coalesce(sum(length(text)), 0) FROM tail WHERE height <= ?"),
            arguments: [count])
        tailCount = row?[0] ?? 0
        tailBytes = row?[1] ?? 0
        let length = try database.lastHeight()
        guard length < StoredSegment.heights.upperBound else {
            throw BlockFault(height: length, problem: .init(.keptRow))
        }
        waiting = StoredSegment(height: min(length, count) + 1)
        if count < length { try removeSegments(above: count) }
    }

    private mutating func removeSegments(above height: Int) throws {
        let cut = try database.segment(around: height)
        try database.execute(
            sql: "DELETE FROM segment WHERE height >= ?", arguments: [cut?.height ?? height + 1])
        guard let cut else { return }
        waiting = StoredSegment(height: cut.height)
        for block in try cut.blocks() where block.height <= height {
            guard let hash = block.hash else { continue }
            try add(hash, block.text.span.bytes, at: block.height)
        }
    }

    /// Adds the next block.
    mutating func add(_ hash: BlockHash, _ text: RawSpan, at height: Int) throws {
        let next = waiting.height + waiting.count
        guard height == next else {
            throw StorageError.failed(reason: "block \(height) does not follow block \(next - 1)")
        }
        waiting.append(hash, text)
        let isFull = tailCount + waiting.count >= StoredSegment.maximumCount
        if isFull || tailBytes + waiting.textBytes >= StoredSegment.fullBytes { try seal() }
    }

    /// Makes a segment of the tail and what waits.
    private mutating func seal() throws {
        if tailCount > 0 {
            var segment = try takeTail()
            segment.append(waiting)
            try insert(segment)
        } else {
            try insert(waiting)
        }
        waiting.restart()
    }

    private func insert(_ segment: StoredSegment) throws {
        try insertSegment.run(segment.height, Blob(segment.hashes), segment.places, Blob(segment.texts))
    }

    /// The blocks of the tail, none of which stay.
    private mutating func takeTail() throws -> StoredSegment {
        var taken = StoredSegment(height: waiting.height - tailCount)
        let tail = try StoredBlock.fetchAll(
            database, sql: "SELECT height, hash, text FROM tail WHERE height < ? ORDER BY height",
            arguments: [waiting.height])
        for block in tail {
            guard block.height == taken.height + taken.count,
                taken.count + waiting.count < StoredSegment.maximumCount,
                let hash = block.hash, !block.text.contains(StoredSegment.separator)
            else { throw BlockFault(height: block.height, problem: .init(.keptRow)) }
            taken.append(hash, block.text.span.bytes)
        }
        (tailCount, tailBytes) = (0, 0)
        return taken
    }

    /// Writes what waits. Nothing may be added afterwards.
    consuming func finish() throws {
        // Only now: when a page changes again that has left the cache for the log, SQLite reads all that it wrote to
        // the log since, and corrects its checksums.
        try trimTail.run(waiting.height - tailCount, waiting.height)
        guard waiting.count > 0 else { return }
        for block in try waiting.blocks() {
            guard let hash = block.hash else { continue }
            try insertBlock.run(block.height, hash.hexDigits, block.text)
        }
    }
}
