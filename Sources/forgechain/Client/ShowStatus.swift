internal import API
internal import ArgumentParser
internal import Chain
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

    /// Never one alone: a first block takes none.
    private static func guesses(_ work: UInt256) -> String {
        Phrase.guesses.text(["n": Phrases.grouped(digits: work.description)])
    }

    private static func print(_ report: StatusAnswer, of url: String, on printer: Printer) {
        func row(_ name: Phrase, _ text: String?) {
            guard let text else { return }
            var line = Line()
            line.add(name.text(), .faint, columns: 12)
            line.add(text)
            printer.print(line)
        }
        row(.node, report.identifier)
        row(.address, report.version.map { Phrase.addressWithVersion.text(["address": url, "version": $0]) } ?? url)
        let blocks = Phrases.count(report.length, .blocks)
        row(.chain, Phrase.chainWithTip.text(["blocks": blocks, "tip": report.tip]))
        row(.rules, report.rules)
        if let work = report.work {
            // On a ledger the zeros are the least there are: the target says how hard a block is.
            row(.networkRow, report.genesis)
            row(.target, report.target)
            row(.work, UInt256(hexDigits: Array(work.utf8)[...]).map(guesses))
        } else {
            row(.difficulty, report.difficulty.map { Phrases.count($0, .hexZeros) })
        }
        row(.pending, report.pending.map { Phrases.count($0, .transactions) })
        row(.peersRow, report.peers.map { report.gossips == true ? Phrases.count($0, .peersTold) : "\($0)" })
        row(.mining, report.search.map(SearchPhrases.line) ?? (report.pending == nil ? nil : Phrase.notMining.text()))
        row(.interval, report.mineIntervalSeconds.map { Phrase.minesEvery.text(["span": "\(TimeSpan(seconds: $0))"]) })
        row(.kernel, report.kernel)
        row(.running, report.uptimeSeconds.map { Phrase.runningFor.text(["span": Phrases.span($0)]) })
    }
}
