internal import API
internal import ArgumentParser
internal import Chain
internal import NodeClient
internal import Terminal

/// One block, explained.
struct ShowBlock: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "block", abstract: "Show a block, what was hashed, and every rule it keeps or breaks.",
        discussion: "\(Examples.block)\n\n\(ExitStatus.hint)")

    @Argument(
        help: "The block's index, its hash of 64 hex digits, or latest.", completion: .list([Self.latest]))
    var block = Self.latest

    @OptionGroup var asking: Asking

    private static let latest = "latest"

    func validate() throws {
        guard block == Self.latest || RemoteNode.namesBlock(block) else {
            throw ValidationError(Phrase.noBlockName.text(["text": block]))
        }
    }

    func run() throws {
        let (block, printer) = (block, Printer())
        let answer = try asking.run { node throws(NodeError) in
            // By its hash, because by now another block may have the newest one's index.
            try await node.explain(block == Self.latest ? try await node.status().value.tip : block)
        }
        if asking.json {
            printer.write(answer.bytes)
        } else {
            BlockDescription(answer.value, columns: printer.columns).lines.forEach { printer.print($0) }
        }
        try printer.finish()
        // An older node tells no verdict.
        if answer.value.holds != true || answer.value.verdict == .nextDoesNotFit { throw ExitStatus.wrong }
    }
}
