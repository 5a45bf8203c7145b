internal import ArgumentParser
internal import Node
internal import Service
internal import Terminal

/// Adds a chain to a node's data.
struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put a longer chain in the place of the one a node keeps; it must not be running.",
        discussion: """
            Reads what export writes or a node's /chain answers, and checks all of it. Accepted transactions whose \
            blocks fall out of the chain are pending again. A ledger's chain, with --rules ledger, has to be of the \
            network of --genesis or of the directory, and takes the other's place if there is more work in it.

            \(Examples.importing)
            """)

    @OptionGroup var directory: DataDirectoryOptions

    @OptionGroup var network: Network

    @Argument(help: "The file to read; standard input if not given.", completion: .file())
    var file: String?

    func run() throws {
        WriteError.replaceSignals()
        let line = ProgressLine()
        defer { line.clear() }
        let path = try directory.path()
        let input = try Input(path: file)
        var configuration = Configuration()
        configuration.dataDirectory = path
        configuration.rules = network.rules
        if let difficulty = network.difficulty { configuration.difficulty = difficulty }
        configuration.network = try network.source()?.network()
        let summary: ImportSummary
        do throws(ImportError) {
            let chainImport = try ChainImport(configuration, migrating: line.showMigration)
            summary = try chainImport.run { () throws(ImportError) in
                let piece: [UInt8]
                do throws(DirectoryError) {
                    piece = try input.read()
                } catch {
                    throw .unread(error.description)
                }
                line.show(Progress(step: "reading bytes", done: input.bytesRead, total: input.totalBytes))
                return piece
            }
        } catch {
            throw DirectoryError(error)
        }
        line.clear()
        StandardError.write("\(path): \(Self.sentence(of: summary))")
    }

    private static func sentence(of summary: ImportSummary) -> String {
        let pending = summary.returned > 0 ? " \(summary.returned) accepted transactions are pending again." : ""
        let confirmed =
            summary.confirmed > 0 ? " \(summary.confirmed) are no longer pending: the chain carries them." : ""
        let dropped =
            summary.dropped > 0 ? " \(summary.dropped) are gone: the chain's accounts don't allow them." : ""
        let network = summary.network.map { " of the network \($0)" } ?? ""
        return "the chain\(network) has \(summary.length) blocks and had \(summary.previousLength)."
            + "\(pending)\(confirmed)\(dropped)"
    }
}
