internal import CSodium
public import Wording

/// Signatures by Ed25519 (RFC 8032, no prehash), as libsodium makes and checks them.
///
/// A value of it shows that libsodium is ready, so only making one can fail. It may be used on any thread.
public struct Ed25519: Sendable {
    /// How many bytes a public key has.
    public static let publicKeyLength = 32
    /// How many bytes a signature has.
    public static let signatureLength = 64
    /// How many bytes the seed of a pair of keys has.
    public static let seedLength = 32

    /// Starts libsodium; again, it costs nothing.
    public init() throws(CryptographyError) {
        guard sodium_init() >= 0 else { throw .notReady }
    }

    /// Whether a signature is a key's of a message. Takes some 50 µs, and longer for long messages.
    ///
    /// The check is cofactorless: the encoding of [S]B − [k]A has to equal the signature's first half. S not below the
    /// group's order, and keys and first halves that are of small order or no canonical encoding, never hold.
    public func isValid(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]) -> Bool {
        guard signature.count == Self.signatureLength, publicKey.count == Self.publicKeyLength else { return false }
        return unsafe crypto_sign_ed25519_verify_detached(signature, message, UInt64(message.count), publicKey) == 0
    }

    /// The pair of keys of a seed, which must be secret and have ``seedLength`` bytes.
    public func keys(seed: [UInt8]) throws(CryptographyError) -> Keys {
        let (publicKey, secret) = try Self.pair(of: seed)
        return Keys(publicKey: publicKey, secret: secret)
    }

    /// The public key of a seed, which has ``seedLength`` bytes.
    public func publicKey(of seed: Secret) throws(CryptographyError) -> [UInt8] {
        var pair = try seed.withBytes { bytes throws(CryptographyError) in try Self.pair(of: bytes) }
        pair.secret.wipe()
        return pair.publicKey
    }

    /// The signature of a message by a seed's key: always the same for the same message.
    public func sign(_ message: [UInt8], with seed: Secret) throws(CryptographyError) -> [UInt8] {
        var pair = try seed.withBytes { bytes throws(CryptographyError) in try Self.pair(of: bytes) }
        defer { pair.secret.wipe() }
        return try Self.signature(of: message, secret: pair.secret)
    }

    /// The public key of a seed; and the seed with the public key behind it, which is what libsodium signs with.
    private static func pair(
        of seed: [UInt8]
    ) throws(CryptographyError) -> (publicKey: [UInt8], secret: [UInt8]) {
        guard seed.count == seedLength else { throw .wrongSeedLength(seed.count) }
        var publicKey = [UInt8](repeating: 0, count: publicKeyLength)
        var secret = [UInt8](repeating: 0, count: seedLength + publicKeyLength)
        guard unsafe crypto_sign_ed25519_seed_keypair(&publicKey, &secret, seed) == 0 else { throw .refused }
        return (publicKey, secret)
    }

    private static func signature(of message: [UInt8], secret: [UInt8]) throws(CryptographyError) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: signatureLength)
        guard unsafe crypto_sign_ed25519_detached(&signature, nil, message, UInt64(message.count), secret) == 0 else {
            throw .refused
        }
        return signature
    }

    /// A public key, and what signs for it.
    public struct Keys: Sendable {
        /// What everybody may know: 32 bytes.
        public let publicKey: [UInt8]

        private let secret: [UInt8]

        fileprivate init(publicKey: [UInt8], secret: [UInt8]) {
            (self.publicKey, self.secret) = (publicKey, secret)
        }

        /// The 64 bytes of the signature of a message: always the same for the same message.
        public func sign(_ message: [UInt8]) throws(CryptographyError) -> [UInt8] {
            try Ed25519.signature(of: message, secret: secret)
        }
    }
}

/// Why libsodium did not do what it was asked for.
public enum CryptographyError: Error, Hashable, Sendable, Stated {
    /// It could not start: the system gives it no random numbers.
    case notReady
    /// A seed has another number of bytes than it should.
    case wrongSeedLength(Int)
    /// It could not make keys, a signature or a box, and doesn't say why.
    case refused
    /// There is not as much memory as a passphrase costs, in bytes.
    case noMemory(Int)

    /// The fault as one sentence.
    public var statement: Statement {
        switch self {
        case .notReady: Statement(.sodiumNotReady)
        case .wrongSeedLength(let count):
            Statement(.sodiumSeedLength, ["count": .number(count), "length": .number(Ed25519.seedLength)])
        case .refused: Statement(.sodiumRefused)
        case .noMemory(let bytes):
            Statement(.sodiumNoMemory, ["size": .number((bytes + (1 << 20) - 1) >> 20)])
        }
    }
}
