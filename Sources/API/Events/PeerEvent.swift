internal import Chain

/// A change to a peer.
public struct PeerEvent: Sendable {
    /// What can happen to a peer.
    public enum Change: String, Sendable {
        case added, removed, changed
    }

    /// `host:port`.
    public let address: String
    /// What happened, as a ``Change`` if it is a known one.
    public let change: String
    /// Its state; nil once it is removed.
    public let peer: PeerInfo?

    /// Makes one from its parts.
    public init(address: String, change: Change, peer: PeerInfo?) {
        self.address = address
        self.change = change.rawValue
        self.peer = peer
    }

    init?(_ value: JSONValue) {
        guard let address = value["address"]?.string, let change = value["change"]?.string else { return nil }
        self.address = address
        self.change = change
        peer = value["peer"].flatMap(PeerInfo.init)
    }

    var text: CanonicalText {
        .object(["address": .string(address), "change": .string(change), "peer": peer?.text ?? .null])
    }
}
