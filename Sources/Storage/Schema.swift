internal import Chain
internal import GRDB
internal import Records

/// The tables, readable by people with the `sqlite3` shell as well as by the node.
enum Schema {
    /// "FRGC": the application ID in the file's header.
    static let applicationID = 0x4652_4743

    /// Migrates a database to the current tables.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("chain, histories, transactions and peers") { db in
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: first)
        }
        // Existing rows stay as right or wrong as they were; an audit tells.
        migrator.registerMigration("ids and found peers", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: identified)
            try db.recordIdentified()
        }
        migrator.registerMigration("who posted what", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: posted)
        }
        return migrator
    }

    /// Throws unless the database is one that this version can read.
    static func check(_ db: Database, path: String) throws {
        guard try Int.fetchOne(db, sql: "PRAGMA application_id") == applicationID else {
            throw Damage(path: path, finding: "it is no database of Forgechain's")
        }
        guard try !migrator.appliedIdentifiers(db).contains(unreleased) else {
            throw OpenError.unreleased(path: path)
        }
        guard try !migrator.hasBeenSuperseded(db) else { throw OpenError.newer(path: path) }
    }

    /// The name of the tables before the first release, when each payment was a row.
    private static let unreleased = "chain, transactions and peers"

    /// For transactions with an `id`, and for peers that were found, not registered.
    private static let identified = """
        ALTER TABLE accepted ADD COLUMN id TEXT /* the transaction's id, if it has one */;
        CREATE INDEX accepted_id ON accepted (id, text) WHERE id IS NOT NULL;
        CREATE INDEX carriage_number ON carriage (number);
        ALTER TABLE peer ADD COLUMN found INTEGER NOT NULL DEFAULT 0 /* 1 if it was found among the peers of peers */;
        """

    /// The longest text of a payment that a client could have posted before: a body of 1 MiB, with each byte escaped as
    /// six.
    private static let longestPosted = 6 << 20

    /// Earlier versions made any transaction of an orphaned block pending, even one that no client could have posted
    /// and no block of this node could include. They also kept the records of orphaned blocks forever.
    private static let posted = """
        ALTER TABLE accepted ADD COLUMN
            posted INTEGER NOT NULL DEFAULT 1 /* 0 if only other nodes have brought it, and no client */;
        UPDATE accepted SET posted = 0 WHERE id IS NOT NULL AND length(text) > \(longestPosted);
        DELETE FROM pending WHERE number IN (SELECT number FROM accepted WHERE posted = 0);
        DELETE FROM carriage
            WHERE number IN (SELECT number FROM accepted WHERE id IS NOT NULL)
            AND NOT EXISTS (SELECT 1 FROM block WHERE block.height = carriage.height AND block.hash = carriage.hash);
        DELETE FROM accepted WHERE posted = 0 AND number NOT IN (SELECT number FROM carriage);
        """

    /// Comments inside a statement stay in the schema, where `.schema` shows them.
    private static let first = """
        CREATE TABLE parameter (
            -- 'rules', 'difficulty', 'genesis' (the hash of the block every new chain begins with), 'identifier' (who
            -- is paid)
            name TEXT PRIMARY KEY NOT NULL,
            value TEXT NOT NULL
        );
        CREATE TABLE block (
            -- The chain: heights run from 1 without a gap.
            height INTEGER PRIMARY KEY NOT NULL,
            -- The SHA-256 of the text, in hex.
            hash TEXT NOT NULL,
            -- What Python's json.dumps(block, sort_keys=True) prints.
            text TEXT NOT NULL
        );
        CREATE TABLE history (
            -- An index of the chain: who is the sender or the recipient of which transactions. The view payment has
            -- one row for each.
            address TEXT NOT NULL,
            -- Where the first of this row's places is, by block and by transaction.
            height INTEGER NOT NULL,
            position INTEGER NOT NULL,
            -- How many places it has.
            count INTEGER NOT NULL,
            -- [[height,position],...] in the order of the chain; positions in a block count from 1.
            places TEXT NOT NULL,
            PRIMARY KEY (address, height, position)
        ) WITHOUT ROWID;
        CREATE VIEW payment (address, height, position) AS
            SELECT address, json_extract(value, '$[0]'), json_extract(value, '$[1]')
            FROM history, json_each(CASE WHEN json_valid(places) THEN places ELSE '[]' END)
            WHERE type = 'array';
        CREATE TABLE accepted (
            -- Every transaction that was answered with 201, for good, and those with an id that other nodes brought.
            number INTEGER PRIMARY KEY NOT NULL,
            text TEXT NOT NULL
        );
        CREATE TABLE pending (
            -- The accepted transactions that no block of the chain carries.
            number INTEGER PRIMARY KEY NOT NULL REFERENCES accepted
        );
        CREATE TABLE carriage (
            -- Which block carries which accepted transaction: all that it was forged with, if it was forged here, and
            -- otherwise those with an id. Of a block that fell out of the chain, what has no id stays: should it come
            -- back, nothing else tells which of equal transactions these are.
            height INTEGER NOT NULL,
            hash TEXT NOT NULL,
            number INTEGER NOT NULL REFERENCES accepted,
            PRIMARY KEY (height, hash, number)
        ) WITHOUT ROWID;
        CREATE TABLE peer (
            position INTEGER PRIMARY KEY NOT NULL,
            address TEXT NOT NULL UNIQUE
        );
        """
}

extension Database {
    func parameter(_ name: String) throws -> String? {
        try String.fetchOne(self, sql: "SELECT value FROM parameter WHERE name = ?", arguments: [name])
    }

    func setParameter(_ name: String, _ value: String) throws {
        try execute(sql: "INSERT OR REPLACE INTO parameter (name, value) VALUES (?, ?)", arguments: [name, value])
    }
}
