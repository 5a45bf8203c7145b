public import Chain
public import Logging

/// What a node runs on: an event loop, or a simulated one.
public typealias NodeExecutor = SerialExecutor & TaskExecutor

/// A node: its chain, the transactions that wait for a block, and the peers it knows.
///
/// All of that is isolated to this actor, whose executor is the loop. Searching, fetching and validating run
/// elsewhere and hand back values; after each `await` the node looks again at what it had assumed.
public actor Node {
    /// Runs everything that touches the node's state.
    public nonisolated let executor: any NodeExecutor

    /// The executor.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Who is paid for the blocks forged here.
    public nonisolated let identifier: String

    let network: any PeerNetwork
    let prover: any Prover
    let clock: any WallClock
    let logger: Logger

    /// The longest valid chain seen so far.
    public internal(set) var chain: Blockchain

    /// What was accepted here, and which of it is not in the chain.
    public internal(set) var pool = TransactionPool()

    /// Whom to ask for chains.
    public internal(set) var peers: PeerList

    /// Requests to mine, one forging at a time.
    var turns = Turns()

    /// The search that runs now; a longer chain cancels it.
    var search: Task<UInt64?, Never>?

    /// The round of consensus that runs now, and who waits for it and for the one after it.
    var round: Task<Void, Never>?
    var rounds = Rounds()

    /// Makes a node whose chain is the genesis block.
    public init(
        executor: any NodeExecutor, identifier: String, difficulty: Difficulty, peers: PeerList = PeerList(),
        network: any PeerNetwork, prover: any Prover, clock: any WallClock, logger: Logger
    ) {
        self.executor = executor
        self.identifier = identifier
        self.peers = peers
        self.network = network
        self.prover = prover
        self.clock = clock
        self.logger = logger
        chain = Blockchain(difficulty: difficulty)
    }

    /// Accepts a payment and returns the index of the block it will be in (the tutorial's `new_transaction`).
    public func newTransaction(_ transaction: Transaction) throws(PoolError) -> Int {
        try pool.add(transaction)
        return chain.lastBlock.index + 1
    }

    /// Adds peers, all or none (the tutorial's `register_node`). Those known already are left as they are.
    public func registerNodes(_ addresses: [PeerAddress]) throws(PeerListError) {
        try peers.add(addresses)
        logger.info("peers registered", metadata: ["peers": "\(peers.addresses.count)"])
    }

    /// Ends what runs, so that whoever waits for it is answered soon.
    public func cancelWork() {
        search?.cancel()
        round?.cancel()
    }
}
