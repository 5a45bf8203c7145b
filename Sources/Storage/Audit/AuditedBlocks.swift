internal import GRDB

/// The stored blocks for an audit, which goes on behind a segment that cannot be read.
struct AuditedBlocks {
    private let segments: RecordCursor<StoredSegment>
    private let places: Statement
    private let tail: RecordCursor<StoredBlock>
    private var open: ArraySlice<StoredBlock> = []

    /// The heights of segments that cannot be read, of which nothing more is to be said. How many blocks such a segment
    /// has is not known, so they are as many as it can have.
    private var unread: ArraySlice<ClosedRange<Int>> = []

    /// The last of them, or 0.
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
            do {
                guard let segment = try segments.next() else { return try tail.next() }
                open = try segment.blocks()[...]
                let places = try StoredText?.fetchOne(places, arguments: [segment.height])
                if places.flatMap({ $0 })?.bytes != segment.places { report(.segmentPlaces(height: segment.height)) }
            } catch let fault as SegmentFault {
                report(.segment(height: fault.height))
                skip(fault.height)
            }
        }
        return open.popFirst()
    }

    private mutating func skip(_ height: Int) {
        guard StoredSegment.heights.contains(height) else { return }
        unreadHeight = height + StoredSegment.maximumCount - 1
        unread.append(height...unreadHeight)
    }

    /// Whether a height is in a segment that could not be read. Heights must be asked for in order.
    mutating func isUnread(_ height: Int) -> Bool {
        while let first = unread.first, first.upperBound < height { unread.removeFirst() }
        return unread.first?.contains(height) ?? false
    }
}
