/// Where a node listens, and so who reaches it and what for.
public struct Reach: Hashable, Sendable, CustomStringConvertible {
    /// The hosts that were given; none for all addresses.
    let hosts: [String]

    /// The port.
    public let port: UInt16

    /// The port that only reads, if there is one.
    let readOnlyPort: UInt16?

    /// Whether changing something takes a token.
    let hasToken: Bool

    /// The first address, such as `http://127.0.0.1:5000`.
    public var url: String {
        let host = hosts.first ?? "0.0.0.0"
        return "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }

    /// Where its page is on this machine.
    public var localURL: String {
        isEverywhere || hosts.contains("127.0.0.1") ? "http://localhost:\(port)" : url
    }

    /// Where its page is for other machines, as far as this one knows its addresses; none if none reaches it.
    public var remoteURLs: [String] {
        isEverywhere ? MachineAddresses.ofLocalNetwork().map { "http://\($0):\(port)" } : []
    }

    private var isEverywhere: Bool { hosts.isEmpty || hosts.contains { $0 == "0.0.0.0" || $0 == "::" } }

    /// Who reaches it and what for, and how to restrict that, in a line.
    public var description: String {
        let reading = readOnlyPort.map { " Port \($0) only reads." } ?? ""
        guard !isOfThisMachine else { return "Only this machine reaches it." + reading }
        let place = hosts.isEmpty ? "any address of this machine" : hosts.joined(separator: " or ")
        let keepingOut = "--host 127.0.0.1 keeps other machines out"
        return hasToken
            ? "Whoever reaches port \(port) of \(place) may read, and with the token change everything: \(keepingOut)."
                + reading
            : "Whoever reaches port \(port) of \(place) may read and change everything: \(keepingOut), "
                + "--token-file FILE guards what changes something." + reading
    }

    /// Whether no other machine can reach it.
    private var isOfThisMachine: Bool {
        !hosts.isEmpty && hosts.allSatisfy { $0 == "localhost" || $0 == "::1" || $0.hasPrefix("127.") }
    }
}
