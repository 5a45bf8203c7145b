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
        try Refusal.check(from, "--from")
        try Refusal.check(limit, "--limit", 1...1000)
    }
}

/// Prints a page of transactions.
enum TransactionList {
    /// A line for each, and one that says what the list has besides.
    static func print(_ page: TransactionsPage, none: Phrase, on printer: Printer) {
        guard page.total > 0 else {
            printer.print(Line(none.text()))
            return
        }
        for (position, text) in page.transactions.enumerated() {
            printer.print(line(text, number: page.from + position, isHistory: page.address != nil))
        }
        let shown = page.transactions.count
        guard shown < page.total else { return }
        printer.print(rest(shown, of: Phrases.count(page.total, .transactions), next: page.next))
    }

    /// The line below a part of a list: how much of it that is, and where the next part begins.
    static func rest(_ shown: Int, of all: String, next: Int?) -> Line {
        let part = Phrase.shownOf.text(["all": all, "shown": Phrases.grouped(shown)])
        return Line(part + (next.map { Phrase.nextBegin.text(["from": "\($0)"]) } ?? ""), .faint)
    }

    private static func line(_ text: CanonicalText, number: Int, isHistory: Bool) -> Line {
        var line = Line()
        line.add("\(number)", .faint, columns: 8, isNumber: true)
        line.add("  ")
        var (payment, block) = (Payment(text), Int?.none)
        if isHistory, let value = try? JSONDocument(parsing: text.bytes).root, let inner = value["transaction"] {
            payment = Payment(inner)
            block = value["block"]?.integer
            line.add(Phrase.inBlock.text(["height": block.map(String.init) ?? "?"]), columns: 14)
            line.add("  ")
        }
        line.add(Phrases.payment(payment, in: block))
        if let id = payment.id { line.add("  id \(id)", .faint) }
        return line
    }
}
