internal import GRDB

/// From the tables of earlier versions to the current ones.
extension Schema {
    /// Migrates a database to the current tables.
    static var migrator: DatabaseMigrator { migrator { _, _ in } }

    /// The same, and tells how many blocks of how many are in segments. Each migration happens as a whole or not at
    /// all.
    static func migrator(progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void) -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        // Every database of ours has this one behind it.
        migrator.registerMigration("chain, histories, transactions and peers") { _ in
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "its tables are of no version")
        }
        // Existing rows stay as right or wrong as they were; an audit tells.
        migrator.registerMigration("ids and found peers", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: identified)
            try db.recordIdentified()
        }
        migrator.registerMigration("who posted what", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: posted)
        }
        // Blocks were rows of a table, with an index of their hashes.
        migrator.registerMigration("blocks in segments", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: segments)
            // Rows go faster without it.
            try db.execute(sql: "DROP INDEX IF EXISTS block_hash")
            try db.joinBlocks(progress)
            try db.execute(sql: "DROP TABLE block")
            try db.execute(sql: blockView)
        }
        // Histories had the whole chain.
        migrator.registerMigration("histories that follow", foreignKeyChecks: .immediate) { db in
            try db.setParameter("indexed", "\(db.lastHeight())")
        }
        // Directories of earlier versions are of other rules than a ledger's.
        migrator.registerMigration("accounts", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: accounts)
        }
        // What fell before isn't known.
        migrator.registerMigration("fallen branches", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: branches)
        }
        return migrator
    }

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
}
