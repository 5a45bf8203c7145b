internal import HTTP

/// Addresses that probably have one owner: they share the places that strangers get.
///
/// Who rents one machine has all of its ports, and who has one network many of its addresses. Networks of the Internet
/// are given out in blocks, so two addresses of different blocks rarely have the same owner. Names say nothing of that:
/// anybody can have many lead to one machine. So a node is known by its address before it gets such a place.
struct NetworkGroup: Hashable, Sendable {
    private let name: String

    /// The bits of an address that name its network: of IPv4 what was once class B, of IPv6 the smallest block that a
    /// provider gets.
    private static let bits = (ipv4: 16, ipv6: 32)

    /// - Parameter host: an address, or a name.
    init(host: String) {
        guard let address = IPAddress(host) else {
            name = host
            return
        }
        // In a private network, people know whom they let in: addresses are the groups.
        let prefix = address.prefix(bits: address.isIPv4 ? Self.bits.ipv4 : Self.bits.ipv6)
        name = address.isPrivate ? "\(address)" : "\(prefix)/"
    }

    /// Whether a host is a name that anybody can have, so that there may be many for one machine. Those without a dot,
    /// and below domains that nobody can own, were given by people who know whom they let in.
    static func isPublicName(_ host: String) -> Bool {
        IPAddress(host) == nil && host.contains(".") && !AllowedHosts.isReserved(host)
    }

    /// The group of a peer.
    init(of address: PeerAddress) {
        self.init(host: address.host)
    }
}
