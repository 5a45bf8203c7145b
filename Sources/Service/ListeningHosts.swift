package import EventLoop
package import HTTP

/// The hosts on which a server listens: those that were given, or all of this machine's addresses.
package struct ListeningHosts: Hashable, Sendable {
    /// Those that were given; none for all.
    let given: [String]

    /// All of IPv4's addresses, and of IPv6's.
    private static let (everyIPv4, everyIPv6) = ("0.0.0.0", "::")

    /// The first one on which it has to listen.
    package var first: String { given.first ?? Self.everyIPv4 }

    /// Whether all of this machine's addresses are among them.
    package var isEverywhere: Bool {
        given.isEmpty || given.contains { [Self.everyIPv4, Self.everyIPv6].contains($0) }
    }

    /// Those on which it has to listen.
    fileprivate var required: [String] { given.isEmpty ? [Self.everyIPv4] : given }

    /// Those on which it listens where there is such a thing: a machine may have no IPv6.
    fileprivate var optional: [String] { given.isEmpty ? [Self.everyIPv6] : [] }
}

extension Configuration {
    /// Where its servers listen.
    package var listeningHosts: ListeningHosts { ListeningHosts(given: hosts) }
}

extension Server {
    /// Listens on some hosts and one port; 0 lets the system pick it. Returns the port.
    package func listen(on hosts: ListeningHosts, port: UInt16) throws(EventLoopError) -> UInt16 {
        try listen(on: hosts.required, andIfPossible: hosts.optional, port: port)
    }
}
