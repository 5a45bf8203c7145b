internal import Glibc
internal import Wording

/// One node's data directory, locked as long as this value lives.
final class DataDirectory: Sendable {
    /// The name of the database file.
    static let databaseName = "forgechain.sqlite"

    let path: String
    private let lock: Int32

    /// Creates the directory if necessary, and locks it.
    init(_ path: String) throws(OpenError) {
        self.path = path
        try Self.make(path)
        lock = try Self.lock(path)
    }

    deinit {
        // A child process that doesn't run its program yet has the lock too, and closing would leave it there.
        unlock()
        close(lock)
    }

    /// Unlocks the directory before this value goes.
    func unlock() {
        flock(lock, LOCK_UN)
    }

    /// The lock and the database.
    var files: [FileIdentity?] { ["\(path)/lock", databasePath].map { FileIdentity(path: $0) } }

    var databasePath: String { Self.databasePath(in: path) }

    /// Where a database is created until it is complete; an interrupted start may have left one.
    var unfinishedPath: String { databasePath + ".new" }

    /// SQLite would take a name that begins with `file:` for a URL.
    static func databasePath(in directory: String) -> String {
        (directory.hasPrefix("/") ? "" : "./") + "\(directory)/\(databaseName)"
    }

    static func fileExists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Removes what an interrupted start left.
    func removeUnfinished() {
        for suffix in ["", "-journal", "-wal", "-shm"] { unlink(unfinishedPath + suffix) }
    }

    /// Removes the database for good. The log goes first: without it the database is an older one, and not none.
    func removeDatabase() throws(OpenError) {
        removeUnfinished()
        for suffix in ["-wal", "-shm", "-journal", ""] {
            guard unlink(databasePath + suffix) == 0 || errno == ENOENT else { throw Self.unusable(databasePath) }
        }
        try Self.flush(path)
    }

    /// Gives a complete database its name; from then on it is never created again.
    func publishUnfinished() throws(OpenError) {
        guard rename(unfinishedPath, databasePath) == 0 else { throw Self.unusable(databasePath) }
        try Self.flush(path)
    }

    /// Makes sure that the names in a directory are on disk.
    private static func flush(_ directory: String) throws(OpenError) {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unusable(directory) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw unusable(directory) }
    }

    /// Creates the directory and its parents, accessible to the owner only.
    private static func make(_ path: String) throws(OpenError) {
        var prefix = path.hasPrefix("/") ? "/" : ""
        for component in path.split(separator: "/") {
            let parent = prefix.isEmpty ? "." : prefix
            prefix += component
            // mkdir fails with EEXIST for an existing directory, and with EROFS for one on a read-only file system.
            if mkdir(prefix, 0o700) == 0 {
                try flush(parent)
            } else {
                let reason = errno
                guard isDirectory(prefix) else {
                    throw reason == EEXIST
                        ? .unusable(path: prefix, reason: Statement(.notADirectory)) : unusable(path, reason)
                }
            }
            prefix += "/"
        }
        guard access(path, R_OK | W_OK | X_OK) == 0 else { throw unusable(path) }
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Locks the file `lock`, which names the process that uses the directory. The kernel releases the lock however the
    /// process ends.
    private static func lock(_ path: String) throws(OpenError) -> Int32 {
        let file = "\(path)/lock"
        let descriptor = open(file, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw unusable(file) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let isTaken = errno == EWOULDBLOCK
            let error = isTaken ? OpenError.inUse(directory: path, by: owner(descriptor)) : unusable(file)
            close(descriptor)
            throw error
        }
        let line = Array("\(getpid())\n".utf8)
        // The process ID is for people: if a full disk refuses it, no harm is done.
        if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, line, line.count, 0) }
        return descriptor
    }

    /// The process that the file names.
    private static func owner(_ descriptor: Int32) -> String? {
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let digits = bytes.prefix(max(count, 0)).prefix { (0x30...0x39).contains($0) }
        return digits.isEmpty ? nil : String(decoding: digits, as: UTF8.self)
    }

    private static func unusable(_ path: String, _ reason: Int32 = errno) -> OpenError {
        .unusable(path: path, reason: Statement(systemError: reason))
    }
}
