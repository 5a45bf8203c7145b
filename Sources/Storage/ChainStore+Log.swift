internal import GRDB
internal import Glibc
internal import Synchronization

extension ChainStore {
    /// SQLite begins the log anew only in a moment when nobody reads, which may not come for long. Waits for one when
    /// the log has grown too far: new readers then read the database.
    func shortenLog(on db: Database) {
        guard directory != nil, logBytes > logLimit.load(ordering: .relaxed) else { return }
        do {
            _ = try db.checkpoint(.restart)
            logLimit.store(Self.logBytesKept, ordering: .relaxed)
        } catch {
            // Somebody reads for long. Commits are not held up for them again until the log has doubled.
            logLimit.store(2 * logBytes, ordering: .relaxed)
        }
    }

    /// The size of the log's file.
    var logBytes: Int {
        var status = stat()
        return stat("\(path)-wal", &status) == 0 ? Int(status.st_size) : 0
    }
}
