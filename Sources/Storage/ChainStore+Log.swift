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

    /// With how many pages in the log at the end of a commit SQLite makes a checkpoint by itself: its default.
    private static let checkpointPages = 1_000

    /// Lets the log grow, however long a commit is, until ``resumeCheckpoints(on:)``.
    func suspendCheckpoints(on db: Database) {
        setCheckpointPages(0, on: db)
    }

    /// Takes the log into the database, as far as nobody reads it, and leaves further checkpoints to SQLite.
    func resumeCheckpoints(on db: Database) {
        setCheckpointPages(Self.checkpointPages, on: db)
        // When it cannot be, one of the next commits tries again.
        _ = try? db.checkpoint(.passive)
    }

    private func setCheckpointPages(_ count: Int, on db: Database) {
        do {
            try db.execute(sql: "PRAGMA wal_autocheckpoint = \(count)")
        } catch {
            // It touches no file, and what depends on it is only when others wait.
        }
    }

    /// The size of the log's file.
    var logBytes: Int {
        var status = stat()
        return stat("\(path)-wal", &status) == 0 ? Int(status.st_size) : 0
    }
}
