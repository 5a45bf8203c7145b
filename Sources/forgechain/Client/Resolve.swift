internal import API
internal import ArgumentParser
internal import NodeClient
internal import Terminal
internal import Wording

/// Makes a node ask its peers for longer chains.
struct Resolve: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Have a node take the longest valid chain of its peers.",
        discussion: """
            Says what came of each peer's chain. That no chain was longer is no failure.

            \(Examples.resolve)

            \(ExitStatus.hint)
            """)

    @OptionGroup var asking: Asking

    func run() throws {
        let (printer, json) = (Printer(), asking.json)
        let (answer, length) = try asking.stream(to: printer) { node throws(NodeError) in
            try await node.resolve { piece in !json || printer.write(piece.bytes) }
        }
        if !json { Self.print(answer, length, on: printer) }
        try printer.finish()
    }

    private static func print(_ answer: ResolutionAnswer, _ length: Int, on printer: Printer) {
        let (what, style): (Phrase, Style) = answer.wasReplaced ? (.replaced, .special) : (.kept, .good)
        // The count stands behind it, unmarked, and only a language knows its colon.
        let words = Phrase.detailed.text(["detail": Phrases.count(length, .blocks), "what": what.text()])
        var line = Line(what.text(), style)
        line.add(String(words.dropFirst(what.text().count)))
        printer.print(line)
        let width = answer.verdicts.reduce(0) { max($0, $1.address.visible.columns) }
        for verdict in answer.verdicts {
            var line = Line("    ")
            line.add(verdict.address, .strong, columns: width + 2)
            line.add(verdict.length.map { Phrases.count($0, .blocks) } ?? "?", columns: 14, isNumber: true)
            let says = verdict.statement?.text(.ofUser) ?? verdict.verdict
            line.add("  \(says)", verdict.verdict == "taken" ? .good : .plain)
            printer.print(line)
        }
    }
}
