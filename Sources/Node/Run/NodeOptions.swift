/// What a node does by itself. All of it is off unless asked for, so that the node behaves as the tutorial's does.
public struct NodeOptions: Sendable {
    /// Whether it announces new blocks and transactions to its peers, and listens to theirs.
    public var gossips = false

    /// Seconds after which a gossiping node speaks to a peer though it has nothing new to announce.
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
