internal import CSodium

/// A secret that a passphrase locks: argon2id makes a key of it, and XSalsa20-Poly1305 a box with that.
public struct LockedSecret: Hashable, Sendable {
    /// Makes equal passphrases differ: 16 bytes.
    public let salt: [UInt8]
    /// What trying a passphrase costs.
    public let cost: Cost
    /// Makes equal boxes differ: 24 bytes.
    public let nonce: [UInt8]
    /// The encrypted secret, behind 16 bytes that show whether it was changed.
    public let box: [UInt8]

    private static let saltLength = 16
    private static let nonceLength = 24
    private static let tagLength = 16
    private static let keyLength = 32

    /// How long argon2id takes, and how much memory.
    public struct Cost: Hashable, Sendable {
        /// How often it goes through its memory.
        public let operations: Int
        /// How much memory it uses, in bytes.
        public let memoryBytes: Int

        /// What a new secret is locked with: libsodium's moderate cost, 256 MiB and about a second.
        public static let standard = Cost(checkedOperations: 3, memoryBytes: 256 << 20)

        /// The least that argon2id can do: for tests.
        package static let least = Cost(checkedOperations: 1, memoryBytes: 8_192)

        /// What a secret from elsewhere may cost at most: a few seconds, and half a gigabyte.
        private static let bounds = (operations: 1...8, memoryBytes: 8_192...(512 << 20))

        /// A cost; nil if it is out of bounds, as a hostile file's would be.
        public init?(operations: Int, memoryBytes: Int) {
            guard Self.bounds.operations.contains(operations), Self.bounds.memoryBytes.contains(memoryBytes) else {
                return nil
            }
            self.init(checkedOperations: operations, memoryBytes: memoryBytes)
        }

        private init(checkedOperations operations: Int, memoryBytes: Int) {
            (self.operations, self.memoryBytes) = (operations, memoryBytes)
        }
    }

    /// Puts one together from its parts; nil if one has the wrong length.
    public init?(salt: [UInt8], cost: Cost, nonce: [UInt8], box: [UInt8]) {
        guard salt.count == Self.saltLength, nonce.count == Self.nonceLength, box.count >= Self.tagLength else {
            return nil
        }
        (self.salt, self.cost, self.nonce, self.box) = (salt, cost, nonce, box)
    }

    /// Locks a secret. Takes as long as the cost says.
    ///
    /// - Parameter ed25519: shows that libsodium is ready.
    public init(
        _ secret: Secret, passphrase: Secret, cost: Cost = .standard, _ ed25519: Ed25519
    ) throws(CryptographyError) {
        let (salt, nonce) = ([UInt8].random(Self.saltLength), [UInt8].random(Self.nonceLength))
        var key = try Self.key(passphrase, salt: salt, cost)
        defer { key.wipe() }
        var box = [UInt8](repeating: 0, count: secret.count + Self.tagLength)
        let status = secret.withBytes { bytes in
            unsafe crypto_secretbox_easy(&box, bytes, UInt64(bytes.count), nonce, key)
        }
        guard status == 0 else { throw .refused }
        (self.salt, self.cost, self.nonce, self.box) = (salt, cost, nonce, box)
    }

    /// Unlocks the secret; nil if the passphrase is another, or a part was changed. Takes as long as the cost says.
    public func unlocked(with passphrase: Secret, _ ed25519: Ed25519) throws(CryptographyError) -> Secret? {
        var key = try Self.key(passphrase, salt: salt, cost)
        defer { key.wipe() }
        var bytes = [UInt8](repeating: 0, count: box.count - Self.tagLength)
        guard unsafe crypto_secretbox_open_easy(&bytes, box, UInt64(box.count), nonce, key) == 0 else { return nil }
        return Secret(wiping: &bytes)
    }

    private static func key(
        _ passphrase: Secret, salt: [UInt8], _ cost: Cost
    ) throws(CryptographyError) -> [UInt8] {
        var key = [UInt8](repeating: 0, count: keyLength)
        let status = passphrase.withBytes { bytes in
            unsafe bytes.withUnsafeBytes { characters in
                // C's characters are bytes; argon2id reads them as such.
                guard let first = unsafe characters.assumingMemoryBound(to: CChar.self).baseAddress else {
                    return unsafe Self.derive(&key, "", 0, salt, cost)
                }
                return unsafe Self.derive(&key, first, characters.count, salt, cost)
            }
        }
        guard status == 0 else { throw .noMemory(cost.memoryBytes) }
        return key
    }

    private static func derive(
        _ key: inout [UInt8], _ characters: UnsafePointer<CChar>, _ count: Int, _ salt: [UInt8], _ cost: Cost
    ) -> Int32 {
        unsafe crypto_pwhash_argon2id(
            &key, UInt64(keyLength), characters, UInt64(count), salt, UInt64(cost.operations), cost.memoryBytes,
            crypto_pwhash_argon2id_alg_argon2id13())
    }
}
