public import Chain
internal import HTTP

/// What a node tells another of its own accord: its tip, and transactions that wait for a block.
public struct GossipMessage: Sendable {
    /// How many transactions one message has at most: looking at them takes the receiver some milliseconds.
    public static let maximumTransactions = 500

    /// How many bytes of transactions one message has at most, unless one alone is longer.
    public static let maximumBytes = 64 * 1024

    /// How long a transaction may be that travels: with what a sender says of itself it is a body that servers take.
    /// Clients may post a longer one, whose text grows by its escapes. It waits for a block where it was posted.
    public static let maximumTransactionBytes = ServerLimits().bodyBytes - 4096

    /// What the sender says of itself.
    public let status: NodeStatus

    /// Transactions that wait for a block, in the order they are to be kept.
    public let transactions: [Transaction]

    /// Whether the sender wants to know of peers.
    public let wantsPeers: Bool

    /// Puts them together.
    public init(status: NodeStatus, transactions: [Transaction], wantsPeers: Bool) {
        self.status = status
        self.transactions = transactions
        self.wantsPeers = wantsPeers
    }
}

/// What a node answers to a ``GossipMessage``.
public struct GossipAnswer: Sendable {
    /// How many peers one answer names at most.
    public static let maximumPeers = 16

    /// What the receiver says of itself.
    public let status: NodeStatus

    /// How many of the message's transactions, from the first on, the receiver keeps or knows. The sender goes on
    /// behind them.
    public let kept: Int

    /// Some of the receiver's peers, if they were wanted.
    public let peers: [PeerAddress]

    /// Puts them together.
    public init(status: NodeStatus, kept: Int, peers: [PeerAddress] = []) {
        self.status = status
        self.kept = kept
        self.peers = peers
    }
}
