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
            printer.print(Line(Phrase.nothingFell.text()))
            return
        }
        for fork in page.forks {
            printer.print(title(fork))
            for block in fork.blocks ?? [] {
                printer.print(line(block))
                for payment in fork.payments ?? [] where payment.block == block.index { printer.print(line(payment)) }
            }
            let rest = fork.length - (fork.blocks?.count ?? 0)
            if rest > 0 { printer.print(Line("    \(Phrases.count(rest, .notRemembered))", .faint)) }
        }
        guard page.forks.count < page.total else { return }
        printer.print(
            TransactionList.rest(page.forks.count, of: Phrases.count(page.total, .forks), next: page.next))
    }

    private static func title(_ fork: Fork) -> Line {
        var line = Line("\(fork.number)  ", .faint)
        line.add(Phrases.moment(fork.time), .strong)
        let what: Phrase = fork.source == nil ? .fell : .fellTo
        let words = what.text([
            "blocks": Phrases.count(fork.length, .blocks), "common": "\(fork.fork.index)", "count": "\(fork.length)",
            "length": Phrases.count(fork.successor.length, .blocks), "source": fork.source ?? "",
        ])
        line.add("  \(words)")
        return line
    }

    private static func line(_ block: Fork.Block) -> Line {
        var line = Line("    \(Phrase.inBlock.text(["height": "\(block.index)"]))  ", .strong)
        line.add(Phrases.short(block.hash), .special)
        line.add("  \(Phrases.count(block.transactionCount, .transactions))")
        if let miner = block.miner { line.add(Phrase.minedBy.text(["miner": miner])) }
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
        case .waiting: Phrase.fateWaiting.text()
        case .carried: Phrase.fateCarried.text(["height": payment.carrier.map(String.init) ?? "?"])
        case .gone: Phrase.fateGone.text(["reason": reason(payment.reason)])
        case nil: Phrase.fateUnknown.text()
        }
    }

    private static func reason(_ word: String?) -> String {
        switch word {
        case "not_posted_here": Phrase.goneNotPosted.text()
        case "no_room": Phrase.goneNoRoom.text()
        case "nonce_used": Phrase.goneNonceUsed.text()
        case "not_payable": Phrase.goneNotPayable.text()
        case "reward": Phrase.goneReward.text()
        case let word?: word
        case nil: Phrase.goneUnsaid.text()
        }
    }
}
