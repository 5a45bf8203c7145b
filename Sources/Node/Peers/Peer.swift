internal import Chain

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

    // MARK: Gossip

    /// What was last said of its tip in its name: which block that is, and the length of that chain until it is looked
    /// at. Whoever knows its `instance`, which is no secret, may say so.
    var hearsay: (tip: BlockHash, length: Int?)?

    /// Pending transactions up to this number are known there.
    var delivered = 0

    /// Up to which number that may be said when the message under way is answered: what has to be told since, because
    /// it was kept late, or its block fell out of the chain, or the peer has started anew, lies above it.
    var deliverable = 0

    /// The newest block that it was told of.
    var announced: BlockHash?

    /// At what uptime of this node, in seconds, it is spoken to though there is nothing new; and before which it is not
    /// while it fails.
    var nextContactSecond = 0

    /// Before what uptime, in seconds, it is sent no transactions: it had no room for them, or is another node
    /// than before.
    var nextDeliverySecond = 0

    /// How often in a row fetching its chain came to nothing though it had said that it is longer.
    var fruitlessFetches = 0

    /// Before what uptime, in seconds, its chain is not fetched again.
    var nextFetchSecond = 0

    /// Which of the node's tasks speaks to it now.
    var conversation: Int?

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
        /// It has not been spoken to.
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
}

// MARK: - What happened

extension Peer {
    /// It has said something of itself.
    mutating func noteStatus(_ status: NodeStatus, at time: Double) {
        // What a node keeps in memory only is gone when it starts again.
        if self.status?.instance != status.instance { (delivered, deliverable, announced) = (0, 0, nil) }
        self.status = status
        length = status.length
        noteAnswer(at: time)
    }

    /// Somebody has spoken in its name.
    mutating func noteHearsay(_ status: NodeStatus) {
        hearsay = (status.tip, status.length)
    }

    /// How long its chain may be.
    var possibleLength: Int { max(length ?? 0, hearsay?.length ?? 0) }

    /// It was told of a tip, and knows the transactions up to a number now.
    mutating func noteDelivery(of tip: BlockHash, upTo number: Int?) {
        announced = tip
        if let number { delivered = max(min(number, deliverable), delivered) }
    }

    /// It has answered.
    mutating func noteAnswer(at time: Double) {
        lastSeen = time
        failures = 0
        fault = nil
    }

    /// It has not, or not as it should.
    mutating func noteFailure(_ fault: PeerFault) {
        failures += 1
        self.fault = fault
    }

    /// Its chain was fetched, and came to nothing.
    mutating func noteFruitlessFetch(at second: Int) {
        fruitlessFetches += 1
        // Up to five minutes: it costs what the peer likes to send.
        nextFetchSecond = second + Self.pause(after: fruitlessFetches, atMost: 300)
    }

    /// Its chain was fetched, and is not what somebody else had said.
    mutating func noteFalseHearsay(at second: Int) {
        // Enough that whoever says so makes the node ask no more often than a second; the peer is not to blame.
        nextFetchSecond = second + 1
    }

    /// After how many seconds it is tried again: soon, then more and more seldom, up to half a minute. Two sides of a
    /// network that was cut in two find each other that late at the most, and trying costs a connection.
    var backOffSeconds: Int { Self.pause(after: failures, atMost: 30) }

    private static func pause(after failures: Int, atMost maximum: Int) -> Int { min(1 << min(failures, 9), maximum) }
}
