internal import ArgumentParser
internal import Node

/// Takes a chain into what a node keeps.
struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put a longer chain in the place of the one a node keeps; it must not be running.",
        discussion: """
            Reads what export writes or a node's /chain answers, and checks all of it. Accepted transactions whose \
            blocks fall out of the chain are pending again.
            """)

    @OptionGroup var directory: KeptDirectory

    @Option(help: "How many hex zeros a proof begins with, 1 to 16.")
    var difficulty = 4

    @Argument(help: "The file to read; standard input if not given.", completion: .file())
    var file: String?

    func validate() throws {
        guard Configuration.difficulties.contains(difficulty) else {
            throw ValidationError("--difficulty is \(difficulty), but has to be 1 to 16.")
        }
    }

    func run() throws {
        WriteSignals.ignore()
        let bar = ProgressBar()
        defer { bar.clear() }
        let path = try directory.path()
        let input = try Input(path: file)
        let importation = try Archive(directory: path).importChain(difficulty: difficulty) { () throws(ArchiveError) in
            let piece = try input.read()
            bar.show(ArchiveProgress(step: "reading bytes", done: input.bytesRead, total: input.totalBytes))
            return piece
        }
        bar.clear()
        StandardError.write("\(path): \(Self.summary(of: importation))")
    }

    static func summary(of importation: Importation) -> String {
        let pending =
            importation.reopened > 0 ? " \(importation.reopened) accepted transactions are pending again." : ""
        let settled =
            importation.settled > 0 ? " \(importation.settled) are no longer pending: the chain carries them." : ""
        return "the chain has \(importation.length) blocks and had \(importation.previousLength).\(pending)\(settled)"
    }
}
