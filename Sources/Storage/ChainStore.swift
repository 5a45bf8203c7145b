public import Chain
internal import GRDB
internal import Glibc
internal import Records
internal import Synchronization
internal import Wording

/// A node's chain, accepted transactions, peers and name, in SQLite.
///
/// Everything committed is on disk: the log is written and flushed before ``commit(_:)`` returns. The store works on
/// its own queues, so it never blocks the thread of the caller.
public final class ChainStore: Sendable {
    let database: any DatabaseWriter
    let path: String

    /// Keeps the directory locked.
    let directory: DataDirectory?

    /// The log's size, in bytes, above which it is shortened after a commit.
    let logLimit = Atomic(logBytesKept)

    let closing: Cancellation

    /// The network, if the rules are a ledger's: only then there are accounts to be kept.
    let network: LedgerNetwork?

    /// Where to find the chain's blocks by hash; nil until a chain is loaded, or somebody asks.
    let heights = Mutex<HeightTable?>(nil)

    /// How histories follow a long replacement. Faults are noted on the writing queue.
    let following = Mutex(FollowUp())

    /// The lock file and database file as they were when opened.
    private let files: [FileIdentity?]

    private init(
        _ database: any DatabaseWriter, path: String, rules: Rules, directory: DataDirectory?, closing: Cancellation
    ) {
        self.database = database
        network = rules.ledger?.network
        self.path = path
        self.directory = directory
        self.closing = closing
        files = directory?.files ?? []
    }

    /// Throws if the files were moved or removed: the next start would not find what was written to them.
    func checkFiles() throws(StorageError) {
        guard let directory, directory.files != files else { return }
        throw .failed(reason: "the node's files were moved or removed while it ran; stop it and put them back")
    }

    /// Opens the data in a directory, or creates a chain with the genesis block.
    ///
    /// The directory is created if necessary, and belongs to this store alone until the store goes.
    ///
    /// - Parameter migrating: told how many blocks of an earlier version's directory are in this version's tables, and
    ///   of how many.
    public convenience init(
        directory path: String, rules: Rules,
        migrating: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(OpenError) {
        let directory = try DataDirectory(path)
        let closing = Cancellation()
        do {
            if !DataDirectory.fileExists(directory.databasePath) {
                guard !DataDirectory.fileExists(directory.databasePath + "-wal") else {
                    throw OpenError.withoutDatabase(path: directory.databasePath)
                }
                try Self.begin(in: directory, rules: rules)
            }
            // Read-only, so that a database that isn't ours is left unchanged.
            try Snapshot(directory: path).read { db in
                try Self.check(db, path: directory.databasePath, rules: rules)
            }
            let pool = try DatabasePool(
                path: directory.databasePath, configuration: Self.configuration(closing))
            try pool.writeWithoutTransaction { db in
                // GRDB's default is weaker, and could lose the last commits in a power failure.
                try db.execute(sql: "PRAGMA synchronous = FULL")
                // Truncates the log after the replacement of a long chain.
                try db.execute(sql: "PRAGMA journal_size_limit = \(Self.logBytesKept)")
                // Some systems give a node no place for temporary files.
                try db.execute(sql: "PRAGMA temp_store = MEMORY")
            }
            try Self.migrate(pool, path: directory.databasePath, migrating)
            self.init(pool, path: directory.databasePath, rules: rules, directory: directory, closing: closing)
        } catch {
            throw OpenError(error, path: directory.databasePath)
        }
    }

    /// Whether a directory contains stored data.
    public static func isKept(in directory: String) -> Bool {
        DataDirectory.fileExists(DataDirectory.databasePath(in: directory))
    }

    /// Whether a directory's data is an earlier version's, which opening it would change for good. Throws what opening
    /// it would, unless it is in use.
    public static func isOlder(in directory: String, rules: Rules) throws(OpenError) -> Bool {
        let snapshot = try Snapshot(directory: directory)
        return try snapshot.read { db in
            try check(db, path: snapshot.path, rules: rules)
            return try !Schema.migrator.hasCompletedMigrations(db)
        }
    }

    /// A store in memory, whose data goes with it.
    public convenience init(inMemoryBy rules: Rules) throws(OpenError) {
        let name = "The database in memory"
        let closing = Cancellation()
        do {
            let queue = try DatabaseQueue(configuration: Self.configuration(closing))
            try Self.fill(queue, rules: rules)
            self.init(queue, path: name, rules: rules, directory: nil, closing: closing)
        } catch {
            throw OpenError(error, path: name)
        }
    }

    /// Interrupts running statements, waits for them, closes the database and unlocks the directory. Every later call
    /// fails.
    public func close() {
        closing.cancel()
        database.interrupt()
        // A database in memory goes with this store.
        guard let pool = database as? DatabasePool else { return }
        do {
            // The next statement ends the interruption, which would prevent the checkpoint.
            try pool.writeWithoutTransaction { try $0.execute(sql: "SELECT 1") }
            // Readers close first: only the last connection to close may checkpoint.
            pool.releaseMemory()
            try pool.close()
            directory?.unlock()
        } catch {
            // The end of the process closes it; the next start reads the log.
        }
    }

    // MARK: Opening

    /// How much of the log file stays after a checkpoint: enough for most commits.
    static let logBytesKept = 64 << 20

    /// Seconds to wait for another process that locks the database, such as the `sqlite3` shell.
    private static let patienceSeconds = 5.0

    /// How often to try again meanwhile.
    private static let looksPerSecond = 100.0

    static func configuration(_ closing: Cancellation) -> Configuration {
        var configuration = Configuration()
        configuration.label = "forgechain.storage"
        configuration.busyMode = .callback { looks in
            guard !closing.isCancelled, Double(looks) < patienceSeconds * looksPerSecond else { return false }
            usleep(UInt32(1_000_000 / looksPerSecond))
            return true
        }
        // For queries during a commit; more would only compete for the disk.
        configuration.maximumReaderCount = 2
        return configuration
    }

    /// Creates a database under a temporary name and renames it once it is complete, so that there is never half a
    /// database.
    private static func begin(in directory: DataDirectory, rules: Rules) throws {
        directory.removeUnfinished()
        var configuration = configuration(Cancellation())
        // From the start: an interrupted change of the journal mode would leave a journal, which only a writer can
        // read.
        configuration.journalMode = .wal
        let queue = try DatabaseQueue(path: directory.unfinishedPath, configuration: configuration)
        try fill(queue, rules: rules)
        // Closing would do it too, but without reporting a full disk, and would then leave an empty database.
        try queue.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
        try queue.close()
        try directory.publishUnfinished()
    }

    /// All that a migration writes is in the log until it is complete, so a crash or a full disk leaves the tables as
    /// they were.
    private static func migrate(
        _ pool: DatabasePool, path: String, _ progress: @escaping @Sendable (Int, Int) -> Void
    ) throws {
        do {
            try Schema.migrator(progress: progress).migrate(pool)
        } catch {
            let failure = pool.writeWithoutTransaction { StorageError(writing: error, on: $0, path: path) }
            guard failure.isFull else { throw error }
            let bytes = try pool.read { try Int.fetchOne($0, sql: Self.fileBytes) ?? 0 }
            throw OpenError.noRoomToMigrate(path: path, bytes: 2 * bytes)
        }
    }

    private static let fileBytes = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"

    private static func fill(_ queue: DatabaseQueue, rules: Rules) throws {
        try queue.write { db in
            try Schema.create(in: db)
            for (name, value) in NetworkParameter.values(of: rules) { try db.setParameter(name.rawValue, value) }
            try db.setParameter("indexed", "0")
            try db.append([rules.genesis], unless: Cancellation())
            if let network = rules.ledger?.network { try db.beginAccounts(of: network) }
        }
    }

    private static func check(_ db: Database, path: String, rules: Rules) throws {
        for (parameter, value) in NetworkParameter.values(of: rules) {
            guard let kept = try db.networkParameter(parameter) else {
                throw Damage(path: path, problem: .init(.keptNoParameter, ["name": .text(parameter.rawValue)]))
            }
            guard kept == value else {
                throw OpenError.otherNetwork(parameter, kept: kept, wanted: value, path: path)
            }
        }
    }
}
