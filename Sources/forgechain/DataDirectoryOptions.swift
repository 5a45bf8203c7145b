internal import ArgumentParser
internal import Node
internal import Service

/// The data directory that a command works on.
struct DataDirectoryOptions: ParsableArguments {
    @Option(help: "The directory that a node keeps things in.", completion: .directory)
    var dataDir: String?

    @Option(name: [.short, .long], help: "The port of the node, to mean the directory it has without --data-dir.")
    var port: UInt16 = 5000

    func validate() throws {
        _ = try path()
    }

    func path() throws -> String {
        try Self.path(dataDir: dataDir, port: port, advice: "say which directory with --data-dir")
    }

    /// The given directory, or else the default one of the node on a port. `advice` says what to do if there is
    /// neither.
    static func path(dataDir: String?, port: UInt16, advice: String) throws -> String {
        if let dataDir {
            guard !dataDir.isEmpty else { throw ValidationError("--data-dir is empty.") }
            // The replacement for bytes that aren't UTF-8 would name a different directory.
            guard !dataDir.unicodeScalars.contains("\u{FFFD}") else {
                throw ValidationError("--data-dir is not UTF-8.")
            }
            return dataDir
        }
        guard port != 0 else { throw ValidationError("--port 0 is another port each time: \(advice).") }
        guard let path = DefaultDataDirectory.path(port: port) else {
            throw ValidationError("There is neither HOME nor XDG_DATA_HOME: \(advice).")
        }
        return path
    }
}
