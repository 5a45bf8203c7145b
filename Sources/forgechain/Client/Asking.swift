internal import ArgumentParser
internal import Glibc
internal import HTTP
internal import NodeClient
internal import Terminal
internal import Wording

/// Which node a command asks, and how it shows the answer.
struct Asking: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            The node to ask, as a URL, as host:port, or as a port of this machine; $FORGECHAIN_NODE, or else \
            http://127.0.0.1:5000, if not given.
            """, valueName: "url"),
        completion: .list([RemoteNode.standardURL]))
    var node: String?

    @Option(
        help: ArgumentHelp("The file with the token of a node that was started with one.", valueName: "file"),
        completion: .file())
    var tokenFile: String?

    @Flag(help: "Print the node's answer as it is, and nothing else.")
    var json = false

    func validate() throws {
        _ = try origin()
    }

    /// The node's address.
    func origin() throws -> Origin { try Self.origin(node) }

    /// The address of a node that is named, or else of the one that is usual.
    static func origin(_ node: String?) throws -> Origin {
        let variable = getenv("FORGECHAIN_NODE").map { String(cString: $0) } ?? ""
        do throws(OriginError) {
            return try Origin(Self.onThisMachine(node ?? (variable.isEmpty ? RemoteNode.standardURL : variable)))
        } catch {
            throw ValidationError("\(node == nil ? "FORGECHAIN_NODE" : "--node"): \(error.statement.text(.ofUser))")
        }
    }

    /// A bare port, such as 5001 or :5001, is one of this machine.
    private static func onThisMachine(_ text: String) -> String {
        let digits = text.utf8.first == UInt8(ascii: ":") ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return text }
        return "127.0.0.1:\(digits)"
    }

    /// Queries the node.
    func run<Value: Sendable>(
        endsOnInterrupt: Bool = false, _ body: @escaping @Sendable (RemoteNode) async throws(NodeError) -> Value
    ) throws -> Value {
        let token = try tokenFile.map { try TokenFile.read($0) }
        return try RemoteNode.run(at: origin(), token: token, endsOnInterrupt: endsOnInterrupt, body)
    }

    /// Asks, and prints the answer as it arrives. If printing fails, the error says so, not that the answer was cut
    /// off.
    func stream<Value: Sendable>(
        to printer: Printer, _ question: @escaping @Sendable (RemoteNode) async throws(NodeError) -> Value
    ) throws -> Value {
        do {
            return try run(question)
        } catch {
            try printer.finish()
            throw error
        }
    }

    /// Asks for something, and prints it: as the node sent it, or as lines, which may be many.
    func show<Value: Sendable>(
        paged paging: Paging? = nil,
        _ question: @escaping @Sendable (RemoteNode) async throws(NodeError) -> Answered<Value>,
        as print: (Value, Printer) -> Void
    ) throws {
        let answer = try run(question)
        func show(on printer: Printer) {
            if json { printer.write(answer.bytes) } else { print(answer.value, printer) }
        }
        if let paging { return try paging.show(isRaw: json) { show(on: $0) } }
        let printer = Printer()
        show(on: printer)
        try printer.finish()
    }
}
