internal import API
internal import ArgumentParser
internal import HTTP
internal import NodeClient
internal import Terminal

/// Makes a node forge blocks.
struct Mine: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Have a node forge a block, or several.",
        discussion: """
            A terminal shows how far the search is. Ctrl-C gives it up, here and on the node.

            \(Examples.mine)

            \(ExitStatus.hint)
            """)

    @Option(help: "How many blocks, 1 to 1000.")
    var count: Int?

    @OptionGroup var asking: Asking

    func validate() throws {
        if let count, !(1...1000).contains(count) {
            throw ValidationError("--count is \(count), but has to be 1 to 1000.")
        }
    }

    func run() throws {
        let (line, printer, count) = (ProgressLine(), Printer(), count)
        defer { line.clear() }
        let progress: (@Sendable (SearchInfo) -> Void)? =
            line.isShown ? { @Sendable search in line.show(SearchPhrases.bar(search)) } : nil
        let origin = try asking.origin()
        let answer = try asking.run(endsOnInterrupt: true) { node throws(NodeError) in
            try await node.mine(count: count, progress: progress)
        }
        line.clear()
        if asking.json { printer.write(answer.bytes) } else { Self.print(answer.value, on: printer) }
        try printer.finish()
        let forged = answer.value.blocks.count
        if let count, forged < count {
            let blocks = Phrases.count(forged, .blocks)
            StandardError.write("forgechain: " + Phrase.olderThanCount.text(["blocks": blocks, "url": origin.url]))
            throw ExitCode.failure
        }
    }

    private static func print(_ receipt: MiningReceipt, on printer: Printer) {
        for block in receipt.blocks {
            var line = Line(Phrase.blockMined.text(["height": "\(block.index)"]), .strong)
            line.add(Phrase.blockProof.text(["proof": Phrases.proof(block.proof)]))
            // A long answer about many blocks omits them.
            if let transactions = block.transactions {
                line.add(", \(Phrases.count(transactions.count, .transactions))")
            }
            printer.print(line)
        }
    }
}
