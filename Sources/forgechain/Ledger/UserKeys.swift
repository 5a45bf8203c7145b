internal import ArgumentParser
internal import Chain
internal import Cryptography
internal import Keys
internal import Service

/// The keys of whoever runs the program, and what names one.
struct UserKeys {
    let directory: KeyDirectory
    /// For which network each of them signs.
    let networks: SigningNetworks
    let ed25519: Ed25519

    /// The keys in the user's data directory.
    init() throws {
        guard let path = DefaultDataDirectory.path(of: "keys"),
            let networksPath = DefaultDataDirectory.path(of: "networks")
        else {
            throw ValidationError(Phrase.noHomeForKeys.text())
        }
        ed25519 = try Self.library()
        directory = KeyDirectory(path: path, ed25519)
        networks = SigningNetworks(path: networksPath)
    }

    /// What signs, and checks signatures.
    static func library() throws(KeyError) -> Ed25519 {
        do throws(CryptographyError) {
            return try Ed25519()
        } catch {
            throw .refused(error)
        }
    }

    /// The address that a text means: itself, or that of the key with this name.
    func address(of text: String) throws(KeyError) -> Address {
        if let address = Address(hexDigits: Array(text.utf8)[...]) { return address }
        return try directory.key(KeyName(text)).address
    }

    /// The name of the key that a text means: by its name, or by its address.
    func name(of text: String) throws(KeyError) -> KeyName {
        guard let address = Address(hexDigits: Array(text.utf8)[...]) else { return try KeyName(text) }
        for name in try directory.names() where (try? directory.key(name))?.address == address { return name }
        throw .missingAddress(text)
    }
}
