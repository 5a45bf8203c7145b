internal import GRDB

/// The stored blocks for an audit, which goes on behind a segment that cannot be read.
struct AuditedBlocks {
    private let segments: RecordCursor<StoredSegment>
    private let places: Statement
    private let tail: RecordCursor<StoredBlock>
    private var open: ArraySlice<StoredBlock> = []

    /// The last height of which nothing more is to be said, because its segment cannot be read; or 0.
    private(set) var unreadHeight = 0

    init(in db: Database) throws {
        segments = try StoredSegment.fetchCursor(
            db, sql: "SELECT height, hashes, texts FROM segment ORDER BY height")
        places = try db.makeStatement(sql: "SELECT places FROM segment WHERE height = ?")
        tail = try StoredBlock.fetchCursor(db, sql: "SELECT height, hash, text FROM tail ORDER BY height")
    }

    /// The next block, or nil after the last.
    mutating func next(_ report: (Finding) -> Void) throws -> StoredBlock? {
        while open.isEmpty {
            guard let segment = try segments.next() else { return try tail.next() }
            do throws(SegmentFault) {
                open = try segment.blocks()[...]
            } catch {
                report(.segment(height: segment.height))
                unreadHeight = segment.height + max(segment.count, 1) - 1
            }
            let places = try StoredText.fetchOne(places, arguments: [segment.height])
            if !open.isEmpty, places?.bytes != segment.places { report(.segmentPlaces(height: segment.height)) }
        }
        return open.popFirst()
    }
}
