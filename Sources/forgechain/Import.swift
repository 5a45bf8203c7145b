internal import ArgumentParser
internal import Node
internal import Service
internal import Terminal
internal import Wording

/// Adds a chain to a node's data.
struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put a longer chain in the place of the one a node keeps; it must not be running.",
        discussion: """
            Reads what export writes, and any answer of a node or of a port of the tutorial that holds a chain, also \
            as a bare list, as pages of GET /blocks, or with a block on each line, in UTF-8, UTF-16 or UTF-32, and \
            compressed by gzip. Checks all of it; of several chains the best valid one is taken. Accepted transactions \
            whose blocks fall out of the chain are pending again. A ledger's chain, with --rules ledger, has to be of \
            the network of --genesis or of the directory, and takes the other's place if there is more work in it.

            \(Examples.importing)
            """)

    @OptionGroup var directory: DataDirectoryOptions

    @OptionGroup var network: Network

    @Flag(help: "Only say what would be done. A chain that would not be taken is refused as without this.")
    var dryRun = false

    @Argument(help: "The files to read; standard input if none is given, or for -.", completion: .file())
    var files: [String] = []

    /// The most files at once: each is named if something is wrong with it.
    private static let maximumFiles = 64

    func validate() throws {
        guard files.count <= Self.maximumFiles else {
            throw ValidationError(
                Phrase.tooManyFiles.text(["limit": "\(Self.maximumFiles)", "n": "\(files.count)"]))
        }
    }

    func run() throws {
        WriteError.replaceSignals()
        let line = ProgressLine()
        defer { line.clear() }
        let path = try directory.path()
        let sources = try (files.isEmpty ? ["-"] : files).map { name throws(DirectoryError) in
            try Self.source(name, files.count > 1, line)
        }
        var configuration = Configuration()
        configuration.dataDirectory = path
        configuration.rules = network.rules
        if let difficulty = network.difficulty { configuration.difficulty = difficulty }
        configuration.network = try network.source()?.network()
        let summary: ImportSummary
        do throws(ImportError) {
            let chainImport = try ChainImport(configuration, migrating: line.showMigration)
            summary = dryRun ? try chainImport.judge(sources) : try chainImport.run(sources)
        } catch {
            throw DirectoryError(error)
        }
        line.clear()
        summary.refused.forEach { StandardError.write($0.text(.ofUser)) }
        StandardError.write("\(path): \(dryRun ? Self.judgement(of: summary) : Self.sentence(of: summary))")
    }

    /// A file or standard input. One of several that can't be opened doesn't keep the others from being read.
    private static func source(
        _ name: String, _ isOneOfSeveral: Bool, _ line: ProgressLine
    ) throws(DirectoryError) -> ImportSource {
        guard !name.hasPrefix("http://"), !name.hasPrefix("https://") else {
            throw DirectoryError(Phrase.addressNoFile.text(["url": name]))
        }
        let input: Input
        do throws(DirectoryError) {
            input = try Input(path: name == "-" ? nil : name)
        } catch {
            guard isOneOfSeveral else { throw error }
            return ImportSource(name) { () throws(ImportError) in throw .unread(Statement(said: error.description)) }
        }
        return ImportSource(name) { () throws(ImportError) in
            let piece: [UInt8]
            do throws(DirectoryError) {
                piece = try input.read()
            } catch {
                throw .unread(Statement(said: error.description))
            }
            line.show(Progress(step: Phrase.readingBytes.text(), done: input.bytesRead, total: input.totalBytes))
            return piece
        }
    }

    private static func sentence(of summary: ImportSummary) -> String {
        let done = Phrase.imported.text([
            "before": "\(summary.previousLength)", "blocks": Phrases.count(summary.length, .blocks),
            "chain": chain(of: summary),
        ])
        let moved: [(Int, Phrase)] = [
            (summary.returned, .importReturned), (summary.confirmed, .importConfirmed),
            (summary.dropped, .importDropped),
        ]
        return done + moved.filter { $0.0 > 0 }.map { Phrases.count($0.0, $0.1) }.joined()
    }

    private static func judgement(of summary: ImportSummary) -> String {
        let place =
            switch summary.previousLength {
            case 0: Phrase.judgedAlone.text()
            case let length: Phrase.judgedInPlace.text(["blocks": Phrases.count(length, .blocks)])
            }
        return Phrase.judged.text([
            "blocks": Phrases.count(summary.length, .blocks), "chain": chain(of: summary), "place": place,
            "tip": "\(summary.tip)",
        ])
    }

    private static func chain(of summary: ImportSummary) -> String {
        Phrase.importChain.text() + (summary.network.map { Phrase.importOfNetwork.text(["network": "\($0)"]) } ?? "")
            + (summary.source.map { Phrase.importOfFile.text(["file": $0]) } ?? "")
    }
}
