internal import API
public import HTTP

/// Every limit of a node. ``Limit/all`` says of each how it is set, its unit, its possible values and its reason.
public struct Limits: Sendable {
    /// Of the HTTP server.
    public var server = ServerLimits()

    /// Of the HTTP client, with which the node asks its peers.
    public var client = ClientLimits()

    /// Of the chain and its blocks.
    public var chain = ChainLimits()

    /// Of requests' bodies.
    public var bodies = BodyLimits()

    /// Of pending transactions.
    public var mempool = MempoolLimits()

    /// Of what is read away from the loop.
    public var longBodies = LongBodyLimits()

    /// Of what miners outside the node search for.
    public var work = WorkLimits()

    /// Of requests that wait.
    public var waiting = WaitingLimits()

    /// Of lists that are made anew when the chain changes.
    public var lists = ListLimits()

    /// Of clients that watch.
    public var events = EventLimits()

    /// Of peers, and of nodes that aren't.
    public var peers = PeerLimits()

    /// Of what is fetched from peers.
    public var fetches = FetchLimits()

    /// The defaults.
    public init() {}
}

/// The largest bodies by route, in bytes; others have what the server takes.
public struct BodyLimits: Sendable {
    /// Of a payment, and of its text in a block.
    public var paymentBytes = GossipMessage.maximumBytes

    /// Of a list of peers to register.
    public var registrationBytes = 64 << 10

    /// Of an announcement.
    public var gossipBytes = 2 * GossipMessage.maximumBytes

    /// Of a block to explain.
    public var explanationBytes = 1 << 20

    /// Of work that was done: a proof, and the name of who is paid.
    public var workBytes = 4 << 10
}

/// How much is kept of what miners outside the node search for, on a ledger.
public struct WorkLimits: Sendable {
    /// How many blocks that pay different addresses, or were made at different times. Each takes about a kilobyte. When
    /// they are that many, the oldest of the client that has most goes.
    public var blocks = 1024

    /// Of how many choices of payments they are: each may keep a whole block of payments that don't wait any more.
    public var choices = 32

    /// After how many seconds work is to be asked for anew, although nothing has happened: a block's timestamp should
    /// be near the time when it is found.
    public var seconds = 600

    /// The defaults.
    public init() {}
}

/// How long lists are that are made anew when the chain changes.
public struct ListLimits: Sendable {
    /// How many of a ledger's accounts are listed, richest first: each takes some 50 bytes, and nobody reads further.
    public var accounts = 10_000

    /// The defaults.
    public init() {}
}

/// How many requests may wait, and for what.
public struct WaitingLimits: Sendable {
    /// For their turn to mine. When they are that many, a newcomer takes the place of one of the client that has most.
    public var miners = 512

    /// For rounds of consensus: a share of the server's connections, to leave room for others.
    public var rounds = 256

    /// For the disk, to be committed, including those of clients who have left: a few batches of a server's
    /// connections. Clients' transactions also take some of the mempool's bytes.
    public var changes = 4096

    /// How many bytes of other nodes' transactions may wait for the disk: several messages of the usual length from
    /// each of many peers.
    public var changeBytes = 32 << 20

    /// For what the store has: a history may read several megabytes, and two are read at a time. As many others may
    /// wait for the list of a ledger's accounts.
    public var questions = 64
}

/// What clients that watch may cost.
public struct EventLimits: Sendable {
    /// How many watch: each event is sent to all of them.
    public var clients = 512

    /// How many bytes of events are kept for those that read slowly: about a thousand events.
    public var clientBytes = 256 << 10

    /// How many events may be postponed: what happens in the second or so that reading the longest blocks takes.
    public var postponed = 1024
}

/// How many peers there may be, and what nodes that aren't peers may cause.
public struct PeerLimits: Sendable {
    /// How many peers: in a round of consensus, each takes a connection and a chain in memory.
    public var count = 128

    /// How many of them may be found rather than registered: enough to hold a large network together.
    public var found = 16

    /// How many of those may be of one network, or of one private address: an eighth, so that nobody has most of them
    /// who doesn't have many networks.
    public var foundOfNetwork = 2

    /// How many contacts one speaker may cause in a minute that bring nothing: one for each usual heartbeat.
    public var strangerContacts = 12

    /// To how many of its ports: some nodes on one machine. With as many a minute, trying all ports takes eleven days.
    public var strangerPorts = 4

    /// How many speakers are remembered: more than reach a node by chance in a minute. Of more, the one whose minute
    /// began first is forgotten.
    public var strangers = 1024

    /// The defaults.
    public init() {}
}

/// What fetching chains from peers may cost.
public struct FetchLimits: Sendable {
    /// In how many seconds a round of consensus has a peer's answer; in how many enough has to come of one that nobody
    /// waits for.
    public var seconds = 10

    /// How many bytes a second are enough. A modem brings more.
    public var leastBytesPerSecond = 4 << 10

    /// How many seconds a fetch that nobody waits for may take in all. The next one goes on behind it.
    public var longestSeconds = 3600

    /// How many bytes of each answer may wait while as many are being handed over to be validated, besides the budget.
    public var unreadBytes = 256 << 10

    /// How many bytes of all answers may be unfinished: two blocks of the longest, and some parts.
    public var unfinishedBytes = 64 << 20

    /// How many bytes every answer may hold, whatever the others hold: what nearly every answer comes to.
    public var ownBytes = 256 << 10

    /// How many fetches from peers begin within a second: one is enough, unless its peer is slow or lies.
    public var atOnce = 4

    /// How many may be under way from nodes that aren't peers.
    public var ofStrangers = 2

    /// The defaults.
    public init() {}
}
