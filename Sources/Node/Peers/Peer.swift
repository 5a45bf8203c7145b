public import API
internal import Chain
public import HTTP

/// A peer, and what is known about it.
public struct Peer: Sendable {
    /// Where it listens.
    public let address: PeerAddress

    /// Whether it was found among peers of peers; otherwise it was registered.
    public internal(set) var isFound: Bool

    /// Its last status; nil before that, and always for a tutorial node.
    public internal(set) var status: NodeStatus?

    /// The length of its chain, as far as known.
    public internal(set) var length: Int?

    /// When it last answered, in seconds since 1970.
    public internal(set) var lastSeen: Double?

    /// The address at which it last answered a message. Its host may be a name.
    var reachedHost: String?

    /// How many times in a row it failed to answer, or answered wrongly.
    public internal(set) var failures = 0

    /// The reason for the last failure.
    public internal(set) var fault: PeerFault?

    /// Whether this is the node itself under another name, which doesn't count as a peer.
    public internal(set) var isItself = false

    /// What was last announced in its name. Anyone who knows its public `instance` can do that.
    private(set) var claim: Claim?

    /// A newest block that a peer is said to have.
    struct Claim: Sendable {
        let tip: BlockHash

        /// The length of the chain; nil once the claim was checked.
        fileprivate(set) var length: Int?

        /// Whether it came from where the peer answers.
        let isItsOwn: Bool
    }

    /// The uptime of this node, in seconds, at which it is contacted even if there is nothing new; while it fails, the
    /// earliest time for the next attempt.
    var nextContactSecond = 0

    /// Whether its chain was taken before.
    var hasDelivered = false

    /// Whether it was among the peers when this node was started.
    let wasKept: Bool

    /// How many times in a row fetching its chain was in vain although it had claimed a longer one.
    var fruitlessFetches = 0

    /// The earliest uptime, in seconds, at which its chain is fetched again.
    var nextFetchSecond = 0

    init(_ address: PeerAddress, isFound: Bool = false, wasKept: Bool = false) {
        self.address = address
        self.isFound = isFound
        self.wasKept = wasKept
    }

    /// Its state, in a word or two.
    public var state: State {
        if isItself { return .itself }
        if case .otherNetwork = fault { return .otherNetwork }
        if failures > 0 { return .down }
        return lastSeen == nil ? .unknown : .up
    }

    /// The possible states of a peer.
    public enum State: String, CaseIterable, Hashable, Sendable {
        /// It has not been contacted.
        case unknown
        /// It answered last time.
        case up
        /// It did not answer last time.
        case down
        /// It is a node with other parameters.
        case otherNetwork = "other network"
        /// It is this node under another name.
        case itself = "this node"
    }

    /// Whether it is at a host that it last answered a message.
    func isReached(at host: String) -> Bool { reachedHost == host }

    /// A tip was announced in its name from a host. What somebody else says may only make its chain seem longer, which
    /// asking it will show, and hides nothing that it has said itself.
    mutating func claimed(_ tip: BlockHash, length: Int, from host: String) {
        let isItsOwn = isReached(at: host)
        if isItsOwn || length > possibleLength { claim = Claim(tip: tip, length: length, isItsOwn: isItsOwn) }
    }

    /// Its claim is being checked.
    mutating func lookedAtClaim() { claim?.length = nil }

    /// Whether it has announced this tip itself.
    func hasAnnounced(_ tip: BlockHash) -> Bool { claim.map { $0.isItsOwn && $0.tip == tip } ?? false }

    /// The longest that its chain may be.
    var possibleLength: Int { max(length ?? 0, claim?.length ?? 0) }

    /// The hash of the newest block of that chain, by its own word; nil if others alone have spoken of it.
    var possibleTip: BlockHash? {
        guard let claim, let claimed = claim.length, claimed >= length ?? 0 else { return status?.tip }
        return claim.isItsOwn ? claim.tip : nil
    }

    /// After how many seconds it is tried again: soon at first, then less and less often, up to half a minute. That is
    /// the longest delay before the two sides of a split network find each other again; each attempt costs a
    /// connection.
    var backOffSeconds: Int { Self.pause(after: failures, atMost: 30) }

    /// After how many seconds its chain is fetched again.
    var fetchBackOffSeconds: Int { Self.fetchPause(after: fruitlessFetches) }

    /// After how many seconds a chain is fetched again that was so often fetched in vain, up to five minutes: a fetch
    /// costs as much as the other side chooses to send.
    static func fetchPause(after failures: Int) -> Int { pause(after: failures, atMost: 300) }

    private static func pause(after failures: Int, atMost maximum: Int) -> Int { min(1 << min(failures, 9), maximum) }
}
