/// What a node does on its own. Everything is off by default, so that the node behaves as the tutorial's does.
public struct NodeOptions: Sendable {
    /// Whether it announces new blocks and transactions to its peers, and listens to theirs.
    public var gossips = false

    /// Seconds after which a gossiping node contacts a peer even if there is nothing new to announce.
    public var heartbeatSeconds = 5

    /// Seconds between automatic rounds of consensus; nil for none.
    public var syncIntervalSeconds: Int?

    /// Whether only chains that begin with the same block as this node's are accepted.
    public var pinsGenesis = false

    /// Whether it mines without being asked.
    public var mines = false

    /// How many seconds it then waits after each block, whoever has mined it, before it begins to search for the next;
    /// nil for none.
    public var mineIntervalSeconds: Double?

    /// Possible values of ``mineIntervalSeconds``: what people can just follow, and more than a lesson.
    public static let mineIntervals = 0.1...3600.0

    /// Whether it then also forges blocks when no transaction waits.
    public var minesEmptyBlocks = true

    /// Whether it makes peers of its peers' peers.
    public var discovers = false

    /// To which addresses it connects.
    public var allowedPeers = AllowedPeers()

    /// Whether those who have no token, although there is one, see why a peer isn't reached: that tells open ports of a
    /// network from closed ones.
    public var tellsStrangersDetails = true

    /// How much of everything there may be.
    public var limits = Limits()

    /// Which of the node's blocks no longer chain replaces.
    public var finality = Finality()

    /// The defaults.
    public init() {}
}
