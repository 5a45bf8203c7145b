internal import ArgumentParser
internal import Cryptography
internal import Glibc
internal import Keys
internal import Terminal
internal import Wording

// New keys: of random seeds, and of given ones.
extension ManageKeys {
    /// What keeps a new key.
    struct Keeping: ParsableArguments {
        @OptionGroup var passphrase: PassphraseOptions

        @Flag(help: "Don't lock the key: whoever reads its file can spend what it has.") var noPassphrase = false

        func validate() throws {
            if noPassphrase, passphrase.passphraseFile != nil {
                throw ValidationError(Phrase.passphraseTwice.text())
            }
        }

        /// Keeps the key of a seed, and prints its address.
        func keep(_ seed: Secret, as name: KeyName, in keys: UserKeys) throws {
            // Before anybody thinks of a passphrase for nothing.
            if try keys.directory.names().contains(name) { throw KeyError.exists(name) }
            let secret = noPassphrase ? nil : try passphrase.new(for: name.description)
            let key = try StoredKey(seed: seed, passphrase: secret, keys.ed25519)
            try keys.directory.add(key, as: name)
            if secret == nil {
                let path = keys.directory.path(of: name)
                StandardError.write("forgechain: \(Phrase.keyUnprotected.text(["path": path]))")
            }
            let printer = Printer()
            printer.print(Line(Phrase.keyIs.text(["address": "\(key.address)", "name": "\(name)"])), isWhole: true)
            try printer.finish()
        }
    }

    /// Makes one.
    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key; a passphrase, asked for on the terminal, locks it.", discussion: Examples.newKey)

        @Argument(help: "What to call it: 1 to 64 of a-z A-Z 0-9 . _ - without a dot at the beginning.")
        var name: String

        @OptionGroup var keeping: Keeping

        func run() throws {
            let (name, keys) = (try KeyName(name), try UserKeys())
            try keeping.keep(Secret(randomBytes: Ed25519.seedLength, keys.ed25519), as: name, in: keys)
        }
    }

    /// Takes one from elsewhere.
    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make the key of a seed, 64 hex digits as export prints them.", discussion: Examples.keyImport)

        @Argument(help: "What to call it.") var name: String

        @Argument(help: "The file with the seed; standard input if not given.", completion: .file())
        var file: String?

        @OptionGroup var keeping: Keeping

        private static let maximumBytes = 128

        func run() throws {
            let (name, keys) = (try KeyName(name), try UserKeys())
            try keeping.keep(try seed(), as: name, in: keys)
        }

        private func seed() throws -> Secret {
            var bytes = try digits()
            defer { bytes.wipe() }
            while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
            guard let seed = Secret(hexDigits: bytes) else { throw KeyError.noSeed }
            return seed
        }

        private func digits() throws -> [UInt8] {
            if let file {
                return try SmallFile.secret(of: file, .secretSeed, atMost: Self.maximumBytes) {
                    StandardError.warn($0(.ofUser))
                }
            }
            if Prompt.isPossible { return Prompt.secret(Phrase.askSeed.text()) ?? [] }
            let input = try Input(path: nil)
            var bytes: [UInt8] = []
            while bytes.count <= Self.maximumBytes {
                let piece = try input.read()
                if piece.isEmpty { break }
                bytes += piece
            }
            return bytes
        }
    }
}
