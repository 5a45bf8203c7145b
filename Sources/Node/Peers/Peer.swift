public import API
internal import Chain
public import HTTP

/// A peer, and what is known of it.
public struct Peer: Sendable {
    /// Where it listens.
    public let address: PeerAddress

    /// Whether it was found among the peers of peers; else somebody has registered it.
    public internal(set) var isFound: Bool

    /// What it last said of itself; nil while it has not, as a tutorial node never does.
    public internal(set) var status: NodeStatus?

    /// How long its chain is, as far as is known.
    public internal(set) var length: Int?

    /// When it last answered, in seconds since 1970.
    public internal(set) var lastSeen: Double?

    /// How often in a row it did not answer, or not as it should.
    public internal(set) var failures = 0

    /// Why not, the last time.
    public internal(set) var fault: PeerFault?

    /// Whether this is the node itself under another name, which doesn't count as a peer.
    public internal(set) var isItself = false

    /// The last tip claimed in this peer's name. Unauthenticated: anyone who knows its public `instance` can send it.
    /// The length is nil once it was looked at.
    var claimedTip: (hash: BlockHash, length: Int?)?

    /// At what uptime of this node, in seconds, it is contacted though there is nothing new; while it fails, not before
    /// that.
    var nextContactSecond = 0

    /// How often in a row fetching its chain came to nothing though it had said that it is longer.
    var fruitlessFetches = 0

    /// Before what uptime, in seconds, its chain is not fetched again.
    var nextFetchSecond = 0

    init(_ address: PeerAddress, isFound: Bool = false) {
        self.address = address
        self.isFound = isFound
    }

    /// What it is, in a word or two.
    public var state: State {
        if isItself { return .itself }
        if case .otherNetwork = fault { return .otherNetwork }
        if failures > 0 { return .down }
        return lastSeen == nil ? .unknown : .up
    }

    /// What a peer may be.
    public enum State: String, CaseIterable, Hashable, Sendable {
        /// It has not been contacted.
        case unknown
        /// It answered last time.
        case up
        /// It did not.
        case down
        /// It is a node with other parameters.
        case otherNetwork = "other network"
        /// It is this node under another name.
        case itself = "this node"
    }

    /// How long its chain may be.
    var possibleLength: Int { max(length ?? 0, claimedTip?.length ?? 0) }

    /// After how many seconds it is tried again: soon, then less and less often, up to half a minute. Two sides of a
    /// network that was cut in two find each other that late at most, and trying costs a connection.
    var backOffSeconds: Int { Self.pause(after: failures, atMost: 30) }

    /// After how many seconds its chain is fetched again, up to five minutes: a fetch costs what the peer likes to
    /// send.
    var fetchBackOffSeconds: Int { Self.pause(after: fruitlessFetches, atMost: 300) }

    private static func pause(after failures: Int, atMost maximum: Int) -> Int { min(1 << min(failures, 9), maximum) }
}
