public import Chain
internal import GRDB
internal import Glibc
internal import Synchronization

/// What a node keeps: its chain, accepted transactions, peers and name, in SQLite.
///
/// Everything that was committed is on disk: the log is written and flushed before ``commit(_:)`` returns. It
/// works on queues of its own, so nothing here blocks who awaits it.
public final class ChainStore: Sendable {
    let database: any DatabaseWriter
    let path: String

    /// Keeps the directory locked.
    let directory: DataDirectory?

    /// Beyond how many bytes the log is shortened after a commit.
    let logLimit = Atomic(logBytesKept)

    let closing: Cancellation

    /// The files it was opened with, the lock's and the database's.
    private let files: [FileIdentity?]

    private init(_ database: any DatabaseWriter, path: String, directory: DataDirectory?, closing: Cancellation) {
        self.database = database
        self.path = path
        self.directory = directory
        self.closing = closing
        files = directory?.files ?? []
    }

    /// Throws when the files were moved or removed: what went into them now, no start would find.
    func checkFiles() throws(StorageError) {
        guard let directory, directory.files != files else { return }
        throw .failed(reason: "the node's files were moved or removed while it ran; stop it and put them back")
    }

    /// Opens what is kept in a directory, or begins with a chain of the genesis block.
    ///
    /// The directory is made if it isn't there, and is this store's alone until it goes.
    public convenience init(directory path: String, rules: Rules) throws(StorageError) {
        let directory = try DataDirectory(path)
        let closing = Cancellation()
        do {
            if !DataDirectory.fileExists(directory.databasePath) {
                guard !DataDirectory.fileExists(directory.databasePath + "-wal") else {
                    throw StorageError.withoutDatabase(path: directory.databasePath)
                }
                try Self.begin(in: directory, rules: rules)
            }
            // Read only, so that what is not ours stays as it is.
            try Snapshot(directory: path).read { db in
                try Self.check(db, path: directory.databasePath, rules: rules)
            }
            let pool = try DatabasePool(
                path: directory.databasePath, configuration: Self.configuration(closing))
            try pool.writeWithoutTransaction { db in
                // GRDB settles for less, which could lose the last commits when the machine loses power.
                try db.execute(sql: "PRAGMA synchronous = FULL")
                // What a replacement of a long chain left of the log is given back.
                try db.execute(sql: "PRAGMA journal_size_limit = \(Self.logBytesKept)")
                // For sorting hashes: some systems give a node no place for other files than its own.
                try db.execute(sql: "PRAGMA temp_store = MEMORY")
            }
            try Schema.migrator.migrate(pool)
            self.init(pool, path: directory.databasePath, directory: directory, closing: closing)
        } catch {
            throw StorageError(opening: error, path: directory.databasePath)
        }
    }

    /// Whether something is kept in a directory.
    public static func isKept(in directory: String) -> Bool {
        DataDirectory.fileExists(DataDirectory.databasePath(in: directory))
    }

    /// A store in memory, which forgets when it goes.
    public convenience init(inMemoryBy rules: Rules) throws(StorageError) {
        let name = "The database in memory"
        let closing = Cancellation()
        do {
            let queue = try DatabaseQueue(configuration: Self.configuration(closing))
            try Self.fill(queue, rules: rules)
            self.init(queue, path: name, directory: nil, closing: closing)
        } catch {
            throw StorageError(error, path: name)
        }
    }

    /// Ends what runs, waits for that, closes the database and frees the directory. All that comes later fails.
    public func close() {
        closing.cancel()
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
    static let logBytesKept = 64 << 20

    /// Seconds to wait for somebody who holds the database, such as a person in the `sqlite3` shell.
    private static let patienceSeconds = 5.0

    /// How often to look whether they still do.
    private static let looksPerSecond = 100.0

    static func configuration(_ closing: Cancellation) -> Configuration {
        var configuration = Configuration()
        configuration.label = "forgechain.storage"
        configuration.busyMode = .callback { looks in
            guard !closing.isCancelled, Double(looks) < patienceSeconds * looksPerSecond else { return false }
            usleep(UInt32(1_000_000 / looksPerSecond))
            return true
        }
        // For questions while a commit runs; more would only fight for the disk.
        configuration.maximumReaderCount = 2
        return configuration
    }

    /// Makes a database under another name and gives it its own when it is whole, so that there never is half a one.
    private static func begin(in directory: DataDirectory, rules: Rules) throws {
        directory.removeUnfinished()
        var configuration = configuration(Cancellation())
        // From the start: a change of mode that was cut short would leave a journal, which only a writer can read.
        configuration.journalMode = .wal
        let queue = try DatabaseQueue(path: directory.unfinishedPath, configuration: configuration)
        try fill(queue, rules: rules)
        // Closing does it too, but doesn't tell when there is no room for it, and would leave an empty database.
        try queue.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
        try queue.close()
        try directory.publishUnfinished()
    }

    private static func fill(_ queue: DatabaseQueue, rules: Rules) throws {
        try Schema.migrator.migrate(queue)
        try queue.write { db in
            for (name, value) in NetworkParameter.values(of: rules) { try db.setParameter(name.rawValue, value) }
            try db.append([rules.genesis], unless: Cancellation())
        }
    }

    private static func check(_ db: Database, path: String, rules: Rules) throws {
        for (parameter, value) in NetworkParameter.values(of: rules) {
            guard let kept = try db.networkParameter(parameter) else {
                throw StorageError.damaged(path: path, finding: "its \(parameter.rawValue) is missing")
            }
            guard kept == value else {
                throw StorageError.otherNetwork(parameter, kept: kept, wanted: value, path: path)
            }
        }
    }
}
