internal import GRDB
internal import GRDBSQLite

/// A statement whose parameters are a payment's address, height and position, to be run for each of many.
///
/// It binds them by itself: a replaced chain has hundreds of thousands, for which GRDB's arguments take longer than
/// SQLite, and GRDB hands strings to SQLite up to their first NUL only, which an address may hold.
struct PaymentStatement {
    private let database: Database
    private let statement: Statement

    init(_ sql: String, in database: Database) throws {
        self.database = database
        statement = try database.cachedStatement(sql: sql)
        precondition(statement.columnCount == 0, "a statement that asks for rows")
    }

    func run(_ address: String, _ height: Int, _ position: Int) throws {
        let pointer = statement.sqliteStatement
        let code = address.withCString { bytes in
            // Without a destructor SQLite reads the bytes where they are, which it has done when this returns.
            defer {
                sqlite3_reset(pointer)
                sqlite3_clear_bindings(pointer)
            }
            let bound = [
                sqlite3_bind_text(pointer, 1, bytes, CInt(address.utf8.count), nil),
                sqlite3_bind_int64(pointer, 2, Int64(height)),
                sqlite3_bind_int64(pointer, 3, Int64(position)),
            ]
            return bound.first { $0 != SQLITE_OK } ?? sqlite3_step(pointer)
        }
        guard code == SQLITE_DONE else {
            let message = sqlite3_errmsg(database.sqliteConnection).map { String(cString: $0) }
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
        }
    }
}
