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
            line.add(row.name, .faint, columns: Self.nameColumns)
            line.add(row.text)
            printer.print(line, isWhole: true)
        }
        printer.print(Line())
        // Whoever doesn't see it is no reason to stop.
        try? printer.finish()
    }

    private static let nameColumns = 12

    private var rows: [(name: String, text: String)] {
        let reach = greeting.reach
        let others = reach.remoteURLs
        let difficulty = greeting.difficulty.map { ", \(Phrases.count($0, "leading zero"))" } ?? ""
        let waiting = greeting.pending == 0 ? "" : ", and \(Phrases.count(greeting.pending, "transaction")) pending"
        return [
            ("page", reach.localURL),
            ("elsewhere", others.joined(separator: " ")),
            ("kept in", greeting.directory ?? "memory alone, so all is forgotten at the end"),
            (
                "chain",
                "\(Phrases.count(greeting.length, "block")), the newest \(Phrases.short(greeting.tip))\(waiting)"
            ),
            ("rules", "\(greeting.rules)\(difficulty)"),
            ("peers", greeting.peers == 0 ? "none yet: --peer HOST:PORT, or on the page" : "\(greeting.peers)"),
            ("to stop", greeting.directory == nil ? "Ctrl-C" : "Ctrl-C; what was accepted is kept"),
        ].filter { !$0.1.isEmpty }
    }
}
