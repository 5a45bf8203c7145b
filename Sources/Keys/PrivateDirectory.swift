internal import Cryptography
internal import Glibc
internal import Wording

/// A directory of small files that only its owner may change and read.
///
/// Files are made as a whole or not at all, and never overwritten. Programs that make and remove some at the same time
/// wait for each other.
struct PrivateDirectory: Sendable {
    /// Where it is. It is made with the first file.
    let path: String

    /// Where a file is until it is complete. None is called so.
    private static let unfinished = ".new"

    /// Where the file of a name is.
    func path(of name: String) -> String { "\(path)/\(name)" }

    /// The names of all files, in no order.
    func names() throws(KeyError) -> [String] {
        guard let directory = try opened() else { return [] }
        guard let stream = fdopendir(directory) else {
            defer { close(directory) }
            throw unusable(path)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                })
        }
        return names
    }

    /// What `read` makes of a file's bytes, which are wiped then; nil if there is none of that name.
    func contents<Value>(
        of name: String, atMost maximumBytes: Int, _ read: ([UInt8]) throws(KeyError) -> Value
    ) throws(KeyError) -> Value? {
        guard let directory = try opened() else { return nil }
        defer { close(directory) }
        let path = path(of: name)
        // Opening a pipe would wait for who writes to it.
        let file = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw unusable(path)
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw unusable(path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .damaged(path: path, reason: Statement(.keyNoFile)) }
        guard status.st_mode & 0o077 == 0 else { throw .openToOthers(path: path, mode: "600") }
        guard status.st_size <= maximumBytes else {
            throw .damaged(path: path, reason: Statement(.keyTooLong, ["limit": .number(maximumBytes)]))
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        defer { bytes.wipe() }
        guard Glibc.read(file, &bytes, bytes.count) == bytes.count else { throw unusable(path) }
        return try read(bytes)
    }

    /// Makes a file, unless there is one of that name; returns whether there was none.
    func add(_ bytes: [UInt8], as name: String) throws(KeyError) -> Bool {
        try make()
        guard let directory = try opened() else { throw unusable(path, ENOENT) }
        // Ends the lock, too.
        defer { close(directory) }
        guard flock(directory, LOCK_EX) == 0 else { throw unusable(path) }
        // What an interrupted one has left.
        unlinkat(directory, Self.unfinished, 0)
        defer { unlinkat(directory, Self.unfinished, 0) }
        let file = openat(directory, Self.unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw unusable(path) }
        defer { close(file) }
        let count = write(file, bytes, bytes.count)
        guard count == bytes.count else { throw unusable(path(of: name), count < 0 ? errno : ENOSPC) }
        guard fchmod(file, 0o600) == 0, fsync(file) == 0 else { throw unusable(path(of: name)) }
        // Unlike a renaming, a link never replaces anything.
        guard linkat(directory, Self.unfinished, directory, name, 0) == 0 else {
            if errno == EEXIST { return false }
            throw unusable(path(of: name))
        }
        guard fsync(directory) == 0 else { throw unusable(path) }
        return true
    }

    /// Removes a file for good; returns whether there was one.
    func remove(_ name: String) throws(KeyError) -> Bool {
        guard let directory = try opened() else { return false }
        defer { close(directory) }
        guard flock(directory, LOCK_EX) == 0 else { throw unusable(path) }
        guard unlinkat(directory, name, 0) == 0 else {
            if errno == ENOENT { return false }
            throw unusable(path(of: name))
        }
        guard fsync(directory) == 0 else { throw unusable(path) }
        return true
    }
}

// MARK: - The directory itself

extension PrivateDirectory {
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
        .unusable(path: path, reason: Statement(systemError: reason))
    }
}
