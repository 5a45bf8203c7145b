internal import HTTP
internal import Wording

/// A file with a node's token. On the command line, every user of the machine could see it.
enum TokenFile {
    /// Larger files hold something else.
    private static let maximumBytes = 4096

    /// Reads the token in a file; white space around it doesn't count.
    ///
    /// - Parameter warn: called with one sentence, in any language, if others can read the file.
    static func read(_ path: String, warn: ((Language) -> String) -> Void = { _ in }) throws(SmallFileError)
        -> BearerToken
    {
        let bytes = try SmallFile.secret(of: path, .secretToken, atMost: maximumBytes, warn: warn)
        guard bytes.count <= maximumBytes else {
            throw SmallFileError(Phrase.tokenFileTooLong.text(["limit": "\(maximumBytes)", "path": path]))
        }
        do throws(BearerTokenError) {
            return try BearerToken(text(bytes))
        } catch {
            throw SmallFileError(
                Phrase.tokenFileWrong.text(["path": path, "problem": error.statement.text(.ofUser)]))
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
