internal import API
internal import ArgumentParser
internal import Chain
internal import Keys
internal import NodeClient
internal import Terminal

/// The list of a ledger's accounts.
struct ShowAccounts: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accounts", abstract: "List the accounts of a node's ledger, the richest first.",
        discussion: """
            Of each: its place, its balance, how many payments it has made, its address, and the name of its key if it \
            is one of yours. Payments that wait for a block don't count.

            \(Examples.accounts)

            \(ExitStatus.hint)
            """)

    @Option(help: "The first account's place.")
    var from = 1

    @Option(help: "At most so many accounts.")
    var limit = 20

    @OptionGroup var paging: Paging

    @OptionGroup var asking: Asking

    func validate() throws {
        try Refusal.check(from, "--from")
        try Refusal.check(limit, "--limit", 1...Self.maximumLimit)
    }

    /// What a node has on one page.
    private static let maximumLimit = 1000

    func run() throws {
        let (from, limit) = (from, limit)
        let names = try ownNames()
        try asking.show(paged: paging) { node throws(NodeError) in
            _ = try await node.ledger()
            return try await node.accounts(from: from, limit: limit)
        } as: { page, printer in
            print(page, names, on: printer)
        }
    }

    /// The names of the user's keys. One that can't be read is none of the list's concern.
    private func ownNames() throws -> [Address: KeyName] {
        let directory = try UserKeys().directory
        let names = (try? directory.names()) ?? []
        return names.reduce(into: [:]) { all, name in
            if let key = try? directory.key(name) { all[key.address] = name }
        }
    }

    private func print(_ page: AccountsPage, _ names: [Address: KeyName], on printer: Printer) {
        let balances = page.accounts.map { Phrases.grouped($0.account.balance) }
        let nonces = page.accounts.map { Phrases.grouped($0.account.nonce) }
        let width = balances.reduce(Phrase.columnBalance.text().columns) { max($0, $1.utf8.count) }
        let places = max("\(from + page.accounts.count)".utf8.count, 2)
        printer.print(
            line(
                "", Phrase.columnBalance.text(), Phrase.columnPayments.text(), Phrase.columnAddress.text(), nil, .faint,
                places: places, width: width))
        for (place, (owned, (balance, nonce))) in zip(page.accounts, zip(balances, nonces)).enumerated() {
            let name = names[owned.address]?.description
            printer.print(
                line(
                    "\(from + place)", balance, nonce, owned.address.description, name, .plain, places: places,
                    width: width),
                isWhole: true)
        }
        if let next = page.next {
            printer.print(
                Line(
                    Phrase.accountsOf.text([
                        "all": Phrases.grouped(page.total), "next": "\(next)",
                        "shown": "\(from - 1 + page.accounts.count)",
                    ]), .faint))
        }
    }

    private func line(
        _ place: String, _ balance: String, _ payments: String, _ address: String, _ name: String?, _ style: Style,
        places: Int, width: Int
    ) -> Line {
        var line = Line()
        line.add(place, .faint, columns: places, isNumber: true)
        line.add("  ")
        line.add(balance, style == .plain ? .strong : style, columns: width, isNumber: true)
        line.add("  ")
        line.add(payments, style, columns: Phrase.columnPayments.text().columns, isNumber: true)
        line.add("  \(address)", style)
        if let name { line.add("  \(name)", .good) }
        return line
    }
}
