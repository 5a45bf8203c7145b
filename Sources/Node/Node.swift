public import Chain
internal import EventLoop
public import Logging
public import Storage

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

    /// Which running node this is: another one after each start.
    public nonisolated let instance: String

    let options: NodeOptions

    /// What random choices are made of.
    var randomness: any RandomNumberGenerator & Sendable

    /// Where it listens, once it does.
    package internal(set) var port: UInt16 = 0

    let store: any Store
    let network: any PeerNetwork
    let prover: any Prover
    let clock: any WallClock
    let logger: Logger

    /// The longest valid chain seen so far.
    public internal(set) var chain: Blockchain {
        didSet { keptAnswers = nil }
    }

    /// Answers about this chain, once somebody has asked.
    var keptAnswers: CurrentAnswers?

    /// What was accepted here and is not in the chain.
    public internal(set) var pool: TransactionPool

    /// Whom to ask for chains.
    public internal(set) var peers: PeerList

    /// What is to be kept, one commit at a time.
    var writes = WriteQueue()

    /// Why the last commit failed, if it did.
    var storageFault: StorageError?

    /// Questions to the store that wait for their answers.
    var questionCount = 0

    /// Requests to mine, one forging at a time.
    var turns = Turns()

    /// The search that runs now; a longer chain cancels it.
    var search: Task<UInt64?, Never>?

    /// What it was like when it began.
    var searching: BegunSearch?

    /// What is counted: by the node, and by the server in front of it.
    var counts = NodeCounts()
    nonisolated let requestCounts = RequestCounts()

    /// Who watches what happens here.
    var watchers = EventStreams()

    /// Whether what has no moment of its own is being told, and since how many rounds of that nothing was told.
    var isTicking = false
    var quietTicks = 0
    /// The peers as those who watch know them.
    var toldPeers: [Peer] = []

    /// Since it was started.
    var uptime = Stopwatch()

    /// What it does of its own accord.
    var background = BackgroundWork()

    /// Seconds since it was started, as counted by itself: a clock that nobody sets back.
    var uptimeSeconds = 0

    /// From what uptime on a stranger that speaks makes it try the peers that are away: it may be one of them.
    var nextRetrySecond = 0

    /// Strangers that have spoken lately, by their instances, and are no reason for that.
    var knownStrangers = RecentlySeen<String>(seconds: 300, maximumCount: 64)

    /// Chains that are being fetched because somebody said that they are longer.
    var fetches: [ChainFetch] = []

    /// Nodes that may become peers.
    var candidates = Candidates()

    /// The miner while it waits for transactions.
    var idleMiner: CheckedContinuation<Void, Never>?

    /// The round of consensus that runs now, and who waits for it and for the one after it.
    var round: Task<Void, Never>?
    var rounds = Rounds()

    /// Makes a node that goes on with what `store` has kept.
    public init(
        executor: any NodeExecutor, identifier: String, kept: KeptState, peers: PeerList = PeerList(),
        store: any Store, network: any PeerNetwork, prover: any Prover, clock: any WallClock, logger: Logger,
        options: NodeOptions = NodeOptions(),
        randomness: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        var randomness = randomness
        instance = Configuration.randomIdentifier(using: &randomness)
        self.options = options
        self.randomness = randomness
        self.executor = executor
        self.identifier = identifier
        self.peers = peers
        self.store = store
        self.network = network
        self.prover = prover
        self.clock = clock
        self.logger = logger
        chain = kept.chain
        pool = TransactionPool(pending: kept.pending, lastNumber: kept.lastNumber)
    }

    /// Accepts a payment and returns the index of the block it will be in (the tutorial's `new_transaction`).
    ///
    /// It is kept by then: whatever becomes of the node and its chain, it will be in a block.
    ///
    /// - Parameter hasNewID: whether its `id` is one of `newTransactionID()`, which saves looking for it.
    public func newTransaction(
        _ transaction: Transaction, hasNewID: Bool = false
    ) async throws(AcceptanceError) -> Int {
        let accepted: AcceptedTransaction
        do throws(PoolError) {
            accepted = try pool.admit(transaction)
        } catch {
            // One that is known takes no room.
            guard let block = try await blockOfKnown(transaction) else { throw .noRoom(error) }
            return block
        }
        switch await write(.transaction(accepted, hasNewID: hasNewID)) {
        case .accepted(let block): return block
        case .idTaken: throw .idTaken
        case .failed(let error): throw .notKept(error)
        case .tooManyWaiting:
            pool.dismiss(accepted)
            throw .tooManyWaiting
        default: preconditionFailure("a transaction has no other outcome")
        }
    }

    /// Which block carries a transaction with an `id`, or will; nil if it is not known.
    private func blockOfKnown(_ transaction: Transaction) async throws(AcceptanceError) -> Int? {
        if transaction.id == nil { return nil }
        let known: [KnownTransaction?]
        do throws(StorageError) {
            known = try await store.known([transaction])
        } catch {
            throw .notKept(error)
        }
        switch known[0] {
        case .same(let record): return record.height ?? chain.lastBlock.index + 1
        case .sameID: throw .idTaken
        case nil: return nil
        }
    }

    /// Accepts payments that a node tells, be it a peer or not, as many as there is room for; returns how many of them,
    /// from the first on, are kept or were known, and how many of those are new.
    func newTransactions(
        _ transactions: [Transaction], of peer: PeerAddress? = nil
    ) async -> (kept: Int, new: Int) {
        if transactions.isEmpty { return (0, 0) }
        guard case .kept(let kept, let new) = await write(.message(transactions, of: peer)) else { return (0, 0) }
        return (kept, new)
    }

    /// An `id` for a transaction that came without one.
    func newTransactionID() -> TransactionID { TransactionID(random: &randomness) }

    /// Adds peers, all or none (the tutorial's `register_node`). Those known already are left as they are.
    public func registerNodes(_ addresses: [PeerAddress]) async throws(RegistrationError) {
        switch await write(.peers(addresses, areFound: false)) {
        case .registered: return
        case .tooManyPeers(let error): throw .tooMany(error)
        case .failed(let error): throw .notKept(error)
        case .tooManyWaiting: throw .tooManyWaiting
        default: preconditionFailure("a registration has no other outcome")
        }
    }

    /// Forgets a peer, and says whether there was one.
    public func removeNode(_ address: PeerAddress) async throws(RegistrationError) -> Bool {
        switch await write(.removal(of: address, ifFound: false)) {
        case .removed(let wasThere): return wasThere
        case .failed(let error): throw .notKept(error)
        case .tooManyWaiting: throw .tooManyWaiting
        default: preconditionFailure("a removal has no other outcome")
        }
    }
}

/// Why a transaction was not accepted.
public enum AcceptanceError: Error, Hashable, Sendable {
    /// The pool is full.
    case noRoom(PoolError)

    /// Another transaction has this `id`.
    case idTaken

    /// Too many requests wait for the disk.
    case tooManyWaiting

    /// It could not be kept.
    case notKept(StorageError)
}

/// Why peers were not registered, or one was not removed.
public enum RegistrationError: Error, Hashable, Sendable {
    /// There would be too many.
    case tooMany(PeerListError)

    /// Too many requests wait for the disk.
    case tooManyWaiting

    /// The disk did not keep it.
    case notKept(StorageError)
}
