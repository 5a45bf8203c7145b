import Chain
import GRDB
import Testing

@testable import Storage

/// What the database promises beyond SQL.
struct SettingsTests {
    @Test func `commits are flushed to the disk before they count`() throws {
        let folder = try TemporaryFolder()
        let store = try ChainStore(directory: folder.path, difficulty: .standard)
        try store.database.writeWithoutTransaction { db in
            let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode")
            let level = try Int.fetchOne(db, sql: "PRAGMA synchronous")
            #expect(mode == "wal")
            // 2 is FULL.
            #expect(level == 2)
        }
    }
}
