public import Chain
internal import GRDB

/// What a node keeps: its chain, accepted transactions, peers and name, in SQLite.
///
/// Everything that was committed is on disk: the log is written and flushed before ``commit(_:)`` returns. It
/// works on queues of its own, so nothing here blocks who awaits it.
public final class ChainStore: Sendable {
    let database: any DatabaseWriter
    let path: String

    /// Keeps the directory locked.
    private let directory: DataDirectory?

    private init(_ database: any DatabaseWriter, path: String, directory: DataDirectory?) {
        self.database = database
        self.path = path
        self.directory = directory
    }

    /// Opens what is kept in a directory, or begins with a chain of the genesis block.
    ///
    /// The directory is made if it isn't there, and is this store's alone until it goes.
    public convenience init(directory path: String, difficulty: Difficulty) throws(StorageError) {
        let directory = try DataDirectory(path)
        do {
            if !DataDirectory.fileExists(directory.databasePath) {
                guard !DataDirectory.fileExists(directory.databasePath + "-wal") else {
                    throw StorageError.withoutDatabase(path: directory.databasePath)
                }
                try Self.begin(in: directory, difficulty: difficulty)
            }
            // Read only, so that what is not ours stays as it is.
            try Snapshot(directory: path).read { db in
                try Self.check(db, path: directory.databasePath, difficulty: difficulty)
            }
            let pool = try DatabasePool(path: directory.databasePath, configuration: Self.configuration)
            try pool.writeWithoutTransaction { db in
                // GRDB settles for less, which could lose the last commits when the machine loses power.
                try db.execute(sql: "PRAGMA synchronous = FULL")
                // What a replacement of a long chain left of the log is given back.
                try db.execute(sql: "PRAGMA journal_size_limit = \(Self.logBytesKept)")
            }
            try Schema.migrator.migrate(pool)
            self.init(pool, path: directory.databasePath, directory: directory)
        } catch {
            throw StorageError(opening: error, path: directory.databasePath)
        }
    }

    /// Whether something is kept in a directory.
    public static func isKept(in directory: String) -> Bool {
        DataDirectory.fileExists(DataDirectory.databasePath(in: directory))
    }

    /// A store in memory, which forgets when it goes.
    public convenience init(inMemoryWith difficulty: Difficulty) throws(StorageError) {
        let name = "The database in memory"
        do {
            let queue = try DatabaseQueue(configuration: Self.configuration)
            try Self.fill(queue, difficulty: difficulty)
            self.init(queue, path: name, directory: nil)
        } catch {
            throw StorageError(error, path: name)
        }
    }

    /// Ends what runs, waits for that, closes the database and frees the directory. All that comes later fails.
    public func close() {
        database.interrupt()
        // One in memory goes with this store.
        guard let pool = database as? DatabasePool else { return }
        do {
            // The next statement ends the interruption, which would keep the log from being taken into the database.
            try pool.writeWithoutTransaction { try $0.execute(sql: "SELECT 1") }
            // Readers go first: only a writer that closes last may do that.
            pool.releaseMemory()
            try pool.close()
            directory?.unlock()
        } catch {
            // It is closed by the end of the process; the log is read at the next start.
        }
    }

    // MARK: Opening

    /// What the log keeps of its file when it is done with: enough for most commits.
    private static let logBytesKept = 64 << 20

    /// Seconds to wait for somebody who holds the database, such as a person in the `sqlite3` shell.
    private static let patienceSeconds = 5.0

    static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "forgechain.storage"
        configuration.busyMode = .timeout(patienceSeconds)
        // For questions while a commit runs; more would only fight for the disk.
        configuration.maximumReaderCount = 2
        return configuration
    }

    /// Makes a database under another name and gives it its own when it is whole, so that there never is half a one.
    private static func begin(in directory: DataDirectory, difficulty: Difficulty) throws {
        directory.removeUnfinished()
        var configuration = configuration
        // From the start: a change of mode that was cut short would leave a journal, which only a writer can read.
        configuration.journalMode = .wal
        let queue = try DatabaseQueue(path: directory.unfinishedPath, configuration: configuration)
        try fill(queue, difficulty: difficulty)
        try queue.close()
        try directory.publishUnfinished()
    }

    private static func fill(_ queue: DatabaseQueue, difficulty: Difficulty) throws {
        try Schema.migrator.migrate(queue)
        try queue.write { db in
            try db.setParameter("difficulty", "\(difficulty.hexZeros)")
            try db.setParameter("genesis", Block.genesis.hash.description)
            try db.append(.genesis)
        }
    }

    private static func check(_ db: Database, path: String, difficulty: Difficulty) throws {
        let wanted = [("difficulty", "\(difficulty.hexZeros)"), ("genesis", Block.genesis.hash.description)]
        for (name, value) in wanted {
            guard let kept = try db.parameter(name) else {
                throw StorageError.damaged(path: path, finding: "its \(name) is missing")
            }
            guard kept == value else {
                throw StorageError.otherNetwork(parameter: name, kept: kept, wanted: value, path: path)
            }
        }
    }
}
