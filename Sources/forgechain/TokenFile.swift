internal import Glibc
internal import HTTP

/// A file with a node's token. On the command line, every user of the machine could see it.
enum TokenFile {
    /// Larger files hold something else.
    private static let maximumBytes = 4096

    /// Reads the token in a file; white space around it doesn't count.
    ///
    /// A file that others could write is refused: they would choose the token. One that others can only read is taken,
    /// because container systems mount secrets so, and often for reading only.
    ///
    /// - Parameter warn: called with one sentence if others can read the file.
    static func read(_ path: String, warn: (String) -> Void = { _ in }) throws(SmallFileError) -> BearerToken {
        let bytes = try SmallFile.contents(of: path, atMost: maximumBytes) { status throws(SmallFileError) in
            // Its group may read it, as a service's does; a pipe is nobody else's.
            guard status.st_mode & S_IFMT == S_IFREG else { return }
            let mode = String(status.st_mode & 0o777, radix: 8)
            guard status.st_mode & 0o022 == 0 else {
                throw SmallFileError("others than its owner can write \(path) (mode 0\(mode)): chmod 600 \(path)")
            }
            if status.st_mode & 0o004 != 0 {
                warn(
                    "other users of this machine can read the token (mode 0\(mode)): chmod 600 \(path), or for a "
                        + "container's secret mode: 0400 and the node's uid")
            }
        }
        guard bytes.count <= maximumBytes else {
            throw SmallFileError("\(path) holds more than a token: it has more than \(maximumBytes) bytes.")
        }
        do throws(BearerTokenError) {
            return try BearerToken(text(bytes))
        } catch {
            throw SmallFileError("\(path) holds no token: \(error). Make one with: openssl rand -hex 32")
        }
    }

    /// Without the white space around it.
    private static func text(_ bytes: [UInt8]) -> String {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        let start = bytes.firstIndex { !isBlank($0) } ?? bytes.endIndex
        let end = bytes.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? bytes.endIndex
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }
}
