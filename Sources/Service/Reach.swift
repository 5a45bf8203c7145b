internal import HTTP

/// Where a node listens, and so who reaches it and what for.
public struct Reach: Hashable, Sendable, CustomStringConvertible {
    /// The hosts that it listens on.
    let hosts: ListeningHosts

    /// The port.
    public let port: UInt16

    /// The port that only reads, if there is one.
    let readOnlyPort: UInt16?

    /// Whether changing something takes a token.
    let hasToken: Bool

    /// The first address, such as `http://127.0.0.1:5000`.
    public var url: String { "http://\(Origin.text(host: hosts.first, port: port))" }

    /// Where its page is on this machine.
    public var localURL: String {
        hosts.isEverywhere || hosts.given.contains("127.0.0.1") ? "http://localhost:\(port)" : url
    }

    /// Where its page is for other machines, as far as this one knows its addresses; none if none reaches it.
    public var remoteURLs: [String] {
        guard hosts.isEverywhere else { return [] }
        let outer = MachineAddress.all.filter { !$0.isInner }
        return outer.prefix(Self.toldCount).map { "http://\($0.host):\(port)" }
    }

    /// How many of the machine's addresses are told: one with more has a reason, and its owner knows it.
    private static let toldCount = 4

    /// Who reaches it and what for, and how to restrict that, in a line.
    public var description: String {
        let reading = readOnlyPort.map { " Port \($0) only reads." } ?? ""
        guard !isOfThisMachine else { return "Only this machine reaches it." + reading }
        let place = hosts.given.isEmpty ? "any address of this machine" : hosts.given.joined(separator: " or ")
        let keepingOut = "--host 127.0.0.1 keeps other machines out"
        return hasToken
            ? "Whoever reaches port \(port) of \(place) may read, and with the token change everything: \(keepingOut)."
                + reading
            : "Whoever reaches port \(port) of \(place) may read and change everything: \(keepingOut), "
                + "--token-file FILE guards what changes something." + reading
    }

    /// Whether no other machine can reach it.
    private var isOfThisMachine: Bool {
        !hosts.given.isEmpty && hosts.given.allSatisfy { $0 == "localhost" || $0 == "::1" || $0.hasPrefix("127.") }
    }
}
