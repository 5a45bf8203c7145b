public import API
public import Chain
public import HTTP
internal import Logging
public import Records

/// A node's access to the outside world.
struct NodePorts: Sendable {
    let store: any Store
    let network: any PeerNetwork
    let prover: any Prover
    let clock: any NodeClock
    let logger: Logger

    /// Counts of the server in front of the node.
    let requests = RequestCounts()
}

/// How a node talks to its peers. Defined by the node, so that a simulated network can stand in.
public protocol PeerNetwork: Sendable {
    /// What a peer's chain has beyond ours, fetched and fully validated, or why there is none. Returns soon after
    /// cancellation.
    func chain(
        of peer: PeerAddress, beyond ours: Blockchain, _ course: FetchCourse
    ) async -> Result<PeerChain, PeerFault>

    /// The addresses to which a name leads now, with the peer's port, in the order in which they should be tried: those
    /// that may be connected to.
    func resolve(_ peer: PeerAddress) async -> [PeerAddress]

    /// A peer's newest blocks, unvalidated. Returns after some seconds, or soon after cancellation.
    func look(at peer: PeerAddress) async -> Result<PeerLook, PeerFault>

    /// What has come of peers' answers and is no whole block yet, in bytes.
    var unfinishedBytes: Int { get }

    /// Sends a peer a message, and returns its answer. Returns soon after cancellation.
    func send(_ message: GossipMessage, to peer: PeerAddress) async -> Result<GossipReply, PeerFault>
}

/// A peer's answer to a message, and from where it came.
public struct GossipReply: Sendable {
    /// What it answered.
    public let answer: GossipAnswer

    /// The address at which it was reached, to which its host may have been resolved.
    public let host: String

    /// Makes one from its parts.
    public init(_ answer: GossipAnswer, from host: String) {
        self.answer = answer
        self.host = host
    }
}

/// What a peer has.
public struct PeerChain: Sendable {
    /// Its status; nil for a tutorial node.
    public let status: NodeStatus?

    /// The length of its chain: the validated length, or what it says if that isn't longer than ours.
    public let length: Int

    /// Its chain, or as much of it as has come, if that is longer than ours.
    public let longer: Blockchain?

    /// Why the rest of it is missing; nil for a whole chain.
    public let rest: PeerFault?

    /// What its chain is compared with ours by, as far as it was validated or it says.
    var weight: ChainWeight {
        longer?.weight ?? status?.work.map { ChainWeight(work: $0) } ?? ChainWeight(length: length)
    }

    /// Makes one from its parts.
    public init(status: NodeStatus?, length: Int, longer: Blockchain?, withoutRest rest: PeerFault? = nil) {
        self.status = status
        self.length = length
        self.longer = longer
        self.rest = rest
    }
}

/// How a node finds proofs.
public protocol Prover: Sendable {
    /// The smallest proof (the tutorial's `proof_of_work`); nil when cancelled.
    func smallestProof(for work: ProofOfWork) async -> UInt64?

    /// A nonce that solves a ledger's next block; nil when cancelled.
    func nonce(for template: BlockTemplate) async -> UInt128?

    /// How many guesses it has made so far, in all its searches, including those in progress.
    var guessCount: UInt64 { get }

    /// The name of the code with which it searches, for people.
    var kernelName: String { get }
}

/// How a node knows the time.
public protocol NodeClock: Sendable {
    /// Seconds since 1970, for the timestamps of blocks. May be adjusted.
    var secondsSince1970: Double { get }

    /// Time since some moment before the node was made; monotonic.
    var now: Duration { get }

    /// Returns after this many seconds, or soon after cancellation.
    func sleep(seconds: Double) async
}

extension Duration {
    /// As a number of seconds.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

/// How a node stores its data. Defined by the node, so that a simulated disk can stand in.
public protocol Store: Sendable {
    /// Stores the changes, in order, all or none; returns once nothing can undo them.
    func commit(_ changes: [Change]) async throws(StorageError)

    /// What is known of each of these transactions; nothing is known of those without an `id`.
    func known(_ transactions: [Transaction]) async throws(StorageError) -> [KnownTransaction?]

    /// What is known of an `id`: the transaction in the chain, or else the first one accepted.
    func record(of id: TransactionID) async throws(StorageError) -> TransactionRecord?

    /// The transactions with an `id` in a chain's blocks above a height, and what is known of each, up to the first
    /// duplicate in the chain.
    ///
    /// - Parameter height: up to here the chain is the stored one.
    func identified(in chain: Blockchain, above height: Int) async throws(StorageError) -> [IncludedTransaction]

    /// The recorded inclusions of a fork's two branches above a height.
    ///
    /// - Parameter height: up to here the new chain is the stored one.
    func inclusions(in new: Blockchain, above height: Int) async throws(StorageError) -> BranchInclusions

    /// The accepted transactions with these numbers, in that order.
    func accepted(_ numbers: [Int]) async throws(StorageError) -> [AcceptedTransaction]

    /// The height of the chain's block with this hash, if there is one.
    func height(of block: BlockHash) async throws(StorageError) -> Int?

    /// Transactions of the chain whose sender or recipient is `address`: at most `limit`, starting with number `from`,
    /// counted from 1, and at most `textBytes` of texts unless one alone is longer.
    func history(of address: String, from: Int, limit: Int, textBytes: Int) async throws(StorageError) -> History

    /// Remembered branches that fell out of the chain, newest first: at most `limit`, starting with number `from`,
    /// counted from 1, with so many payments of each looked up, and at most `textBytes` of texts unless one branch
    /// alone has more.
    func fallenBranches(
        from: Int, limit: Int, payments: Int, textBytes: Int
    ) async throws(StorageError) -> FallenBranches

    /// The remembered block with this hash, with so many of its payments looked up.
    func fallenBlock(_ hash: BlockHash, payments: Int) async throws(StorageError) -> FoundFallenBlock?
}
