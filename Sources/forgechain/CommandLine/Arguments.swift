internal import ArgumentParser
internal import Wording

/// Makes what people type into what the parser takes, before it sees it: it would take an unknown command for a wrong
/// flag of the default one, and so give the wrong advice.
enum Arguments {
    /// The words for the parser, or a refusal that says which command was meant.
    static func prepared(_ words: [String], of root: any ParsableCommand.Type) throws -> [String] {
        let words = try withCommandFirst(words, root)
        try checkCommand(words, root)
        return withNegativeAmountLast(words)
    }

    // MARK: - Options before the command

    /// Options that belong to many commands, and whether a value follows. People write them first, as with other
    /// programs.
    private static let earlyOptions = [
        "--node": true, "--token-file": true, "--data-dir": true, "--port": true, "-p": true, "--json": false,
        "--help": false, "-h": false,
    ]

    /// Options that only commands have which ask a node.
    private static let askingOptions: Set<String> = ["--node", "--json"]

    /// Moves options that stand before a command behind its name.
    private static func withCommandFirst(_ words: [String], _ root: any ParsableCommand.Type) throws -> [String] {
        var early = 0
        while early < words.count, let hasValue = takesValue(words[early]) { early += hasValue ? 2 : 1 }
        guard early > 0 else { return words }
        let rest = words.dropFirst(early)
        guard let first = rest.first, child(first, of: root) != nil else {
            // A word that is no command is refused as such.
            if let first = rest.first, !first.hasPrefix("-") { return Array(rest) + words.prefix(early) }
            if let option = words.prefix(early).first(where: { askingOptions.contains(name(of: $0)) }) {
                throw ValidationError(
                    Phrase.optionAsksNode.text([
                        "option": name(of: option), "words": words.prefix(early).joined(separator: " "),
                    ]))
            }
            return words
        }
        let path = commandPath(Array(rest), root)
        return path + words.prefix(early) + rest.dropFirst(path.count)
    }

    private static func name(of word: String) -> String { String(word.prefix { $0 != "=" }) }

    /// Whether an early option's value is the next word; nil if it is no early option.
    private static func takesValue(_ word: String) -> Bool? {
        earlyOptions[name(of: word)].map { $0 && !word.contains("=") }
    }

    /// The words that name a command, and one below it.
    private static func commandPath(_ words: [String], _ command: any ParsableCommand.Type) -> [String] {
        guard let word = words.first, let child = child(word, of: command) else { return [] }
        return [word] + commandPath(Array(words.dropFirst()), child)
    }

    // MARK: - The command's name

    /// Refuses a word that stands where a command's name has to.
    private static func checkCommand(
        _ words: [String], _ command: any ParsableCommand.Type, path: String = "forgechain"
    ) throws {
        guard let word = words.first, !word.hasPrefix("-"), !command.configuration.subcommands.isEmpty else { return }
        let rest = Array(words.dropFirst())
        if word == "help", path == "forgechain" { return try checkCommand(rest, command) }
        guard let child = child(word, of: command) else { throw unknown(word, of: command, path: path) }
        try checkCommand(rest, child, path: "\(path) \(child._commandName)")
    }

    private static func child(_ word: String, of command: any ParsableCommand.Type) -> (any ParsableCommand.Type)? {
        command.configuration.subcommands.first { names(of: $0).contains(word) }
    }

    private static func names(of command: any ParsableCommand.Type) -> [String] {
        [command._commandName] + command.configuration.aliases
    }

    private static func unknown(
        _ word: String, of command: any ParsableCommand.Type, path: String
    ) -> ValidationError {
        let names = command.configuration.subcommands.flatMap { Self.names(of: $0) }
        let other = path == "forgechain" ? otherWords[word.lowercased()] : nil
        let meant = other ?? Spelling.nearest(to: word, among: names)
        let (word, listed) = (String(word.prefix(longestRepeated)), names.joined(separator: ", "))
        guard let meant else {
            return ValidationError(Phrase.noCommand.text(["command": path, "names": listed, "word": word]))
        }
        return ValidationError(
            Phrase.commandMeant.text(["command": path, "meant": meant, "names": listed, "word": word]))
    }

    /// How many characters of a wrong word are repeated.
    private static let longestRepeated = 60

    /// What the commands are called elsewhere.
    private static let otherWords = [
        "version": "--version", "run": "serve", "start": "serve", "node": "serve", "server": "serve",
        "blocks": "chain", "list": "chain", "ls": "chain", "blockchain": "chain", "info": "status", "health": "status",
        "events": "watch", "log": "watch", "logs": "watch", "follow": "watch", "sync": "resolve",
        "consensus": "resolve", "pay": "send", "transfer": "send", "mempool": "pending", "transactions": "pending",
        "transaction": "tx", "account": "balance", "accounts": "balance", "wallet": "key", "keys": "key",
        "nodes": "peers", "register": "peers --add", "forge": "mine", "check": "verify", "validate": "verify",
        "dump": "export", "backup": "export", "load": "import", "restore": "import", "address": "history",
        "clear": "reset", "clean": "reset", "wipe": "reset", "delete": "reset", "class": "classroom",
        "school": "classroom",
    ]

    // MARK: - Negative amounts

    /// Puts a negative amount behind `--`, because the parser takes it for an option. The node then says what it thinks
    /// of it.
    private static func withNegativeAmountLast(_ words: [String]) -> [String] {
        guard words.first == Send._commandName, !words.contains("--"),
            let place = words.indices.dropFirst().first(where: { position in
                isNegative(words[position]) && !takesNext(words[position - 1])
            })
        else { return words }
        return Array(words[..<place] + words[(place + 1)...]) + ["--", words[place]]
    }

    private static func isNegative(_ word: String) -> Bool {
        word.hasPrefix("-") && word.utf8.dropFirst().first.map { (0x30...0x39).contains($0) || $0 == 0x2E } == true
    }

    /// Whether a word is an option whose value is the next word.
    private static func takesNext(_ word: String) -> Bool {
        word.hasPrefix("--") && !word.contains("=") && word != "--json"
    }
}
