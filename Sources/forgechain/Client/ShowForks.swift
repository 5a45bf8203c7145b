internal import API
internal import ArgumentParser
internal import NodeClient
internal import Terminal

/// The branches that fell out of a node's chain.
struct ShowForks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forks",
        abstract: "List the branches that fell out of a node's chain, and where their payments are.",
        discussion: """
            The newest come first. A node remembers the last 64, as far as they are short; block HASH shows one of \
            their blocks. Times are local.

            \(Examples.forks)

            \(ExitStatus.hint)
            """)

    @OptionGroup var part: ListPart

    @OptionGroup var asking: Asking

    func run() throws {
        try asking.show { [part] node throws(NodeError) in
            try await node.forks(from: part.from, limit: part.limit)
        } as: {
            Self.print($0, on: $1)
        }
    }

    private static func print(_ page: ForksPage, on printer: Printer) {
        guard page.total > 0 else {
            printer.print(Line("Nothing has fallen out of the chain."))
            return
        }
        for fork in page.forks {
            printer.print(title(fork))
            for block in fork.blocks ?? [] {
                printer.print(line(block))
                for payment in fork.payments ?? [] where payment.block == block.index { printer.print(line(payment)) }
            }
            let rest = fork.length - (fork.blocks?.count ?? 0)
            if rest > 0 { printer.print(Line("    \(Phrases.count(rest, "older block")) not remembered", .faint)) }
        }
        guard page.forks.count < page.total else { return }
        let next = page.next.map { ". The next begin at --from \($0)" } ?? ""
        printer.print(
            Line("\(Phrases.grouped(page.forks.count)) of \(Phrases.count(page.total, "fork"))\(next).", .faint))
    }

    private static func title(_ fork: Fork) -> Line {
        var line = Line("\(fork.number)  ", .faint)
        line.add(Phrases.moment(fork.time), .strong)
        let source = fork.source.map { " from \($0)" } ?? ""
        line.add(
            "  \(Phrases.count(fork.length, "block")) behind block \(fork.fork.index) fell out: a chain of "
                + "\(Phrases.count(fork.successor.length, "block"))\(source) came instead")
        return line
    }

    private static func line(_ block: Fork.Block) -> Line {
        var line = Line("    block \(block.index)  ", .strong)
        line.add(Phrases.short(block.hash), .special)
        line.add("  \(Phrases.count(block.transactionCount, "transaction"))")
        if let miner = block.miner { line.add(", mined by \(miner)") }
        return line
    }

    private static func line(_ payment: Fork.Payment) -> Line {
        var line = Line("        \(Phrases.payment(Payment(payment.transaction)))")
        line.add("  \(fate(of: payment))", payment.fate == .gone ? .bad : .good)
        return line
    }

    /// Where a payment is; of a newer node's word, the word.
    private static func fate(of payment: Fork.Payment) -> String {
        switch payment.fate {
        case .waiting: "waits for a block again"
        case .carried: "is in block \(payment.carrier.map(String.init) ?? "?") of the chain"
        case .gone: "is gone: " + (payment.reason.map { reasons[$0] ?? $0 } ?? "nobody says why")
        case nil: "is who knows where"
        }
    }

    private static let reasons = [
        "not_posted_here": "nobody posted it at this node, and it has no id",
        "no_room": "other nodes brought it, and what they bring had no room",
        "nonce_used": "another payment with its nonce is in the chain",
        "not_payable": "it can't be paid, another with its nonce waits, or it had no room",
        "reward": "a reward belongs to its block alone",
    ]
}
