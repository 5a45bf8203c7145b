public import API
public import Chain
public import HTTP
internal import Logging
public import Storage

/// The world as a node reaches it.
struct NodePorts: Sendable {
    let store: any Store
    let network: any PeerNetwork
    let prover: any Prover
    let clock: any NodeClock
    let logger: Logger

    /// What the server in front of the node counts.
    let requests = RequestCounts()
}

/// How a node speaks to its peers. Owned by the node, so that a simulated network can stand in.
public protocol PeerNetwork: Sendable {
    /// What a peer's chain has beyond ours, fetched and validated in full, or why there is none. Returns soon when
    /// cancelled.
    func chain(of peer: PeerAddress, beyond ours: Blockchain) async -> Result<PeerChain, PeerFault>

    /// Sends a peer a message, and gives its answer. Returns soon when cancelled.
    func send(_ message: GossipMessage, to peer: PeerAddress) async -> Result<GossipAnswer, PeerFault>
}

/// What a peer has.
public struct PeerChain: Sendable {
    /// What it says of itself; nil for a tutorial node.
    public let status: NodeStatus?

    /// How long its chain is: what was validated, or what it says if that isn't longer than ours.
    public let length: Int

    /// Its chain, if that is longer than ours.
    public let longer: Blockchain?

    /// Puts the three together.
    public init(status: NodeStatus?, length: Int, longer: Blockchain?) {
        self.status = status
        self.length = length
        self.longer = longer
    }
}

/// How a node finds proofs.
public protocol Prover: Sendable {
    /// The smallest proof (the tutorial's `proof_of_work`); nil when cancelled.
    func smallestProof(for work: ProofOfWork) async -> UInt64?

    /// How many guesses it has made so far, in all its searches, also the one that runs.
    var guessCount: UInt64 { get }
}

/// How a node knows the time.
public protocol NodeClock: Sendable {
    /// Seconds since 1970, for the timestamps of blocks. Somebody may set it.
    var secondsSince1970: Double { get }

    /// Time since some moment before the node was made. It only grows, and nobody sets it.
    var now: Duration { get }

    /// Returns after so many seconds, or soon when cancelled.
    func sleep(seconds: Double) async
}

extension Duration {
    /// As a number of seconds.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

/// How a node keeps things. Owned by the node, so that a simulated disk can stand in.
public protocol Store: Sendable {
    /// Keeps the changes, in order, all or none; returns when nothing can undo them.
    func commit(_ changes: [Change]) async throws(StorageError)

    /// What is known of transactions, one for each; those without an `id` are never known.
    func known(_ transactions: [Transaction]) async throws(StorageError) -> [KnownTransaction?]

    /// What is known of an `id`: the transaction that is in the chain, or else the first that was accepted.
    func record(of id: TransactionID) async throws(StorageError) -> TransactionRecord?

    /// The transactions with an `id` in a chain's blocks above a height, and what is known of each; up to the first
    /// that the chain includes twice.
    ///
    /// - Parameter height: the height up to which the chain is the kept one.
    func identified(in chain: Blockchain, above height: Int) async throws(StorageError) -> [IncludedTransaction]

    /// What is recorded of the two branches above a fork.
    ///
    /// - Parameter height: the height up to which the new chain is the kept one.
    func inclusions(in new: Blockchain, above height: Int) async throws(StorageError) -> BranchInclusions

    /// The accepted transactions with these numbers, in their order.
    func accepted(_ numbers: [Int]) async throws(StorageError) -> [AcceptedTransaction]

    /// The height of the chain's block with this hash, if there is one.
    func height(of block: BlockHash) async throws(StorageError) -> Int?

    /// Transactions of the chain whose sender or recipient is `address`: at most `limit`, from the one at `from` on,
    /// which counts from 1, and at most `textBytes` of texts unless one alone is longer.
    func history(of address: String, from: Int, limit: Int, textBytes: Int) async throws(StorageError) -> History
}
