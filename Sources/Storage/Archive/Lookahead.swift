internal import GRDB

/// A cursor whose next element can be looked at before it is taken.
struct Lookahead<Element: FetchableRecord> {
    private let cursor: RecordCursor<Element>

    /// What comes next, or nil at the end.
    private(set) var next: Element?

    init(_ cursor: RecordCursor<Element>) throws {
        self.cursor = cursor
        next = try cursor.next()
    }

    /// Takes the next one.
    mutating func advance() throws {
        next = try cursor.next()
    }
}
