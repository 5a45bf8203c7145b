internal import Chain
internal import GRDB
internal import Records
internal import Wording

/// The tables, readable by people with the `sqlite3` shell as well as by the node.
enum Schema {
    /// "FRGC": the application ID in the file's header.
    static let applicationID = 0x4652_4743

    /// Makes the tables in an empty database.
    static func create(in db: Database) throws {
        try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        try db.execute(sql: tables)
        // There is nothing to migrate.
        try db.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
        for migration in migrator.migrations {
            try db.execute(sql: "INSERT INTO grdb_migrations VALUES (?)", arguments: [migration])
        }
    }

    /// Throws unless the database is one that this version can read.
    static func check(_ db: Database, path: String) throws {
        guard try Int.fetchOne(db, sql: "PRAGMA application_id") == applicationID else {
            throw Damage(path: path, problem: .init(.keptOther))
        }
        guard try !migrator.appliedIdentifiers(db).contains(unreleased) else {
            throw OpenError.unreleased(path: path)
        }
        guard try !migrator.hasBeenSuperseded(db) else { throw OpenError.newer(path: path) }
    }

    /// The name of the tables before the first release, when each payment was a row.
    private static let unreleased = "chain, transactions and peers"

    /// The hash of the chain's block at a height, an SQL expression, as hex digits; NULL if there is none.
    static func hash(at height: String) -> String {
        """
        coalesce(
            (SELECT tail.hash FROM tail WHERE tail.height = \(height)),
            (SELECT nullif(lower(hex(substr(hashes, 32 * (\(height) - segment.height) + 1, 32))), '') FROM segment
            WHERE segment.height <= \(height) ORDER BY segment.height DESC LIMIT 1))
        """
    }

    /// Whether a row of `carriage` is about a block of the chain.
    static let isInChain = "carriage.hash = \(hash(at: "carriage.height"))"

    /// Comments inside a statement stay in the schema, where `.schema` shows them.
    private static let tables = """
        CREATE TABLE parameter (
            -- 'rules', 'difficulty', 'genesis' (the hash of the block every new chain begins with), 'identifier' (who
            -- is paid), 'indexed' (how many of the chain's blocks are in history; after a long chain was taken, the
            -- others follow), 'work' (of a ledger: how many guesses its blocks took on average)
            name TEXT PRIMARY KEY NOT NULL,
            value TEXT NOT NULL
        );
        \(segments)
        \(blockView)
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
        \(accounts)
        CREATE TABLE accepted (
            -- Every transaction that was answered with 201, for good, and those with an id that other nodes brought.
            number INTEGER PRIMARY KEY NOT NULL,
            text TEXT NOT NULL,
            id TEXT /* the transaction's id, if it has one */,
            posted INTEGER NOT NULL DEFAULT 1 /* 0 if only other nodes have brought it, and no client */
        );
        CREATE INDEX accepted_id ON accepted (id, text) WHERE id IS NOT NULL;
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
        CREATE INDEX carriage_number ON carriage (number);
        \(branches)
        CREATE TABLE peer (
            position INTEGER PRIMARY KEY NOT NULL,
            address TEXT NOT NULL UNIQUE,
            found INTEGER NOT NULL DEFAULT 0 /* 1 if it was found among the peers of peers */
        );
        """

    /// What the chain is in.
    static let segments = """
        CREATE TABLE segment (
            -- The chain, except for the newest blocks, in rows of up to 256 blocks. The view block has a row for each.
            -- The height of the first block; heights run from 1 without a gap.
            height INTEGER PRIMARY KEY NOT NULL,
            -- The SHA-256 of each text, 32 bytes each.
            hashes BLOB NOT NULL,
            -- [[start,length],...]: where each text is.
            places TEXT NOT NULL,
            -- What Python's json.dumps(block, sort_keys=True) prints of each, and a newline after each.
            texts BLOB NOT NULL
        );
        CREATE TABLE tail (
            -- The newest blocks, until they are enough for a segment.
            height INTEGER PRIMARY KEY NOT NULL,
            -- The SHA-256 of the text, in hex.
            hash TEXT NOT NULL,
            text TEXT NOT NULL
        );
        """

    /// What a ledger's chain comes to.
    static let accounts = """
        CREATE TABLE account (
            -- Of a ledger: who has how much behind the newest block, without those that were never paid.
            address TEXT PRIMARY KEY NOT NULL,
            -- What may be spent: up to 2^53 - 1.
            balance INTEGER NOT NULL CHECK (balance BETWEEN 0 AND \(Accounts.maximumAmount)),
            -- How many payments the address has made.
            nonce INTEGER NOT NULL CHECK (nonce >= 0),
            CHECK (typeof(balance) = 'integer' AND typeof(nonce) = 'integer' AND (balance > 0 OR nonce > 0))
        ) WITHOUT ROWID;
        """

    /// What fell out of the chain, for people to look at.
    static let branches = """
        CREATE TABLE branch (
            -- The last branches that fell out of the chain, as many as are remembered.
            -- The newest has the highest.
            number INTEGER PRIMARY KEY NOT NULL,
            -- Of the last block that it shared with the chain, the height and the hash.
            height INTEGER NOT NULL,
            parent TEXT,
            -- How many blocks fell. The newest of them are in fallen.
            blocks INTEGER NOT NULL,
            -- When, in seconds since 1970, and the peer that had the chain that replaced it, if known.
            time REAL,
            source TEXT,
            -- The length of that chain, and the hash of its newest block.
            successor_length INTEGER NOT NULL,
            successor_tip TEXT NOT NULL
        );
        CREATE TABLE fallen (
            -- The blocks of those branches; none is in the chain.
            branch INTEGER NOT NULL REFERENCES branch,
            height INTEGER NOT NULL,
            -- The SHA-256 of the text, in hex.
            hash TEXT NOT NULL,
            text TEXT NOT NULL,
            PRIMARY KEY (branch, height)
        );
        CREATE INDEX fallen_hash ON fallen (hash);
        """

    /// What people see of both.
    static let blockView = """
        CREATE VIEW block (height, hash, text) AS
            SELECT height + key, lower(hex(substr(hashes, 32 * key + 1, 32))),
                CAST(substr(texts, json_extract(value, '$[0]'), json_extract(value, '$[1]')) AS TEXT)
            FROM segment, json_each(CASE WHEN json_valid(places) THEN places ELSE '[]' END)
            WHERE type = 'array'
            UNION ALL SELECT height, hash, text FROM tail;
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
