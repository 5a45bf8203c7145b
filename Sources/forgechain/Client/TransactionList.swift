internal import API
internal import ArgumentParser
internal import Chain
internal import Terminal

/// Which part of a list of transactions a command shows.
struct ListPart: ParsableArguments {
    @Option(help: "The number of the first in the list, from 1.")
    var from = 1

    @Option(help: "At most so many, 1 to 1000.")
    var limit = 100

    func validate() throws {
        guard (1...Int.max / 2).contains(from) else {
            throw ValidationError("--from is \(from), but has to be 1 or more.")
        }
        guard (1...1000).contains(limit) else {
            throw ValidationError("--limit is \(limit), but has to be 1 to 1000.")
        }
    }
}

/// Prints a page of transactions.
enum TransactionList {
    /// A line for each, and one that says what the list has besides.
    static func print(_ page: TransactionsPage, none: String, on printer: Printer) {
        guard page.total > 0 else {
            printer.print(Line(none))
            return
        }
        for (position, text) in page.transactions.enumerated() {
            printer.print(line(text, number: page.from + position, isHistory: page.address != nil))
        }
        let shown = page.transactions.count
        guard shown < page.total else { return }
        let next = page.next.map { ". The next begin at --from \($0)" } ?? ""
        printer.print(
            Line("\(Phrases.grouped(shown)) of \(Phrases.count(page.total, "transaction"))\(next).", .faint))
    }

    private static func line(_ text: CanonicalText, number: Int, isHistory: Bool) -> Line {
        var line = Line()
        line.add("\(number)", .faint, columns: 8, isNumber: true)
        line.add("  ")
        var payment = Payment(text)
        if isHistory, let value = try? JSONDocument(parsing: text.bytes).root, let inner = value["transaction"] {
            payment = Payment(inner)
            line.add("block \(value["block"]?.integer.map(String.init) ?? "?")", columns: 14)
            line.add("  ")
        }
        line.add(Phrases.payment(payment))
        if let id = payment.id { line.add("  id \(id)", .faint) }
        return line
    }
}
