public import Chain

/// Everything that a node starts with.
public struct KeptState: Sendable {
    /// The chain.
    public let chain: Blockchain

    /// The accepted transactions that aren't in the chain, by number.
    public let pending: [AcceptedTransaction]

    /// The highest number given to an accepted transaction, or 0.
    public let lastNumber: Int

    /// Registered peers, as `host:port`, in order of registration.
    public let peers: [String]

    /// Peers that were found among the peers of peers.
    public let foundPeers: [String]

    /// The node's name, if it has one yet.
    public let identifier: String?

    /// Makes one from its parts.
    public init(
        chain: Blockchain, pending: [AcceptedTransaction] = [], lastNumber: Int = 0, peers: [String] = [],
        foundPeers: [String] = [], identifier: String? = nil
    ) {
        self.chain = chain
        self.pending = pending
        self.lastNumber = lastNumber
        self.peers = peers
        self.foundPeers = foundPeers
        self.identifier = identifier
    }
}
