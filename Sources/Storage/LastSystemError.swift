internal import GRDB
internal import GRDBSQLite

extension Database {
    /// Why the system refused the last call that failed on the log, as an `errno`; 0 when it is not known. It stays
    /// when later calls succeed, so it is for the moment after an error.
    ///
    /// SQLite's own function for that knows nothing of commits.
    var lastSystemError: CInt {
        var file: UnsafeMutablePointer<sqlite3_file>?
        var reason: CInt = 0
        let code = sqlite3_file_control(sqliteConnection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file)
        // A database in memory has a log without methods.
        guard code == SQLITE_OK, let file, let control = file.pointee.pMethods?.pointee.xFileControl,
            control(file, SQLITE_FCNTL_LAST_ERRNO, &reason) == SQLITE_OK
        else { return 0 }
        return reason
    }
}
