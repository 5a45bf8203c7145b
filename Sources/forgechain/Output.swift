internal import Glibc
internal import Terminal

/// The destination of bytes: standard output, or a file that gets its name once it is complete.
final class Output {
    private let descriptor: Int32
    private let name: String
    /// Where the bytes go until they are complete, and where they go then.
    private let paths: (partial: String, final: String)?
    private var isFinished = false

    /// Whether people or another program read standard output as it is written.
    static var isShared: Bool {
        var status = stat()
        return isatty(STDOUT_FILENO) == 1 || fstat(STDOUT_FILENO, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
    }

    /// Standard output.
    init() {
        descriptor = STDOUT_FILENO
        name = Phrase.standardOutput.text()
        paths = nil
    }

    /// A file, which is replaced once the new one is complete. Devices and pipes are written directly.
    init(path: String) throws(DirectoryError) {
        name = path
        var status = stat()
        let isThere = stat(path, &status) == 0
        let type = status.st_mode & S_IFMT
        guard !isThere || type != S_IFDIR else { throw DirectoryError(Phrase.isADirectory.text(["path": path])) }
        let isReplaced = !isThere || type == S_IFREG
        paths = isReplaced ? ("\(path).partial", path) : nil
        descriptor = open(paths?.partial ?? path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Self.failure(paths?.partial ?? path) }
    }

    deinit {
        guard descriptor != STDOUT_FILENO else { return }
        close(descriptor)
        if let paths, !isFinished { unlink(paths.partial) }
    }

    /// Writes all of it, however long that takes.
    func write(_ bytes: ArraySlice<UInt8>) throws(DirectoryError) {
        do throws(WriteError) {
            try writeAll(bytes, to: descriptor)
        } catch {
            // head has what it wants.
            if descriptor == STDOUT_FILENO { error.endIfNobodyReads() }
            throw Self.failure(name, error)
        }
    }

    /// Declares the end of the output. A file is then on disk, under its name.
    func finish() throws(DirectoryError) {
        guard let paths else { return }
        guard fsync(descriptor) == 0 else { throw Self.failure(paths.partial) }
        guard rename(paths.partial, paths.final) == 0 else { throw Self.failure(paths.final) }
        isFinished = true
    }

    private static func failure(_ name: String, _ error: WriteError = WriteError(code: errno)) -> DirectoryError {
        DirectoryError(Phrase.cannotWrite.text(["name": name, "problem": error.words]))
    }
}
