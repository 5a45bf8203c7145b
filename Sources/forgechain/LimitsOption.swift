internal import ArgumentParser
internal import Glibc
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
    func limits() throws(LimitsOptionError) -> Limits {
        var limits = Limits()
        guard let path else { return limits }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.unreadable(path) }
        defer { close(descriptor) }
        guard let bytes = SmallFile.contents(of: descriptor, atMost: Self.maximumBytes) else {
            throw Self.unreadable(path)
        }
        guard bytes.count <= Self.maximumBytes, let text = String(validating: bytes, as: UTF8.self) else {
            throw LimitsOptionError("\(path) holds no limits: it is no text of at most \(Self.maximumBytes) bytes.")
        }
        do throws(LimitsFileError) {
            try limits.read(text, named: path)
        } catch {
            throw LimitsOptionError(error.description)
        }
        return limits
    }

    private static func unreadable(_ path: String) -> LimitsOptionError {
        LimitsOptionError("\(path) cannot be read: \(String(cString: strerror(errno))).")
    }
}

/// Why there are no limits.
struct LimitsOptionError: Error, CustomStringConvertible {
    /// One sentence, with what to do.
    let description: String

    init(_ description: String) {
        self.description = description
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
            """)

    @OptionGroup var limits: LimitsOption

    func run() throws {
        WriteError.replaceSignals()
        try Output().write(Array(try limits.limits().file.utf8)[...])
    }
}
