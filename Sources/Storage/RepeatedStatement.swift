internal import GRDB
internal import GRDBSQLite

/// A statement that runs for each of very many rows.
///
/// It binds its own parameters. A replaced chain has hundreds of thousands of rows, for which GRDB's arguments take
/// longer than SQLite itself. And GRDB passes strings to SQLite only up to the first NUL, which an address may contain.
struct RepeatedStatement {
    private let database: Database
    private let statement: Statement

    init(_ sql: String, in database: Database) throws {
        self.database = database
        statement = try database.cachedStatement(sql: sql)
    }

    /// Runs it with these parameters, in order. The statement must not return rows.
    func run<each Value: Bindable>(_ values: repeat each Value) throws {
        try run(repeat each values) { _ in preconditionFailure("a statement that asks for rows") }
    }

    /// Runs it with these parameters, in order, and passes each row to `row`. A row must be read before `row` returns,
    /// which says whether more rows are wanted.
    func run<each Value: Bindable>(_ values: repeat each Value, row: (borrowing ResultRow) throws -> Bool) throws {
        let pointer = statement.sqliteStatement
        defer {
            sqlite3_reset(pointer)
            sqlite3_clear_bindings(pointer)
        }
        var index: CInt = 0
        for value in repeat each values {
            index += 1
            try check(value.bind(to: pointer, at: index), is: SQLITE_OK)
        }
        var code = sqlite3_step(pointer)
        while code == SQLITE_ROW {
            guard try row(ResultRow(pointer: pointer)) else { return }
            code = sqlite3_step(pointer)
        }
        try check(code, is: SQLITE_DONE)
    }

    private func check(_ code: CInt, is expected: CInt) throws {
        guard code != expected else { return }
        let message = sqlite3_errmsg(database.sqliteConnection).map { String(cString: $0) }
        throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
    }
}

/// The current row of a ``RepeatedStatement``.
struct ResultRow: ~Copyable {
    fileprivate let pointer: SQLiteStatement

    /// Throws for anything else, of which SQLite would make a number: it keeps what it is given, whatever the column
    /// is for.
    func integer(_ column: CInt) throws(ColumnFault) -> Int {
        guard sqlite3_column_type(pointer, column) == SQLITE_INTEGER else { throw ColumnFault() }
        return Int(sqlite3_column_int64(pointer, column))
    }

    func text(_ column: CInt) -> [UInt8] { StoredText(sqliteStatement: pointer, index: column).bytes }
}

/// A value is not what its column is for.
struct ColumnFault: Error {}

// MARK: - What can be bound

/// A parameter of a ``RepeatedStatement``.
protocol Bindable {
    /// Binds it, and returns SQLite's result code.
    func bind(to statement: SQLiteStatement, at index: CInt) -> CInt
}

extension Int: Bindable {
    func bind(to statement: SQLiteStatement, at index: CInt) -> CInt {
        sqlite3_bind_int64(statement, index, Int64(self))
    }
}

/// As text.
extension ArraySlice<UInt8>: Bindable {
    func bind(to statement: SQLiteStatement, at index: CInt) -> CInt {
        // SQLITE_TRANSIENT, which makes SQLite copy the bytes, is a C cast that Swift cannot import.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        return withUnsafeBytes { bytes in
            // An empty slice may have no pointer, which would bind NULL.
            guard let start = bytes.baseAddress else { return sqlite3_bind_text(statement, index, "", 0, copied) }
            return sqlite3_bind_text64(
                statement, index, start.assumingMemoryBound(to: CChar.self), UInt64(bytes.count), copied,
                UInt8(SQLITE_UTF8))
        }
    }
}

/// Bytes that are no text.
struct Blob: Bindable {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func bind(to statement: SQLiteStatement, at index: CInt) -> CInt {
        // As above.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        return bytes.withUnsafeBytes { bytes in
            sqlite3_bind_blob64(statement, index, bytes.baseAddress, UInt64(bytes.count), copied)
        }
    }
}

/// As text.
extension [UInt8]: Bindable {
    func bind(to statement: SQLiteStatement, at index: CInt) -> CInt { self[...].bind(to: statement, at: index) }
}
