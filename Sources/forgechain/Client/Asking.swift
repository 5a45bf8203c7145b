internal import ArgumentParser
internal import Glibc
internal import NodeClient

/// Which node a command asks, and how it tells the answer.
struct Asking: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The node to ask; $FORGECHAIN_NODE, or else http://127.0.0.1:5000, if not given.", valueName: "url"),
        completion: .list([NodeURL.standard]))
    var node: String?

    @Flag(help: "Print the node's answer as it is, and nothing else.")
    var json = false

    func validate() throws {
        _ = try url()
    }

    /// Where the node is.
    func url() throws -> NodeURL {
        let variable = getenv("FORGECHAIN_NODE").map { String(cString: $0) } ?? ""
        do throws(NodeURLError) {
            return try NodeURL(node ?? (variable.isEmpty ? NodeURL.standard : variable))
        } catch {
            throw ValidationError("\(node == nil ? "FORGECHAIN_NODE" : "--node"): \(error)")
        }
    }

    /// Asks, and prints while the answer arrives. That it could not be printed is the error then, and not that the rest
    /// was not asked for.
    func stream<Value: Sendable>(
        to printer: Printer, _ question: @escaping @Sendable (RemoteNode) async throws(NodeError) -> Value
    ) throws -> Value {
        do {
            return try RemoteNode.run(at: url(), question)
        } catch {
            try printer.finish()
            throw error
        }
    }

    /// Asks for something, and prints it: as the node sent it, or as lines.
    func tell<Value: Sendable>(
        _ question: @escaping @Sendable (RemoteNode) async throws(NodeError) -> Answered<Value>,
        as print: (Value, Printer) -> Void
    ) throws {
        let answer = try RemoteNode.run(at: url(), question)
        let printer = Printer()
        if json { printer.write(answer.bytes) } else { print(answer.value, printer) }
        try printer.finish()
    }
}
