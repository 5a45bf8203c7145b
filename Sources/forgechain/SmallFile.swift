internal import Glibc
internal import Terminal
internal import Wording

/// A file that a person writes, and that is read as a whole.
enum SmallFile {
    /// The file's bytes, but at most one more than `maximumBytes`: then it is longer.
    ///
    /// - Parameter check: looks at what the file is, before it is read.
    static func contents(
        of path: String, atMost maximumBytes: Int, check: (stat) throws(SmallFileError) -> Void = { _ in }
    ) throws(SmallFileError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unreadable(path) }
        try check(status)
        var bytes: [UInt8] = []
        while bytes.count <= maximumBytes {
            var piece = [UInt8](repeating: 0, count: maximumBytes + 1 - bytes.count)
            let count = Glibc.read(descriptor, &piece, piece.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(path) }
            if count == 0 { break }
            bytes += piece.prefix(count)
        }
        return bytes
    }

    /// The same, of a file with something that others should not know, such as a token.
    ///
    /// A file that others could write is refused: they would choose it. One that others can only read is taken,
    /// because container systems mount secrets so, and often for reading only.
    ///
    /// - Parameter warn: called with one sentence, in any language, if others can read the file.
    static func secret(
        of path: String, _ noun: Phrase, atMost maximumBytes: Int, warn: ((Language) -> String) -> Void
    ) throws(SmallFileError) -> [UInt8] {
        try contents(of: path, atMost: maximumBytes) { status throws(SmallFileError) in
            // Its group may read it, as a service's does; a pipe is nobody else's.
            guard status.st_mode & S_IFMT == S_IFREG else { return }
            let mode = String(status.st_mode & 0o777, radix: 8)
            guard status.st_mode & 0o022 == 0 else {
                throw SmallFileError(Phrase.secretWritable.text(["mode": mode, "path": path]))
            }
            if status.st_mode & 0o004 != 0 {
                warn { Phrase.secretReadable.text($0, ["mode": mode, "path": path, "secret": noun.text($0)]) }
            }
        }
    }

    private static func unreadable(_ path: String) -> SmallFileError {
        SmallFileError(Phrase.cannotRead.text(["name": path, "problem": WriteError(code: errno).words]))
    }
}

/// Why a file doesn't give what it is for.
struct SmallFileError: Error, CustomStringConvertible {
    /// One sentence in the user's language, with what to do.
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
