internal import Glibc
internal import Service
internal import Terminal

/// What a person at a terminal wants to know of a node that has begun. Programs that start one read its first line.
struct Banner {
    private let greeting: Greeting

    init(_ greeting: Greeting) {
        self.greeting = greeting
    }

    /// Shows it on a terminal, and nowhere else.
    func show() {
        guard Screen(STDOUT_FILENO).isTerminal else { return }
        let printer = Printer()
        printer.print(Line())
        for row in rows {
            var line = Line("  ")
            line.add(row.name.text(), .faint, columns: Self.nameColumns)
            line.add(row.text)
            printer.print(line, isWhole: true)
        }
        printer.print(Line())
        // Whoever doesn't see it is no reason to stop.
        try? printer.finish()
    }

    private static let nameColumns = 12

    private var rows: [(name: Phrase, text: String)] {
        let reach = greeting.reach
        let others = reach.remoteURLs
        return [
            (.pageRow, reach.localURL),
            (.elsewhereRow, others.joined(separator: " ")),
            (.keptRow, greeting.directory ?? Phrase.keptNowhere.text()),
            (.chain, chain),
            (.rules, rules),
            (.peersRow, greeting.peers == 0 ? Phrase.noPeersYet.text() : "\(greeting.peers)"),
            (.stopRow, greeting.directory == nil ? "Ctrl-C" : Phrase.stopKeeping.text()),
        ].filter { !$0.1.isEmpty }
    }

    private var chain: String {
        let chain = Phrase.chainWithTip.text([
            "blocks": Phrases.count(greeting.length, .blocks), "tip": Phrases.short(greeting.tip),
        ])
        guard greeting.pending > 0 else { return chain }
        return Phrase.chainWithPending.text([
            "chain": chain, "transactions": Phrases.count(greeting.pending, .transactions),
        ])
    }

    private var rules: String {
        guard let difficulty = greeting.difficulty else { return greeting.rules }
        return Phrase.rulesWithDifficulty.text([
            "rules": greeting.rules, "zeros": Phrases.count(difficulty, .leadingZeros),
        ])
    }
}
