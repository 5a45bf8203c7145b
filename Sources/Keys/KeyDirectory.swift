public import Cryptography
internal import Glibc

/// A directory of keys: a file for each, with the key's name.
///
/// Files are made as a whole or not at all, and never overwritten. Programs that make and remove keys at the same time
/// wait for each other.
public struct KeyDirectory: Sendable {
    /// Where it is. It is made with the first key.
    public let path: String
    private let ed25519: Ed25519

    /// Where a file is until it is complete. No key is called so.
    private static let unfinished = ".new"

    /// A directory that need not be there yet.
    public init(path: String, _ ed25519: Ed25519) {
        (self.path, self.ed25519) = (path, ed25519)
    }

    /// Where the key of a name is.
    public func path(of name: KeyName) -> String { "\(path)/\(name)" }

    /// The names of all keys, in order. Other files don't count.
    public func names() throws(KeyError) -> [KeyName] {
        guard let directory = try opened() else { return [] }
        guard let stream = fdopendir(directory) else {
            defer { close(directory) }
            throw unusable(path)
        }
        defer { closedir(stream) }
        var names: [KeyName] = []
        while let entry = readdir(stream) {
            let text = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let name = try? KeyName(text) { names.append(name) }
        }
        return names.sorted()
    }

    /// The key of a name.
    public func key(_ name: KeyName) throws(KeyError) -> StoredKey {
        guard let directory = try opened() else { throw .missing(name) }
        defer { close(directory) }
        let path = path(of: name)
        // Opening a pipe would wait for who writes to it.
        let file = openat(directory, name.description, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { throw errno == ENOENT ? .missing(name) : unusable(path) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw unusable(path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .damaged(path: path, reason: "it is no file") }
        guard status.st_mode & 0o077 == 0 else { throw .openToOthers(path: path, mode: "600") }
        guard status.st_size <= StoredKey.maximumBytes else {
            throw .damaged(path: path, reason: "it has more than \(StoredKey.maximumBytes) bytes")
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        defer { bytes.wipe() }
        guard read(file, &bytes, bytes.count) == bytes.count else { throw unusable(path) }
        return try StoredKey(fileBytes: bytes, path: path, ed25519)
    }

    /// Keeps a key under a new name.
    public func add(_ key: StoredKey, as name: KeyName) throws(KeyError) {
        try make()
        guard let directory = try opened() else { throw unusable(path, ENOENT) }
        // Ends the lock, too.
        defer { close(directory) }
        guard flock(directory, LOCK_EX) == 0 else { throw unusable(path) }
        // What an interrupted one has left.
        unlinkat(directory, Self.unfinished, 0)
        defer { unlinkat(directory, Self.unfinished, 0) }
        var bytes = key.fileBytes
        defer { bytes.wipe() }
        let file = openat(directory, Self.unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw unusable(path) }
        defer { close(file) }
        let count = write(file, bytes, bytes.count)
        guard count == bytes.count else { throw unusable(path(of: name), count < 0 ? errno : ENOSPC) }
        guard fchmod(file, 0o600) == 0, fsync(file) == 0 else { throw unusable(path(of: name)) }
        // Unlike a renaming, a link never replaces anything.
        guard linkat(directory, Self.unfinished, directory, name.description, 0) == 0 else {
            throw errno == EEXIST ? .exists(name) : unusable(path(of: name))
        }
        guard fsync(directory) == 0 else { throw unusable(path) }
    }

    /// Removes a key for good.
    public func remove(_ name: KeyName) throws(KeyError) {
        guard let directory = try opened() else { throw .missing(name) }
        defer { close(directory) }
        guard flock(directory, LOCK_EX) == 0 else { throw unusable(path) }
        guard unlinkat(directory, name.description, 0) == 0 else {
            throw errno == ENOENT ? .missing(name) : unusable(path(of: name))
        }
        guard fsync(directory) == 0 else { throw unusable(path) }
    }
}

// MARK: - The directory itself

extension KeyDirectory {
    /// The directory, which only its owner may change; nil if there is none.
    private func opened() throws(KeyError) -> Int32? {
        let directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else {
            if errno == ENOENT { return nil }
            throw unusable(path)
        }
        var status = stat()
        guard fstat(directory, &status) == 0 else {
            defer { close(directory) }
            throw unusable(path)
        }
        guard status.st_mode & 0o022 == 0 else {
            close(directory)
            throw .openToOthers(path: path, mode: "700")
        }
        return directory
    }

    /// Makes it and the directories above, for the owner alone.
    private func make() throws(KeyError) {
        var prefix = path.hasPrefix("/") ? "/" : ""
        for component in path.split(separator: "/") {
            prefix += component
            // What cannot be made and isn't there shows when it is opened.
            _ = mkdir(prefix, 0o700)
            prefix += "/"
        }
    }

    private func unusable(_ path: String, _ reason: Int32 = errno) -> KeyError {
        .unusable(path: path, reason: String(cString: strerror(reason)))
    }
}
