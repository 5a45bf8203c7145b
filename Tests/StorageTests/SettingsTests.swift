internal import Chain
internal import GRDB
internal import TestSupport
internal import Testing

@testable internal import Storage

@Suite struct `The database` {
    /// A node may be unable to write outside its directory.
    @Test func `needs no files but its own`() throws {
        let folder = try TemporaryFolder()
        let store = try ChainStore(directory: folder.path, rules: Rules())
        let place = try store.database.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA temp_store") }
        // 2 is MEMORY.
        #expect(place == 2)
    }

    @Test func `flushes commits to the disk before they count`() throws {
        let folder = try TemporaryFolder()
        let store = try ChainStore(directory: folder.path, rules: Rules())
        let settings = try store.database.writeWithoutTransaction { db in
            [
                try String.fetchOne(db, sql: "PRAGMA journal_mode"),
                try String.fetchOne(db, sql: "PRAGMA synchronous"),
                try String.fetchOne(db, sql: "PRAGMA foreign_keys"),
            ]
        }
        // 2 is FULL.
        #expect(settings == ["wal", "2", "1"])
    }
}
