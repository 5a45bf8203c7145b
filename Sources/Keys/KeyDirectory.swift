public import Cryptography

/// A directory of keys: a file for each, with the key's name.
///
/// Files are made as a whole or not at all, and never overwritten. Programs that make and remove keys at the same time
/// wait for each other.
public struct KeyDirectory: Sendable {
    private let files: PrivateDirectory
    private let ed25519: Ed25519

    /// A directory that need not be there yet: it is made with the first key.
    public init(path: String, _ ed25519: Ed25519) {
        (files, self.ed25519) = (PrivateDirectory(path: path), ed25519)
    }

    /// Where it is.
    public var path: String { files.path }

    /// Where the key of a name is.
    public func path(of name: KeyName) -> String { files.path(of: name.description) }

    /// The names of all keys, in order. Other files don't count.
    public func names() throws(KeyError) -> [KeyName] { try files.names().compactMap { try? KeyName($0) }.sorted() }

    /// The key of a name.
    public func key(_ name: KeyName) throws(KeyError) -> StoredKey {
        let path = path(of: name)
        let key = try files.contents(of: name.description, atMost: StoredKey.maximumBytes) {
            bytes throws(KeyError) in
            try StoredKey(fileBytes: bytes, path: path, ed25519)
        }
        guard let key else { throw .missing(name) }
        return key
    }

    /// Keeps a key under a new name.
    public func add(_ key: StoredKey, as name: KeyName) throws(KeyError) {
        var bytes = key.fileBytes
        defer { bytes.wipe() }
        guard try files.add(bytes, as: name.description) else { throw .exists(name) }
    }

    /// Removes a key for good.
    public func remove(_ name: KeyName) throws(KeyError) {
        guard try files.remove(name.description) else { throw .missing(name) }
    }
}
