internal import ArgumentParser
internal import Cryptography
internal import Terminal

/// Where a passphrase comes from: a file, or whoever sits at the terminal. On the command line, every user of the
/// machine could see it.
struct PassphraseOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("A file with the passphrase; asked for on the terminal if not given.", valueName: "file"),
        completion: .file())
    var passphraseFile: String?

    private static let maximumBytes = 1_024

    /// The passphrase of a locked key.
    func existing(for name: String) throws -> Secret {
        if let passphraseFile { return try Self.read(passphraseFile) }
        guard Prompt.isPossible else {
            throw PassphraseError("The key \(name) is locked: give a file with its passphrase, by --passphrase-file.")
        }
        return try Self.asked("Passphrase of \(name): ")
    }

    /// A passphrase for a new key, asked for twice; nil if there is neither a file nor a terminal.
    func new(for name: String) throws -> Secret? {
        if let passphraseFile { return try Self.read(passphraseFile) }
        guard Prompt.isPossible else { return nil }
        let passphrase = try Self.asked("Passphrase for \(name): ")
        guard passphrase.equals(try Self.asked("The same again: ")) else {
            throw PassphraseError("That was another passphrase, so nothing was made. Try again.")
        }
        return passphrase
    }

    private static func asked(_ question: String) throws -> Secret {
        guard var answer = Prompt.secret(question) else {
            throw PassphraseError("No passphrase was given, so nothing was done.")
        }
        guard !answer.isEmpty else {
            throw PassphraseError("An empty passphrase locks nothing, so nothing was done.")
        }
        return Secret(wiping: &answer)
    }

    /// The first line of a file.
    private static func read(_ path: String) throws -> Secret {
        var bytes = try SmallFile.secret(of: path, "passphrase", atMost: maximumBytes) {
            StandardError.write("forgechain: Warning: \($0)")
        }
        guard bytes.count <= maximumBytes else {
            bytes.wipe()
            throw PassphraseError("\(path) holds more than a passphrase: it has more than \(maximumBytes) bytes.")
        }
        if let end = bytes.firstIndex(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
            bytes.removeSubrange(end...)
        }
        guard !bytes.isEmpty else { throw PassphraseError("\(path) holds no passphrase: its first line is empty.") }
        return Secret(wiping: &bytes)
    }
}

/// Why there is no passphrase.
struct PassphraseError: Error, CustomStringConvertible {
    /// One sentence, with what to do.
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
