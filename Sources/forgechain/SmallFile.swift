internal import Glibc

/// A file that a person writes, and that is read as a whole.
enum SmallFile {
    /// What a descriptor gives up to its end, but at most one byte more than `maximumBytes`; nil, with errno set, if it
    /// cannot be read.
    static func contents(of descriptor: Int32, atMost maximumBytes: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count <= maximumBytes {
            var piece = [UInt8](repeating: 0, count: maximumBytes + 1 - bytes.count)
            let count = Glibc.read(descriptor, &piece, piece.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { break }
            bytes += piece.prefix(count)
        }
        return bytes
    }
}
