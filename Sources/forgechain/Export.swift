internal import ArgumentParser
internal import Records
internal import Storage
internal import Terminal

/// Writes the chain that a node has stored.
struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the chain a node keeps, as its /chain answers; it may be running.")

    @OptionGroup var directory: DataDirectoryOptions

    @Option(
        help: "The file to write, which has its name when it is whole; standard output if not given.",
        completion: .file())
    var output: String?

    func run() throws {
        WriteError.replaceSignals()
        let line = ProgressLine()
        defer { line.clear() }
        let path = try directory.path()
        let output = try output.map { path throws(DirectoryError) in try Output(path: path) } ?? Output()
        var failure: DirectoryError?
        do throws(OpenError) {
            _ = try Storage.Export.run(
                directory: path,
                write: { piece in
                    do throws(DirectoryError) {
                        try output.write(piece)
                        return true
                    } catch {
                        failure = error
                        return false
                    }
                }, progress: { line.show(Progress(step: "writing blocks", done: $0, total: $1)) })
        } catch {
            throw DirectoryError(error)
        }
        if let failure { throw failure }
        try output.finish()
    }
}
