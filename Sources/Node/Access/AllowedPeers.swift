public import HTTP
public import Wording

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
    public func refusal(of peer: PeerAddress) -> Statement? {
        if peer.isSecure {
            let example = Origin.text(host: peer.host, port: 5000)
            return Statement(.peerSecure, ["example": .text(example), "peer": .text("\(peer)")])
        }
        guard !ranges.isEmpty, IPAddress(peer.host) != nil, !ranges.allow(peer.host) else { return nil }
        let some = ranges.prefix(Self.maximumShown).map(\.description).joined(separator: ",")
        let more = ranges.count > Self.maximumShown ? ",..." : ""
        return Statement(.peerNotAllowed, ["host": .text(peer.host), "ranges": .text(some + more)])
    }

    /// How many ranges a sentence repeats.
    private static let maximumShown = 8
}
