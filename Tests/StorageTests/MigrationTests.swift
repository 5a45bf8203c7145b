internal import Chain
internal import GRDB
internal import Records
internal import TestSupport
internal import Testing

@testable internal import Storage

/// A directory as the version before transactions with an `id` made it, with that version's own statements.
private struct EarlierDirectory {
    let folder: TemporaryFolder
    var path: String { folder.path }

    /// Two accepted payments: block 2 includes the first, the other is pending.
    init(chain: Blockchain) throws {
        folder = try TemporaryFolder()
        let queue = try DatabaseQueue(path: folder.path(of: "forgechain.sqlite"))
        try queue.write { db in
            try db.execute(sql: Self.tables)
            let parameters = ["difficulty": "1", "genesis": Block.genesis.hash.description, "identifier": "ada"]
            for (name, value) in parameters {
                try db.execute(sql: "INSERT INTO parameter VALUES (?, ?)", arguments: [name, value])
            }
            for number in 1...2 {
                try db.execute(
                    sql: "INSERT INTO accepted VALUES (?, ?)",
                    arguments: [number, Transaction.payment(number).text.description])
            }
            try db.execute(
                sql: "INSERT INTO pending VALUES (2); INSERT INTO peer (address) VALUES ('a:1'), ('b:2');")
            for block in chain.blocks {
                try db.execute(
                    sql: "INSERT INTO block VALUES (?, ?, ?)",
                    arguments: [block.index, block.hash.description, block.text.description])
            }
            try db.execute(
                sql: "INSERT INTO carriage VALUES (2, ?, 1)", arguments: [chain.blocks[1].hash.description])
            try db.setParameter("indexed", "0")
            var histories = try HistoryIndex(in: db, unless: Cancellation())
            for block in chain.blocks { try histories.add(block.payments, height: block.index) }
            try histories.finish()
            try db.execute(sql: "DELETE FROM parameter WHERE name = 'indexed'")
        }
        try queue.close()
    }

    private static let tables = """
        PRAGMA application_id = \(0x4652_4743);
        CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
        INSERT INTO grdb_migrations VALUES ('chain, histories, transactions and peers');
        CREATE TABLE parameter (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL);
        CREATE TABLE block (height INTEGER PRIMARY KEY NOT NULL, hash TEXT NOT NULL, text TEXT NOT NULL);
        CREATE UNIQUE INDEX block_hash ON block (hash);
        CREATE TABLE history (
            address TEXT NOT NULL, height INTEGER NOT NULL, position INTEGER NOT NULL, count INTEGER NOT NULL,
            places TEXT NOT NULL, PRIMARY KEY (address, height, position)
        ) WITHOUT ROWID;
        CREATE VIEW payment (address, height, position) AS
            SELECT address, json_extract(value, '$[0]'), json_extract(value, '$[1]')
            FROM history, json_each(CASE WHEN json_valid(places) THEN places ELSE '[]' END)
            WHERE type = 'array';
        CREATE TABLE accepted (number INTEGER PRIMARY KEY NOT NULL, text TEXT NOT NULL);
        CREATE TABLE pending (number INTEGER PRIMARY KEY NOT NULL REFERENCES accepted);
        CREATE TABLE carriage (
            height INTEGER NOT NULL, hash TEXT NOT NULL, number INTEGER NOT NULL REFERENCES accepted,
            PRIMARY KEY (height, hash, number)
        ) WITHOUT ROWID;
        CREATE TABLE peer (position INTEGER PRIMARY KEY NOT NULL, address TEXT NOT NULL UNIQUE);
        """
}

@Suite struct `A directory of an earlier version` {
    private func chain() throws -> Blockchain {
        var chain = Blockchain(rules: .easy)
        try chain.mine([.payment(1), .reward(to: "ada")])
        return chain
    }

    private func opened(_ directory: EarlierDirectory) throws -> ChainStore {
        try ChainStore(directory: directory.path, rules: .easy)
    }

    @Test func `goes on with all that it has`() async throws {
        let chain = try chain()
        let directory = try EarlierDirectory(chain: chain)
        let database = directory.folder.path(of: "forgechain.sqlite")
        #expect(throws: OpenError.older(path: database)) { _ = try audit(directory.path) }
        #expect(throws: OpenError.older(path: database)) {
            _ = try Export.run(directory: directory.path, write: { _ in true }, progress: { _, _ in })
        }
        for _ in 0..<2 {
            let store = try opened(directory)
            let kept = try store.load(rules: .easy)
            #expect(kept.chain == chain)
            #expect(try kept.pending == [.payment(2)])
            #expect(kept.lastNumber == 2)
            #expect((kept.peers, kept.foundPeers, kept.identifier) == (["a:1", "b:2"], [], "ada"))
            #expect(try await store.inclusions(in: chain.prefix(1), above: 1).fallen.map(\.number) == [1])
            store.close()
            #expect(try audit(directory.path) == [])
        }
    }

    @Test func `has the tables of a new one`() throws {
        let directory = try EarlierDirectory(chain: try chain())
        let folder = try TemporaryFolder()
        let stores = [try opened(directory), try ChainStore(directory: folder.path, rules: .easy)]
        var found: [[String: String]] = []
        for store in stores {
            let rows = try store.database.read { db in
                try Row.fetchAll(db, sql: "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
            }
            var statements: [String: String] = [:]
            for row in rows { statements[row[0]] = plain(row[1]) }
            found.append(statements)
        }
        #expect(found[0] == found[1])
        #expect(found[1].keys.contains("table segment"))
        let applied = try stores[1].database.read { try Schema.migrator.completedMigrations($0) }
        #expect(applied == Schema.migrator.migrations)
    }

    /// A statement without its comments and layout. A table to which columns were added has those in other places.
    private func plain(_ statement: String) -> String {
        statement.replacing(/--.*|\/\*.*?\*\//, with: " ").replacing(/\s+/, with: " ")
            .replacing(/\s?([(),])\s?/) { $0.1 }
    }

    @Test func `has its blocks in segments from then on`() async throws {
        let chain = try chain().paying(to: 600)
        let directory = try EarlierDirectory(chain: chain)
        let database = directory.folder.path(of: "forgechain.sqlite")
        let queue = try DatabaseQueue(path: database)
        // What a person adds stays.
        try await queue.write { try $0.execute(sql: "CREATE VIEW texts AS SELECT text FROM block") }
        let texts = try await queue.read { try String.fetchAll($0, sql: "SELECT text FROM block ORDER BY height") }
        try queue.close()
        let store = try opened(directory)
        let shown = try await store.database.read { try String.fetchAll($0, sql: "SELECT text FROM texts") }
        #expect(shown == texts)
        #expect(try store.load(rules: .easy).chain == chain)
        store.close()
        #expect(try audit(directory.path) == [])
    }

    @Test(arguments: [
        ("DELETE FROM block WHERE height = 300", "block 300: it is missing"),
        ("DELETE FROM block", "block 1: it is missing"),
        ("UPDATE block SET hash = 'none' WHERE height = 600", "block 600: its row is not what was written"),
        (
            "UPDATE block SET text = replace(text, 'payee 300 ', 'payee 301 ') WHERE height = 300",
            "block 301: previous_hash is not the hash of block 300"
        ),
        ("UPDATE block SET text = text || char(10) WHERE height = 3", "block 3: its row is not what was written"),
    ])
    func `that has no chain is refused, and stays as it was`(sql: String, finding: String) async throws {
        let directory = try EarlierDirectory(chain: try chain().paying(to: 600))
        let queue = try DatabaseQueue(path: directory.folder.path(of: "forgechain.sqlite"))
        try await queue.write { try $0.execute(sql: sql) }
        let rows = "SELECT count(*) FROM block"
        let before = try await queue.read { try Int.fetchOne($0, sql: rows) }
        for _ in 0..<2 { #expect(try await damage { _ = try opened(directory) } == finding) }
        #expect(try await queue.read { try Int.fetchOne($0, sql: rows) } == before)
        let tables = try await queue.read { try String.fetchAll($0, sql: "SELECT name FROM sqlite_master") }
        #expect(!tables.contains("segment"))
    }

    /// The next block has it as well, so that version started.
    @Test func `goes on where only a hash of a block is damaged`() async throws {
        let chain = try chain().paying(to: 600)
        let directory = try EarlierDirectory(chain: chain)
        let queue = try DatabaseQueue(path: directory.folder.path(of: "forgechain.sqlite"))
        try await queue.write { db in
            try db.execute(sql: "UPDATE block SET hash = 'none' WHERE height = 300")
            try db.execute(sql: "UPDATE block SET hash = 'f' || substr(hash, 2) WHERE height = 599")
        }
        try queue.close()
        let store = try opened(directory)
        #expect(try store.load(rules: .easy).chain == chain)
        store.close()
        #expect(try audit(directory.path) == [])
    }

    /// A node that ignored ids took blocks from nodes that use them.
    @Test func `learns what blocks of others carry with an id`() async throws {
        var chain = try chain()
        let (first, second) = (try Transaction.identified(1), try Transaction.identified(2))
        try chain.mine([first, .payment(7), second])
        try chain.mine(texts: [CanonicalText(#"{"id": "none", "amount": 1, "recipient": "b", "sender": "a"}"#)])
        let directory = try EarlierDirectory(chain: chain)
        let store = try opened(directory)
        let records = try await store.known([first, second, .identified(3)])
        #expect(
            records == [
                .same(TransactionRecord(accepted: AcceptedTransaction(number: 3, transaction: first), height: 3)),
                .same(TransactionRecord(accepted: AcceptedTransaction(number: 4, transaction: second), height: 3)),
                nil,
            ])
        let kept = try store.load(rules: .easy)
        #expect(try kept.pending == [.payment(2)])
        #expect(kept.lastNumber == 4)
        store.close()
        #expect(try audit(directory.path) == [])
    }

    /// This cannot be repaired, but it is reported.
    @Test func `that took one twice tells so in an audit`() throws {
        var chain = try chain()
        for _ in 0..<2 { try chain.mine([.identified(1)]) }
        let directory = try EarlierDirectory(chain: chain)
        try opened(directory).close()
        #expect(try audit(directory.path) == [.includedAgain(accepted: 3, heights: [3, 4])])
    }

    @Test func `that is damaged is refused, and stays as it was`() async throws {
        let directory = try EarlierDirectory(chain: try chain())
        let queue = try DatabaseQueue(path: directory.folder.path(of: "forgechain.sqlite"))
        try await queue.write { db in
            try db.execute(sql: #"UPDATE block SET text = '"id": "' WHERE height = 2"#)
        }
        #expect(try await damage { _ = try opened(directory) }.hasPrefix("block 2"))
        let columns = try await queue.read { db in try db.columns(in: "accepted").map(\.name) }
        #expect(columns == ["number", "text"])
    }
}
