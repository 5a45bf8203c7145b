internal import API
internal import ArgumentParser
internal import Chain
internal import Keys
internal import NodeClient
internal import Terminal

/// What addresses have.
struct ShowBalance: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "balance", abstract: "Show what addresses have on a node's ledger.",
        discussion: """
            What payments that wait for a block bring or take stands behind. With --json each answer is a line.

            \(Examples.balance)

            \(ExitStatus.hint)
            """)

    @Argument(help: "Names of keys, or addresses; all keys if none is given.")
    var names: [String] = []

    @OptionGroup var asking: Asking

    func run() throws {
        let keys = try UserKeys()
        let names = names.isEmpty ? try keys.directory.names().map(\.description) : names
        guard !names.isEmpty else {
            throw DirectoryError(Phrase.noKeyToShow.text())
        }
        let addresses = try names.map { name throws(KeyError) in try keys.address(of: name) }
        let answers = try asking.run { node throws(NodeError) in
            _ = try await node.ledger()
            var answers: [Answered<AccountAnswer>] = []
            for address in addresses { answers.append(try await node.account(address)) }
            return answers
        }
        let printer = Printer()
        if asking.json {
            for answer in answers { printer.write(answer.bytes) }
        } else {
            Self.print(answers.map(\.value), of: names, on: printer)
        }
        try printer.finish()
    }

    private static func print(_ accounts: [AccountAnswer], of names: [String], on printer: Printer) {
        let width = names.reduce(0) { max($0, $1.visible.columns) } + 2
        let amounts = accounts.map { Phrases.grouped($0.balance) }
        let numberWidth = amounts.reduce(0) { max($0, $1.utf8.count) }
        for ((name, account), amount) in zip(zip(names, accounts), amounts) {
            var line = Line()
            line.add(name, .strong, columns: width)
            line.add(amount, columns: numberWidth, isNumber: true)
            func add(_ sign: String, _ amount: Int, _ style: Style) {
                guard amount > 0 else { return }
                line.add("  " + Phrase.amountWaits.text(["n": sign + Phrases.grouped(amount)]), style)
            }
            add("+", account.pendingIn, .good)
            add("-", account.pendingOut, .special)
            printer.print(line, isWhole: true)
        }
    }
}
