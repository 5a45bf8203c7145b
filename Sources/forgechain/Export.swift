internal import ArgumentParser
internal import Records
internal import Storage
internal import Terminal

/// Writes the chain that a node has stored.
struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the chain a node keeps, as its /chain answers; it may be running.",
        discussion: Examples.export)

    @OptionGroup var directory: DataDirectoryOptions

    @Flag(help: "How: the answer of /chain, each block as a line of JSON, or each transaction as a line of CSV.")
    var layout = Layout.json

    @Option(help: "The first block's index.")
    var from = 1

    @Option(help: "At most so many blocks; all if not given.")
    var limit: Int?

    @Option(
        help: "The file to write, which has its name when it is whole; standard output if not given.",
        completion: .file())
    var output: String?

    /// How blocks are written.
    enum Layout: String, EnumerableFlag {
        case json, jsonl, csv

        var layout: Storage.Export.Layout {
            switch self {
            case .json: .answer
            case .jsonl: .lines
            case .csv: .payments
            }
        }
    }

    func validate() throws {
        for (name, value) in [("--from", from), ("--limit", limit ?? 1)] where value < 1 {
            throw ValidationError("\(name) is \(value), but has to be 1 or more.")
        }
    }

    func run() throws {
        WriteError.replaceSignals()
        // Where the bytes go to a terminal or to another program, its lines would be between them.
        let line = output == nil && Output.isShared ? nil : ProgressLine()
        defer { line?.clear() }
        let path = try directory.path()
        let output = try output.map { path throws(DirectoryError) in try Output(path: path) } ?? Output()
        var failure: DirectoryError?
        do throws(OpenError) {
            _ = try Storage.Export.run(
                directory: path, as: layout.layout, from: from, limit: limit ?? .max,
                write: { piece in
                    do throws(DirectoryError) {
                        try output.write(piece)
                        return true
                    } catch {
                        failure = error
                        return false
                    }
                }, progress: { line?.show(Progress(step: Phrase.writingBlocks.text(), done: $0, total: $1)) })
        } catch {
            throw DirectoryError(error)
        }
        if let failure { throw failure }
        try output.finish()
    }
}
