internal import GRDB

/// A column of a table or view, as it is declared.
struct TableColumn: FetchableRecord, Hashable {
    static let all = """
        SELECT main.name, column.name, column.type, column."notnull", column.dflt_value, column.pk
        FROM sqlite_master AS main, pragma_table_info(main.name) AS column
        WHERE main.type IN ('table', 'view') AND main.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
        """

    let table: String
    let name: String
    private let type: String
    private let isNeverNull: Bool
    private let standard: String?
    private let keyPosition: Int

    init(row: Row) throws {
        table = try row.decode(atIndex: 0)
        name = try row.decode(atIndex: 1)
        type = try row.decode(atIndex: 2)
        isNeverNull = try row.decode(atIndex: 3)
        standard = try row.decode(atIndex: 4)
        keyPosition = try row.decode(atIndex: 5)
    }
}

/// What a table, a view or an index was made by.
struct Definition: FetchableRecord {
    /// What people made, not SQLite for itself.
    static let all = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"

    let name: String
    private let statement: String

    init(row: Row) throws {
        name = try row.decode(atIndex: 0)
        statement = try row.decode(atIndex: 1)
    }

    /// The statement without its comments and spaces, which differ where a table was altered.
    var demands: String {
        statement.replacing(/--[^\n]*|\/\*.*?\*\/|\s+/.dotMatchesNewlines(), with: "")
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
