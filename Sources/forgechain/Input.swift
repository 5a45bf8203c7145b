internal import Glibc
internal import Terminal

/// The source of bytes: a file or standard input.
final class Input {
    private static let pieceBytes = 256 << 10

    /// How many bytes there are; 0 if unknown.
    let totalBytes: Int
    /// How many bytes have been read.
    private(set) var bytesRead = 0

    private let descriptor: Int32
    private let name: String

    /// A file, or standard input if there is no path.
    init(path: String?) throws(DirectoryError) {
        name = path ?? Phrase.standardInput.text()
        descriptor = path.map { open($0, O_RDONLY | O_CLOEXEC) } ?? STDIN_FILENO
        guard descriptor >= 0 else { throw Self.failure(name) }
        var status = stat()
        totalBytes = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 0
    }

    deinit {
        if descriptor > STDIN_FILENO { close(descriptor) }
    }

    /// The next bytes; empty at the end.
    func read() throws(DirectoryError) -> [UInt8] {
        while true {
            var count = 0
            let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceBytes) { buffer, initializedCount in
                count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                initializedCount = max(count, 0)
            }
            bytesRead += piece.count
            if count >= 0 { return piece }
            guard errno == EINTR else { throw Self.failure(name) }
        }
    }

    private static func failure(_ name: String) -> DirectoryError {
        DirectoryError(Phrase.cannotRead.text(["name": name, "problem": WriteError(code: errno).words]))
    }
}
