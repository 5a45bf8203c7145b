public import HTTP

/// To which addresses the node connects. A name counts by what it is resolved to, each time.
public struct AllowedPeers: Hashable, Sendable {
    /// The ranges; none for all addresses.
    public var ranges: [AddressRange]

    /// Allows these; all if there are none, as the tutorial has it.
    public init(_ ranges: [AddressRange] = []) {
        self.ranges = ranges
    }

    /// Why the node connects to no peer at this address; nil if it does, or if it has a name, of which nothing is known
    /// yet.
    public func refusal(of peer: PeerAddress) -> String? {
        if peer.isSecure {
            return
                "\(peer) is where https is spoken, and nodes speak only http: name the port of the node itself, such "
                + "as \(peer.host.contains(":") ? "[\(peer.host)]" : peer.host):5000"
        }
        guard !ranges.isEmpty, IPAddress(peer.host) != nil, !ranges.allow(peer.host) else { return nil }
        let some = ranges.prefix(Self.maximumShown).map(\.description).joined(separator: ",")
        return "\(peer.host) is none of the addresses that this node connects to: --allow-peers is \(some)"
            + (ranges.count > Self.maximumShown ? ",..." : "")
    }

    /// How many ranges a sentence repeats.
    private static let maximumShown = 8
}
