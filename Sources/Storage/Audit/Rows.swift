internal import GRDB

/// A raw row of `block`.
struct StoredBlock: FetchableRecord {
    /// In order of height.
    static let all = "SELECT height, hash, text FROM block ORDER BY height"

    let height: Int
    let hash: [UInt8]
    let text: [UInt8]

    init(row: Row) throws {
        height = try row.decode(atIndex: 0)
        hash = try row.decode(StoredText.self, atIndex: 1).bytes
        text = try row.decode(StoredText.self, atIndex: 2).bytes
    }
}

/// A cursor whose next element can be inspected before it is taken.
struct PeekableCursor<Element: FetchableRecord> {
    private let cursor: RecordCursor<Element>

    /// The next element, or nil at the end.
    private(set) var next: Element?

    init(_ cursor: RecordCursor<Element>) throws {
        self.cursor = cursor
        next = try cursor.next()
    }

    /// Advances to the next element.
    mutating func advance() throws {
        next = try cursor.next()
    }
}
