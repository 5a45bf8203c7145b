internal import ArgumentParser
internal import Chain
internal import Cryptography
internal import Glibc
internal import Keys
internal import Terminal
internal import Wording

/// The user's keys.
struct ManageKeys: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Make, list and keep the keys that sign on a ledger.",
        discussion: """
            Each key is a file in $XDG_DATA_HOME/forgechain/keys or ~/.local/share/forgechain/keys, which a passphrase \
            may lock. A lost key is lost for good, and so is what its address has: keep a copy of the file, or of what \
            export prints.

            \(Examples.keys)

            \(ExitStatus.hint)
            """,
        subcommands: [New.self, List.self, Show.self, Import.self, Export.self, Remove.self])

    /// Lists them.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the keys, their addresses, and whether a passphrase locks them.",
            discussion: Examples.keyList)

        func run() throws {
            let (keys, printer) = (try UserKeys().directory, Printer())
            let names = try keys.names()
            if names.isEmpty { printer.print(Line(Phrase.noKeys.text())) }
            let width = names.reduce(4) { max($0, $1.description.utf8.count) } + 2
            if !names.isEmpty {
                let (name, address) = (Phrase.keyNameColumn.text(), Phrase.columnAddress.text())
                printer.print(Self.line(name, address, "", width: width, .faint, .faint))
            }
            for name in names {
                // A damaged key doesn't hide the others.
                do throws(KeyError) {
                    let key = try keys.key(name)
                    let state = (key.isLocked ? Phrase.keyLocked : .keyNotLocked).text()
                    let line = Self.line(name.description, key.address.description, state, width: width, .strong)
                    printer.print(line, isWhole: true)
                } catch {
                    let line = Self.line(
                        name.description, error.statement.text(.ofUser), "", width: width, .strong, .bad)
                    printer.print(line, isWhole: true)
                }
            }
            try printer.finish()
        }

        private static func line(
            _ name: String, _ address: String, _ state: String, width: Int, _ nameStyle: Style,
            _ addressStyle: Style = .plain
        ) -> Line {
            var line = Line()
            line.add(name, nameStyle, columns: width)
            line.add(address, addressStyle)
            if !state.isEmpty { line.add("  \(state)", .faint) }
            return line
        }
    }

    /// Prints an address.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a key's address, and nothing else.", discussion: Examples.keyAddress)

        @Argument(help: "Which key.") var name: String

        func run() throws {
            let printer = Printer()
            printer.print(Line(try UserKeys().directory.key(KeyName(name)).address.description), isWhole: true)
            try printer.finish()
        }
    }

    /// Prints a seed.
    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a key's seed, 64 hex digits, from which import makes the key again.",
            discussion: Examples.keyExport)

        @Argument(help: "Which key.") var name: String

        @OptionGroup var passphrase: PassphraseOptions

        func run() throws {
            let keys = try UserKeys()
            let key = try keys.unlocked(KeyName(name), passphrase)
            StandardError.write("forgechain: \(Phrase.keySpendable.text())")
            var digits = key.seed.hexDigits + [UInt8(ascii: "\n")]
            defer { digits.wipe() }
            try writeAll(digits, to: STDOUT_FILENO)
        }
    }

    /// Removes one.
    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a key for good, and with it all that its address has.",
            discussion: Examples.keyRemoval)

        @Argument(help: "Which key.") var name: String

        @Flag(help: "Don't ask; needed where there is no terminal.") var yes = false

        func run() throws {
            let (keys, name) = (try UserKeys().directory, try KeyName(name))
            guard try keys.names().contains(name) else { throw KeyError.missing(name) }
            if !yes {
                guard Prompt.isPossible else {
                    throw ValidationError(Phrase.removeWithoutAsking.text(["name": "\(name)"]))
                }
                guard Prompt.confirms(.removeQuestion, ["name": "\(name)"]) else {
                    throw PassphraseError(Phrase.nothingRemoved.text())
                }
            }
            try keys.remove(name)
        }
    }
}

extension UserKeys {
    /// The key of a name, for which a passphrase may be needed.
    func unlocked(_ name: KeyName, _ passphrase: PassphraseOptions) throws -> Key {
        let stored = try directory.key(name)
        let secret = stored.isLocked ? try passphrase.existing(for: name.description) : nil
        return try stored.unlocked(with: secret, ed25519)
    }
}
