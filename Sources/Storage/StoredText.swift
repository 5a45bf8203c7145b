internal import GRDB
internal import GRDBSQLite

/// ASCII text as bytes, read from a column without making a string.
struct StoredText: StatementColumnConvertible, DatabaseValueConvertible {
    let bytes: [UInt8]

    init(sqliteStatement: SQLiteStatement, index: CInt) {
        // The pointer is valid until the statement steps, and is nil for a text without bytes.
        let start = sqlite3_column_text(sqliteStatement, index)
        let count = Int(sqlite3_column_bytes(sqliteStatement, index))
        bytes = Array(UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
    }

    var databaseValue: DatabaseValue { String(decoding: bytes, as: UTF8.self).databaseValue }

    static func fromDatabaseValue(_ value: DatabaseValue) -> StoredText? {
        String.fromDatabaseValue(value).map { StoredText(bytes: Array($0.utf8)) }
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }
}
