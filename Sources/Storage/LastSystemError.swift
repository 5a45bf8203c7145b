internal import GRDB
internal import GRDBSQLite

extension Database {
    /// The `errno` of the last failed system call on the log; 0 if unknown. Later successes don't reset it, so read it
    /// right after an error.
    ///
    /// SQLite's own function for that doesn't cover commits.
    var lastSystemError: CInt {
        var file: UnsafeMutablePointer<sqlite3_file>?
        var reason: CInt = 0
        let code = sqlite3_file_control(sqliteConnection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file)
        // The log of a database in memory has no methods.
        guard code == SQLITE_OK, let file, let control = file.pointee.pMethods?.pointee.xFileControl,
            control(file, SQLITE_FCNTL_LAST_ERRNO, &reason) == SQLITE_OK
        else { return 0 }
        return reason
    }
}
