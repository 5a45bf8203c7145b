internal import API
internal import ArgumentParser
internal import NodeClient
internal import Terminal

/// A node's events, as they happen.
struct Watch: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what happens on a node as it happens, a line for each event.",
        discussion: """
            Ends when the node does, with status 69. With --json each line is {"event": NAME, "data": {...}}; without, \
            how far a search is stands in a line of its own below the others, on a terminal only.

            \(Examples.watch)

            \(ExitStatus.hint)
            """)

    @OptionGroup var asking: Asking

    func run() throws {
        let (printer, search, json) = (Printer(), ProgressLine(), asking.json)
        defer { search.clear() }
        try asking.run { node throws(NodeError) in
            try await node.events { event in
                if json {
                    printer.write(event.line)
                } else if case .mining(let report) = event.event, report.state == .searching {
                    search.show(SearchPhrases.bar(report))
                } else {
                    search.clear()
                    EventPhrases.line(event).map { _ = printer.print($0) }
                }
                return printer.flush()
            }
        }
        try printer.finish()
    }
}
