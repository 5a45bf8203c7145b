internal import Chain
internal import Cryptography
internal import Glibc
internal import Wording

/// The key of a ledger's node, whose address is its name and is paid. Its seed is in a file beside what the node keeps,
/// as 64 hex digits.
enum NodeKey {
    private static let fileName = "node.key"

    /// The address of a directory's key, which is made if there is none; without a directory, of a new one that goes
    /// with the node. The directory has to be this process's.
    static func address(in directory: String?, _ ed25519: Ed25519) throws(NodeServiceError) -> Address {
        let seed: [UInt8]
        if let directory {
            let path = "\(directory)/\(fileName)"
            if let kept = try kept(in: path) { seed = kept } else { seed = try made(in: path, of: directory) }
        } else {
            seed = newSeed()
        }
        do throws(CryptographyError) {
            let keys = try ed25519.keys(seed: seed)
            guard let address = Address(publicKey: keys.publicKey) else {
                preconditionFailure("whoever has a seed has an address")
            }
            return address
        } catch {
            throw .key(Statement(.importSaid, ["problem": .statement(error.statement)]))
        }
    }

    private static func newSeed() -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        return (0..<Ed25519.seedLength).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    /// The seed in a file; nil if there is no file.
    private static func kept(in path: String) throws(NodeServiceError) -> [UInt8]? {
        // Opening a pipe would wait for who writes to it.
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw unusable(path)
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw unusable(path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .key(Statement(.nodeKeyNoFile, ["path": .text(path)]))
        }
        guard status.st_mode & 0o077 == 0 else {
            throw .key(Statement(.nodeKeyOpen, ["path": .text(path)]))
        }
        // One more than there should be.
        var bytes = [UInt8](repeating: 0, count: 2 * Ed25519.seedLength + 2)
        let count = pread(file, &bytes, bytes.count, 0)
        guard count >= 0 else { throw unusable(path) }
        var digits = bytes.prefix(count)
        if digits.last == UInt8(ascii: "\n") { digits.removeLast() }
        guard let seed = Digest(hexDigits: digits)?.bytes else {
            throw .key(Statement(.nodeKeyMalformed, ["path": .text(path)]))
        }
        return seed
    }

    /// Makes the file, as a whole or not at all.
    private static func made(in path: String, of directory: String) throws(NodeServiceError) -> [UInt8] {
        let seed = newSeed()
        let unfinished = path + ".new"
        let text = Array("\(seed.hexText)\n".utf8)
        let file = open(unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw unusable(unfinished) }
        defer { close(file) }
        guard write(file, text, text.count) == text.count, fsync(file) == 0, rename(unfinished, path) == 0 else {
            throw unusable(unfinished)
        }
        let folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw unusable(directory) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw unusable(directory) }
        return seed
    }

    private static func unusable(_ path: String, _ reason: Int32 = errno) -> NodeServiceError {
        .key(
            Statement(
                .fileUnusable, ["path": .text(path), "problem": .statement(Statement(systemError: reason))]))
    }
}
