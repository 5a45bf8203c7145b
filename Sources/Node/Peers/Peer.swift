public import API
public import Chain
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

    /// The hash of the newest block of that chain, as far as known.
    public internal(set) var tip: BlockHash?

    /// When it last answered, in seconds since 1970.
    public internal(set) var lastSeen: Double?

    /// The address at which it last answered a message. Its host may be a name.
    var reachedHost: String?

    /// How many times in a row it failed to answer, or answered wrongly.
    public internal(set) var failures = 0

    /// The reason for the last failure.
    public internal(set) var fault: PeerFault?

    /// Whether that is one: a block from the future is nobody's fault.
    var isAtFault: Bool { fault.map { !$0.isNotYet } ?? false }

    /// Whether this is the node itself under another name, which doesn't count as a peer.
    public internal(set) var isItself = false

    /// The tip that it last announced itself. The weight is nil once that was checked.
    private(set) var announced: (tip: BlockHash, weight: ChainWeight?)?

    /// The weight of a chain that others have claimed in its name, until that is checked. Anyone who knows its public
    /// `instance` can do that.
    private(set) var hearsay: ChainWeight?

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

    /// The same for fetching it because of what others claim, when that was last done, and how many times in a row the
    /// peer then sent something else than an answer.
    var nextHearsaySecond = 0
    var lastHearsaySecond = -1
    var fruitlessHearsay = 0

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

    /// Whether it last answered a message from this host.
    func isReached(at host: String) -> Bool {
        reachedHost.map { $0 == host || IPAddress($0) == IPAddress(host) } ?? false
    }

    /// A tip was announced in its name: by itself, or by who knows whom.
    mutating func claimed(_ tip: BlockHash, weight: ChainWeight, byItself isItsWord: Bool) {
        if isItsWord { announced = (tip, weight) } else { hearsay = max(weight, hearsay ?? .none) }
    }

    /// What it has announced is being checked.
    mutating func lookedAtAnnouncement() { announced?.weight = nil }

    /// What others have claimed is being checked.
    mutating func lookedAtHearsay(now: Int) { (hearsay, lastHearsaySecond) = (nil, now) }

    /// Whether it has announced this tip itself.
    func hasAnnounced(_ tip: BlockHash) -> Bool { announced?.tip == tip }

    /// It doesn't answer, or is another node than before: nobody speaks for it until it has answered again.
    mutating func forgetWord() { (reachedHost, announced) = (nil, nil) }

    /// What its chain is compared with ours by, as far as known.
    var weight: ChainWeight? {
        status?.work.map { ChainWeight(work: $0) } ?? length.map { ChainWeight(length: $0) }
    }

    /// The most that its chain may weigh, by its own word.
    var possibleWeight: ChainWeight { max(weight ?? .none, announced?.weight ?? .none) }

    /// The hash of the newest block of that chain.
    var possibleTip: BlockHash? {
        if let announced, let claimed = announced.weight, claimed >= weight ?? .none { return announced.tip }
        return status?.tip
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
