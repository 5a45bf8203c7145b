internal import HTTP
public import Wording

/// Where a node listens, and so who reaches it and what for.
public struct Reach: Hashable, Sendable, Stated {
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
    public var statement: Statement {
        guard let readOnlyPort else { return whoReaches }
        return whoReaches.then(Statement(.reachReadOnly, ["port": .number(Int(readOnlyPort))]))
    }

    private var whoReaches: Statement {
        guard !isOfThisMachine else { return Statement(.reachThisMachine) }
        return Statement(
            hasToken ? .reachWithToken : .reachOpen, ["place": .statement(place), "port": .number(Int(port))])
    }

    private var place: Statement {
        guard let first = hosts.given.first else { return Statement(.reachAnyAddress) }
        return hosts.given.dropFirst().reduce(Statement(said: first)) { rest, host in
            Statement(.placeOr, ["place": .text(host), "rest": .statement(rest)])
        }
    }

    /// Whether no other machine can reach it.
    private var isOfThisMachine: Bool {
        !hosts.given.isEmpty && hosts.given.allSatisfy { $0 == "localhost" || $0 == "::1" || $0.hasPrefix("127.") }
    }
}
