internal import API
internal import ArgumentParser
internal import NodeClient
internal import Terminal

/// A block from a file, explained.
struct ExplainBlock: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Judge a block of one's own by a node's chain, rule by rule.",
        discussion: """
            The file holds a block as it stands in /chain, what GET /blocks/INDEX answers, or \
            {"block": {...}, "after": {...}} to judge it behind another block. A wrong block makes the exit status 2.

            \(Examples.explain)

            \(ExitStatus.hint)
            """)

    @Argument(help: "The file; - for standard input.", completion: .file())
    var file: String

    @OptionGroup var asking: Asking

    /// The longest file that is read, in bytes: twice the longest block that a node mines.
    private static let maximumBytes = 16 << 20

    func run() throws {
        let (body, printer) = (try contents(), Printer())
        let answer = try asking.run { node throws(NodeError) in try await node.explain(body: body) }
        if asking.json {
            printer.write(answer.bytes)
        } else {
            BlockDescription(answer.value, columns: printer.columns).lines.forEach { printer.print($0) }
        }
        try printer.finish()
        if answer.value.holds == false { throw ExitStatus.wrong }
    }

    private func contents() throws -> [UInt8] {
        let input = try Input(path: file == "-" ? nil : file)
        var bytes: [UInt8] = []
        while case let piece = try input.read(), !piece.isEmpty {
            bytes += piece
            guard bytes.count <= Self.maximumBytes else {
                throw DirectoryError(Phrase.fileNoBlock.text(["file": file, "limit": "\(Self.maximumBytes)"]))
            }
        }
        return bytes
    }
}
