public import Chain
public import Cryptography
internal import Wording

/// A key as it is kept: its address for everybody, and its seed, which a passphrase may lock.
public struct StoredKey {
    /// Who is paid.
    public let address: Address
    private let content: Content

    private enum Content {
        case plain(Secret)
        case locked(LockedSecret)
    }

    /// Whether a passphrase is needed.
    public var isLocked: Bool {
        if case .locked = content { true } else { false }
    }

    /// A new key to keep, of a seed.
    ///
    /// - Parameter passphrase: what locks it, which takes as long as `cost` says; nil for none.
    public init(
        seed: Secret, passphrase: Secret?, cost: LockedSecret.Cost = .standard, _ ed25519: Ed25519
    ) throws(KeyError) {
        address = try Key.address(of: seed, ed25519)
        guard let passphrase else {
            content = .plain(seed)
            return
        }
        do throws(CryptographyError) {
            content = .locked(try LockedSecret(seed, passphrase: passphrase, cost: cost, ed25519))
        } catch {
            throw .refused(error)
        }
    }

    /// What signs. With a passphrase it takes as long as that costs.
    ///
    /// - Parameter passphrase: needed if the key is locked.
    public func unlocked(with passphrase: Secret?, _ ed25519: Ed25519) throws(KeyError) -> Key {
        let key = try Key(seed: seed(passphrase, ed25519), ed25519)
        // The address stands beside the box, so it may be another's.
        guard key.address == address else { throw .notUnlocked }
        return key
    }

    private func seed(_ passphrase: Secret?, _ ed25519: Ed25519) throws(KeyError) -> Secret {
        switch content {
        case .plain(let seed): return seed
        case .locked(let locked):
            let seed: Secret?
            do throws(CryptographyError) {
                seed = try passphrase.flatMap { passphrase throws(CryptographyError) in
                    try locked.unlocked(with: passphrase, ed25519)
                }
            } catch {
                throw .refused(error)
            }
            guard let seed, seed.count == Ed25519.seedLength else { throw .notUnlocked }
            return seed
        }
    }
}

// MARK: - As a file

extension StoredKey {
    /// Which files these are: what is written, and what is read.
    private static let version = 1
    /// Longer files hold something else.
    static let maximumBytes = 4_096
    private static let plainKeys = ["address", "seed", "version"]
    private static let lockedKeys = ["address", "locked", "version"]
    private static let boxKeys = ["box", "kdf", "memory_bytes", "nonce", "operations", "salt"]
    private static let function = "argon2id"

    /// The file's content: one object, and a line break. It has to be wiped.
    var fileBytes: [UInt8] {
        var bytes = Array("{\"address\": \"\(address)\", ".utf8)
        switch content {
        case .plain(let seed):
            // Not as a string, of which nobody knows where it is copied.
            var digits = seed.hexDigits
            bytes.reserveCapacity(bytes.count + digits.count + 32)
            bytes += "\"seed\": \"".utf8
            bytes += digits
            bytes += "\"".utf8
            digits.wipe()
        case .locked(let locked):
            bytes += "\"locked\": \(Self.text(of: locked))".utf8
        }
        bytes += ", \"version\": \(Self.version)}\n".utf8
        return bytes
    }

    private static func text(of locked: LockedSecret) -> CanonicalText {
        .object([
            "box": .string(locked.box.hexText), "kdf": .string(function),
            "memory_bytes": .integer(locked.cost.memoryBytes), "nonce": .string(locked.nonce.hexText),
            "operations": .integer(locked.cost.operations), "salt": .string(locked.salt.hexText),
        ])
    }

    /// Reads a file's content, which may be anybody's.
    init(fileBytes: [UInt8], path: String, _ ed25519: Ed25519) throws(KeyError) {
        func damaged(_ reason: Statement) -> KeyError { .damaged(path: path, reason: reason) }
        guard let value = (try? JSONDocument(parsing: fileBytes))?.root else { throw damaged(Statement(.keyNoJSON)) }
        guard value["version"]?.integer == Self.version else {
            throw damaged(Statement(.keyOtherVersion, ["version": .number(Self.version)]))
        }
        guard let address = value["address"]?.string.flatMap({ Address(hexDigits: Array($0.utf8)[...]) }) else {
            throw damaged(Statement(.keyNoAddress))
        }
        self.address = address
        if value.hasExactly(Self.plainKeys) {
            guard let seed = value["seed"]?.string.flatMap({ Secret(hexDigits: Array($0.utf8)) }),
                try Key.address(of: seed, ed25519) == address
            else { throw damaged(Statement(.keySeedWrong)) }
            content = .plain(seed)
        } else {
            guard value.hasExactly(Self.lockedKeys), let locked = value["locked"].flatMap(Self.locked) else {
                throw damaged(Statement(.keyContentUnknown))
            }
            content = .locked(locked)
        }
    }

    private static func locked(_ value: JSONValue) -> LockedSecret? {
        func bytes(_ key: String) -> [UInt8]? {
            value[key]?.string.flatMap { [UInt8](hexDigits: Array($0.utf8)[...]) }
        }
        guard value.hasExactly(boxKeys), value["kdf"]?.string == function, let box = bytes("box"),
            let nonce = bytes("nonce"), let salt = bytes("salt"), let operations = value["operations"]?.integer,
            let memoryBytes = value["memory_bytes"]?.integer,
            let cost = LockedSecret.Cost(operations: operations, memoryBytes: memoryBytes)
        else { return nil }
        return LockedSecret(salt: salt, cost: cost, nonce: nonce, box: box)
    }
}
