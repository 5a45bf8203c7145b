internal import ArgumentParser
internal import Cryptography
internal import Terminal
internal import Wording

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
            throw PassphraseError(Phrase.passphraseNeeded.text(["name": name]))
        }
        return try Self.asked(Phrase.askPassphrase.text(["name": name]))
    }

    /// A passphrase for a new key, asked for twice; nil if there is neither a file nor a terminal.
    func new(for name: String) throws -> Secret? {
        if let passphraseFile { return try Self.read(passphraseFile) }
        guard Prompt.isPossible else { return nil }
        let passphrase = try Self.asked(Phrase.askNewPassphrase.text(["name": name]))
        guard passphrase.equals(try Self.asked(Phrase.askAgain.text())) else {
            throw PassphraseError(Phrase.passphraseOther.text())
        }
        return passphrase
    }

    private static func asked(_ question: String) throws -> Secret {
        guard var answer = Prompt.secret(question) else {
            throw PassphraseError(Phrase.passphraseMissing.text())
        }
        guard !answer.isEmpty else {
            throw PassphraseError(Phrase.passphraseEmpty.text())
        }
        return Secret(wiping: &answer)
    }

    /// The first line of a file.
    private static func read(_ path: String) throws -> Secret {
        var bytes = try SmallFile.secret(of: path, .secretPassphrase, atMost: maximumBytes) {
            StandardError.warn($0(.ofUser))
        }
        guard bytes.count <= maximumBytes else {
            bytes.wipe()
            throw PassphraseError(
                Phrase.passphraseFileTooLong.text(["limit": "\(maximumBytes)", "path": path]))
        }
        if let end = bytes.firstIndex(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
            bytes.removeSubrange(end...)
        }
        guard !bytes.isEmpty else { throw PassphraseError(Phrase.passphraseFileEmpty.text(["path": path])) }
        return Secret(wiping: &bytes)
    }
}

/// Why there is no passphrase.
struct PassphraseError: Error, CustomStringConvertible {
    /// One sentence in the user's language, with what to do.
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
