internal import Glibc

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

    private static func unreadable(_ path: String) -> SmallFileError {
        SmallFileError("\(path) cannot be read: \(String(cString: strerror(errno))).")
    }
}

/// Why a file doesn't give what it is for.
struct SmallFileError: Error, CustomStringConvertible {
    /// One sentence, with what to do.
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
