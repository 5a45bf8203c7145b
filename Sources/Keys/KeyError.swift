public import Cryptography

/// Why a key cannot be used, made or removed.
public enum KeyError: Error, Hashable, Sendable, CustomStringConvertible {
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
    case damaged(path: String, reason: String)
    /// A file doesn't say for which network a key signs, though it should.
    case noNetwork(path: String)
    /// The passphrase is another one, or the file was changed.
    case notUnlocked
    /// A text is no seed.
    case noSeed
    /// The system refuses.
    case unusable(path: String, reason: String)
    /// libsodium refuses.
    case refused(CryptographyError)

    /// The fault as one sentence, with what to do.
    public var description: String {
        switch self {
        case .noName(let text):
            "\"\(text.prefix(100))\" cannot name a key: use 1 to 64 of a-z A-Z 0-9 . _ - without a dot at the "
                + "beginning, and no address."
        case .missing(let name):
            "There is no key \(name); forgechain key list shows those that there are, and forgechain key new \(name) "
                + "makes it."
        case .missingAddress(let address):
            "None of your keys has the address \(address); forgechain key list shows those that there are."
        case .exists(let name):
            "There is a key \(name) already, and none is ever overwritten: choose another name."
        case .openToOthers(let path, let mode):
            "Others can use \(path), so its keys may be theirs too: chmod \(mode) \(path), if nobody has."
        case .damaged(let path, let reason):
            "\(path) holds no key: \(reason). Put a copy of the right file there, or import its seed under another "
                + "name."
        case .noNetwork(let path):
            "\(path) names no network. Remove it, and say with --network for which one the key signs."
        case .notUnlocked: "The passphrase is wrong, or the key's file was damaged; try again."
        case .noSeed: "That is no seed: it has to be 64 hex digits, as forgechain key export prints them."
        case .unusable(let path, let reason): "\(path) cannot be used: \(reason)."
        case .refused(let error): "\(error). Try again."
        }
    }
}
