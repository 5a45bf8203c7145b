import Chain
import GRDB
import Storage
import Testing

@testable import Storage

/// What the database promises beyond SQL.
struct SettingsTests {
    @Test func `commits are flushed to the disk before they count`() throws {
        let folder = try TemporaryFolder()
        let store = try ChainStore(directory: folder.path, difficulty: .standard)
        try store.database.writeWithoutTransaction { db in
            #expect(try String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal")
            // 2 is FULL.
            #expect(try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2)
        }
    }
}
