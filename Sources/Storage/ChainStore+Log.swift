internal import GRDB
internal import Glibc
internal import Synchronization

extension ChainStore {
    /// SQLite restarts the log only at a moment without readers, which may be long in coming. If the log has grown too
    /// far, this waits for such a moment; new readers then read the database.
    func shortenLog(on db: Database) {
        guard directory != nil, logBytes > logLimit.load(ordering: .relaxed) else { return }
        do {
            _ = try db.checkpoint(.restart)
            logLimit.store(Self.logBytesKept, ordering: .relaxed)
        } catch {
            // A reader takes long. Commits don't wait for it again until the log has doubled.
            logLimit.store(2 * logBytes, ordering: .relaxed)
        }
    }

    /// The number of pages in the log at which SQLite checkpoints after a commit: its default.
    private static let checkpointPages = 1_000

    /// Lets the log grow, however long a commit is, until ``resumeCheckpoints(on:)``.
    func suspendCheckpoints(on db: Database) {
        setCheckpointPages(0, on: db)
    }

    /// Checkpoints as far as readers allow, and leaves further checkpoints to SQLite.
    func resumeCheckpoints(on db: Database) {
        setCheckpointPages(Self.checkpointPages, on: db)
        // If that fails, one of the next commits tries again.
        _ = try? db.checkpoint(.passive)
    }

    private func setCheckpointPages(_ count: Int, on db: Database) {
        do {
            try db.execute(sql: "PRAGMA wal_autocheckpoint = \(count)")
        } catch {
            // It touches no file, and only affects when others wait.
        }
    }

    /// The size of the log file.
    var logBytes: Int {
        var status = stat()
        return stat("\(path)-wal", &status) == 0 ? Int(status.st_size) : 0
    }
}
