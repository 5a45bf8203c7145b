internal import ArgumentParser
internal import Node

/// Writes the chain that a node keeps.
struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the chain a node keeps, as its /chain answers; it may be running.")

    @OptionGroup var directory: KeptDirectory

    @Option(
        help: "The file to write, which has its name when it is whole; standard output if not given.",
        completion: .file())
    var output: String?

    func run() throws {
        WriteSignals.ignore()
        let bar = ProgressBar()
        defer { bar.clear() }
        let archive = Archive(directory: try directory.path())
        let output = try output.map { path throws(ArchiveError) in try Output(path: path) } ?? Output()
        try archive.export(write: output.write, progress: bar.show)
        try output.finish()
    }
}
