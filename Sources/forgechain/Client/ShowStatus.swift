internal import API
internal import ArgumentParser
internal import HTTP
internal import NodeClient
internal import Terminal

/// What a node says about itself.
struct ShowStatus: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show what a node is, has and does.",
        discussion: "\(Examples.status)\n\n\(ExitStatus.hint)")

    @OptionGroup var asking: Asking

    func run() throws {
        try asking.show { node throws(NodeError) in
            try await node.status()
        } as: { [origin = try asking.origin()] in
            Self.print($0, of: origin.url, on: $1)
        }
    }

    private static func print(_ report: StatusAnswer, of url: String, on printer: Printer) {
        func row(_ name: String, _ text: String?) {
            guard let text else { return }
            var line = Line(name, .faint)
            line.add(String(repeating: " ", count: 12 - name.count) + text)
            printer.print(line)
        }
        row("node", report.identifier)
        row("address", url + (report.version.map { ", version \($0)" } ?? ""))
        row("chain", "\(Phrases.count(report.length, "block")), the newest \(report.tip)")
        row("rules", report.rules)
        row("difficulty", report.difficulty.map { "\($0) hex zeros" })
        row("pending", report.pending.map { Phrases.count($0, "transaction") })
        row("peers", report.peers.map { "\($0)" + (report.gossips == true ? ", told what is new" : "") })
        row("mining", report.search.map(SearchPhrases.line) ?? (report.pending == nil ? nil : "no"))
        row("interval", report.mineIntervalSeconds.map { "\(TimeSpan(seconds: $0)) from a block to the next search" })
        row("kernel", report.kernel)
        row("running", report.uptimeSeconds.map { "for \(Phrases.span($0))" })
    }
}
