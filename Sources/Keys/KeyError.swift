public import Cryptography
public import Wording

/// Why a key cannot be used, made or removed.
public enum KeyError: Error, Hashable, Sendable, Stated {
    /// A text is no name.
    case noName(String)
    /// There is no key of that name.
    case missing(KeyName)
    /// No key has that address.
    case missingAddress(String)
    /// There is one already.
    case exists(KeyName)
    /// Others than the owner can use a file, or change a directory; `mode` is what it should have, in octal.
    case openToOthers(path: String, mode: String)
    /// A file is none that this program has written.
    case damaged(path: String, reason: Statement)
    /// A file doesn't say for which network a key signs, though it should.
    case noNetwork(path: String)
    /// The passphrase is another one, or the file was changed.
    case notUnlocked
    /// A text is no seed.
    case noSeed
    /// The system refuses.
    case unusable(path: String, reason: Statement)
    /// libsodium refuses.
    case refused(CryptographyError)

    /// The fault as one sentence, with what to do.
    public var statement: Statement {
        switch self {
        case .noName(let text): Statement(.keyNoName, ["text": .text(String(text.prefix(100)))])
        case .missing(let name): Statement(.keyMissing, ["name": .text(name.description)])
        case .missingAddress(let address): Statement(.keyMissingAddress, ["address": .text(address)])
        case .exists(let name): Statement(.keyExists, ["name": .text(name.description)])
        case .openToOthers(let path, let mode):
            Statement(.keyOpenToOthers, ["mode": .text(mode), "path": .text(path)])
        case .damaged(let path, let reason):
            Statement(.keyDamaged, ["path": .text(path), "problem": .statement(reason)])
        case .noNetwork(let path): Statement(.keyNoNetwork, ["path": .text(path)])
        case .notUnlocked: Statement(.keyNotUnlocked)
        case .noSeed: Statement(.keyNoSeed)
        case .unusable(let path, let reason):
            Statement(.fileUnusable, ["path": .text(path), "problem": .statement(reason)])
        case .refused(let error): Statement(.keyRefused, ["problem": .statement(error.statement)])
        }
    }
}
