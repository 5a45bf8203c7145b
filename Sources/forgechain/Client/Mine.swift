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

    @Flag(name: [.short, .long], help: "Print only the hash of each block.")
    var quiet = false

    @OptionGroup var asking: Asking

    func validate() throws {
        if quiet, asking.json { throw Refusal.goesWithout("--quiet", "--json") }
        if let count { try Refusal.check(count, "--count", 1...1000) }
    }

    func run() throws {
        let (line, printer, count) = (ProgressLine(), Printer(), count)
        defer { line.clear() }
        let progress: (@Sendable (SearchInfo) -> Void)? =
            line.isShown ? { @Sendable search in line.show(SearchPhrases.bar(search)) } : nil
        let origin = try asking.origin()
        let quiet = quiet
        let (answer, hashes) = try asking.run(endsOnInterrupt: true) { node throws(NodeError) in
            let answer = try await node.mine(count: count, progress: progress)
            return (answer, quiet ? try await Self.hashes(of: answer.value.blocks, from: node) : [])
        }
        line.clear()
        if quiet {
            hashes.forEach { printer.print(Line($0), isWhole: true) }
        } else if asking.json {
            printer.write(answer.bytes)
        } else {
            Self.print(answer.value, on: printer)
        }
        try printer.finish()
        let forged = answer.value.blocks.count
        if let count, forged < count {
            let blocks = Phrases.count(forged, .blocks)
            StandardError.write("forgechain: " + Phrase.olderThanCount.text(["blocks": blocks, "url": origin.url]))
            throw ExitCode.failure
        }
    }

    /// The blocks' hashes: each block names the one before it, and the node is asked for the last.
    private static func hashes(
        of blocks: [ForgedBlockInfo], from node: RemoteNode
    ) async throws(NodeError) -> [String] {
        guard let last = blocks.last else { return [] }
        let newest = try await node.explain("\(last.index)").value.hash
        return (blocks.dropFirst().map(\.previousHash) + [newest]).compactMap(\.self)
    }

    private static func print(_ receipt: MiningReceipt, on printer: Printer) {
        for block in receipt.blocks {
            var line = Line(Phrase.blockMined.text(["height": "\(block.index)"]), .strong)
            // A long answer about many blocks omits them.
            let count = block.transactions.map { Phrases.count($0.count, .transactions) }
            let proof = Phrase.blockProof.text(["proof": Phrases.proof(block.proof)])
            line.add(Phrases.list([proof, count].compactMap(\.self)))
            printer.print(line)
        }
    }
}
