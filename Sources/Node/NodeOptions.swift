/// What a node does of its own accord. All of it is off unless asked for, so that it behaves as the tutorial's does.
public struct NodeOptions: Sendable {
    /// Whether it tells its peers of new blocks and transactions, and listens to theirs.
    public var gossips = false

    /// Seconds after which a gossiping node speaks to a peer though it has nothing new to tell.
    public var heartbeatSeconds = 5

    /// Seconds between rounds of consensus that nobody asked for; nil for none.
    public var syncIntervalSeconds: Int?

    /// Whether only chains are taken that begin with the same block as this node's.
    public var pinsGenesis = false

    /// Whether it mines without being asked.
    public var mines = false

    /// Whether it then forges blocks though no transaction waits.
    public var minesEmptyBlocks = true

    /// Whether it makes peers of its peers' peers.
    public var discovers = false

    /// The defaults.
    public init() {}
}
