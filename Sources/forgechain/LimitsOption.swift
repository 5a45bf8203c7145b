internal import ArgumentParser
internal import Node
internal import Terminal

/// The file with a node's limits.
struct LimitsOption: ParsableArguments {
    @Option(
        name: .customLong("limits"),
        help: ArgumentHelp(
            """
            A file with limits, a line "name = value" for each that isn't to have its default; forgechain limits \
            prints one.
            """, valueName: "file"),
        completion: .file())
    var path: String?

    /// Longer files hold something else.
    private static let maximumBytes = 256 << 10

    /// The limits in the file; those that it doesn't name have their defaults.
    func limits() throws(SmallFileError) -> Limits {
        var limits = Limits()
        guard let path else { return limits }
        let bytes = try SmallFile.contents(of: path, atMost: Self.maximumBytes)
        guard bytes.count <= Self.maximumBytes, let text = String(validating: bytes, as: UTF8.self) else {
            throw SmallFileError(Phrase.noLimits.text(["limit": "\(Self.maximumBytes)", "path": path]))
        }
        do throws(LimitsFileError) {
            try limits.read(text, named: path)
        } catch {
            throw SmallFileError(error.description)
        }
        return limits
    }
}

/// Prints a node's limits.
struct ShowLimits: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "limits",
        abstract: "Print every limit of a node, as a file for serve --limits.",
        discussion: """
            Each has its reason, its default and its possible values above it. Those with their defaults are comments. \
            With --limits, the values are those that the file gives.

            \(Examples.limits)
            """)

    @OptionGroup var limits: LimitsOption

    func run() throws {
        WriteError.replaceSignals()
        try Output().write(Array(try limits.limits().file.utf8)[...])
    }
}
