internal import GRDB
internal import Glibc
internal import Wording

/// A directory's data at one moment, read while a node may be using it.
///
/// SQLite's log makes that possible: whatever is committed meanwhile is written after it. Neither the database nor a
/// log left by a crash is changed, but SQLite may leave an empty log and its index beside them.
struct Snapshot {
    let path: String
    private let queue: DatabaseQueue

    init(directory: String) throws(OpenError) {
        path = DataDirectory.databasePath(in: directory)
        if access(path, F_OK) != 0 {
            let reason = errno
            guard reason == ENOENT || reason == ENOTDIR else {
                throw .unusable(path: path, reason: Wording.Statement(systemError: reason))
            }
            guard !DataDirectory.fileExists(path + "-wal") else { throw .withoutDatabase(path: path) }
            throw .nothingKept(directory: directory)
        }
        // Opening a pipe would wait for its other end.
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            throw .unusable(path: path, reason: Wording.Statement(.notAFile))
        }
        var configuration = ChainStore.configuration(Cancellation())
        configuration.readonly = true
        do {
            queue = try DatabaseQueue(path: Self.address(of: path, in: directory), configuration: configuration)
        } catch {
            throw OpenError(error, path: path)
        }
    }

    /// The address of a database for SQLite.
    ///
    /// SQLite wants to write beside a database unless it never changes. A database without a log, in a directory that
    /// cannot be written to, counts as one that never changes: for instance a copy on a read-only medium.
    private static func address(of path: String, in directory: String) -> String {
        guard access(directory, W_OK) != 0, !DataDirectory.fileExists(path + "-wal") else { return path }
        let escaped = path.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return "file:\(escaped)?immutable=1"
    }

    /// Passes the database of one moment to `body`.
    func read<Value>(_ body: (Database) throws -> Value) throws(OpenError) -> Value {
        do {
            return try queue.read { db in
                try Schema.check(db, path: path)
                return try body(db)
            }
        } catch {
            throw OpenError(reading: error, path: path)
        }
    }
}
