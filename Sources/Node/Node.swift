package import API
public import Chain
package import HTTP
public import Logging
public import Records

/// The executor of a node: an event loop, or a simulated one.
public typealias NodeExecutor = SerialExecutor & TaskExecutor

/// A node: its chain, the transactions that wait for a block, and the peers it knows.
///
/// All of that is isolated to this actor, whose executor is the loop, and each part of it has one owner. Searching,
/// fetching and validating run elsewhere and hand back values; after each `await` the node checks its assumptions
/// again. What must be on disk before it is true is in `journal`, and `react(to:)` lists what follows from a change.
public actor Node {
    /// Runs everything that touches the node's state.
    public nonisolated let executor: any NodeExecutor

    /// The executor.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// The node's identity.
    nonisolated let identity: NodeIdentity

    /// What it does on its own.
    let options: NodeOptions

    /// The node's access to the outside world.
    nonisolated let ports: NodePorts

    /// What its payments are checked by, on a ledger.
    nonisolated let ledger: LedgerRules?

    /// The source of random choices.
    var randomness: any RandomNumberGenerator & Sendable

    /// The port it listens on, and when it started.
    private var service: Service

    // MARK: The parts

    /// What must be on disk before it is true: chain, mempool, and who the peers are.
    var journal: Journal

    /// What is known about each peer, and candidates for new ones.
    package internal(set) var peers: PeerBook

    /// Getting longer chains.
    var sync: Sync

    /// What each peer already knows.
    var relay = Relay()

    /// Whose payments' signatures are about to be checked.
    var signatures = SignatureDesk()

    /// Whose turn it is to forge a block.
    var mining: MiningDesk

    /// What miners outside the node search for.
    var workDesk: WorkDesk

    /// What a payment of a ledger should pay.
    var feeQuote = FeeQuote()

    /// The clients that watch.
    var events: EventHub

    /// Counts and times.
    var metrics = Metrics()

    /// Background tasks.
    var tasks = TaskSet()

    /// Answers that don't change, queries to the store, and where long texts are read.
    var reading: ReadingRoom

    /// Makes a node that continues with the data in `store`.
    public init(
        executor: any NodeExecutor, identifier: String, kept: KeptState, peers: PeerList = PeerList(),
        store: any Store, network: any PeerNetwork, prover: any Prover, clock: any NodeClock, logger: Logger,
        options: NodeOptions = NodeOptions(),
        randomness: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        var randomness = randomness
        identity = NodeIdentity(
            identifier: identifier, instance: NodeIdentity.randomName(using: &randomness))
        self.options = options
        self.randomness = randomness
        self.executor = executor
        ports = NodePorts(store: store, network: network, prover: prover, clock: clock, logger: logger)
        ledger = kept.chain.rules.ledger
        service = Service(start: clock.now)
        let limits = options.limits
        self.peers = PeerBook(peers, options: options)
        sync = Sync(limits)
        mining = MiningDesk(limits.waiting)
        workDesk = WorkDesk(limits.work)
        events = EventHub(limits.events)
        reading = ReadingRoom(limits)
        journal = Journal(
            NodeState(
                kept, peers: peers, identifier: identifier, limits: limits.chain, finality: options.finality,
                mempool: limits.mempool), limits.waiting)
    }

    /// The longest valid chain seen so far.
    public var chain: Blockchain { journal.state.chain }

    /// Transactions that were accepted here and aren't in the chain.
    public var mempool: Mempool { journal.state.mempool }

    /// The name paid for the blocks forged here.
    public nonisolated var identifier: String { identity.identifier }

    /// Identifies this running node, in 32 hex digits.
    public nonisolated var instance: String { identity.instance }

    /// What must be on disk before it is true, for inspection.
    package var state: NodeState { journal.state }

    /// A broken invariant in words; nil if all hold.
    package var brokenInvariant: String? {
        state.brokenInvariant ?? (peers.matches(state.peers) ? nil : "what is known of peers is of the registered ones")
    }

    /// Whether nothing is being committed or waiting to be, so that memory and disk must agree.
    package var isSettled: Bool { !journal.isServed }

    /// What the server in front of it counts.
    package nonisolated var requestCounts: any ServerObserver { ports.requests }

    /// Seconds since it was started, to the nearest one: what happens once a second sees each once.
    var uptimeSeconds: Int { Int((ports.clock.now - service.start).inSeconds.rounded()) }

    /// Full seconds since it was started.
    var fullUptimeSeconds: Int { Int((ports.clock.now - service.start).components.seconds) }

    /// What it says of itself to other nodes.
    package var status: NodeStatus {
        NodeStatus(
            instance: identity.instance, version: NodeStatus.currentVersion, rules: chain.rules.set.name,
            difficulty: chain.rules.difficulty.hexZeros, genesis: chain.blocks.hash(at: 0), length: chain.length,
            tip: chain.tipHash, port: port, gossips: options.gossips,
            work: chain.ledger?.header.work)
    }

    /// What whoever starts it is told.
    package var figures: (rules: Rules, length: Int, tip: BlockHash, pending: Int, peers: Int) {
        (chain.rules, chain.length, chain.tipHash, mempool.pending.count, peers.addresses.count)
    }

    /// Where it listens; 0 before it is started.
    package var port: UInt16 { service.port }

    // MARK: Lifecycle

    /// Begins the background work; the node now listens on `port`, which it tells others.
    public func start(listeningOn port: UInt16) {
        service = Service(port: port, start: ports.clock.now)
        tasks.start()
        if options.gossips || options.syncIntervalSeconds != nil {
            inBackground { node, _ in await node.watchPeers() }
        }
        if let seconds = options.syncIntervalSeconds {
            inBackground { node, _ in await node.resolveEvery(seconds: seconds) }
        }
        if options.mines { inBackground { node, _ in await node.mineContinuously() } }
        warn(of: chain, after: 0)
        announce()
    }

    /// Cancels all running work, so that waiting requests are answered soon, and begins no more.
    public func cancelWork() {
        tasks.stop()
        mining.interrupt()
        sync.cancelRound()
        mining.wake()
    }

    /// Checks once a second whether a peer needs contacting.
    private func watchPeers() async {
        while true {
            await ports.clock.sleep(seconds: 1)
            guard tasks.isRunning else { return }
            offerAgain()
            announce()
            fetchLonger()
            meetCandidate()
        }
    }

    private func resolveEvery(seconds: Int) async {
        while true {
            await ports.clock.sleep(seconds: Double(seconds))
            guard tasks.isRunning else { return }
            await resolveByItself()
        }
    }

    // MARK: What follows from a change

    /// Does what follows from any change, once a commit.
    func reactToCommit() {
        announce()
        if !mempool.pending.isEmpty { mining.wake() }
        if chain.ledger != nil { improveDraft() }
    }

    /// Lets every part know of what has become true.
    func react(to event: StateEvent) {
        metrics.note(event)
        switch event {
        case .accepted(let accepted, let pendingCount):
            emit(.transaction(TransactionEvent(accepted.transaction, pending: pendingCount)))
            // Numbers are assigned before the commit, so a higher one may already have been sent.
            relay.resend(from: accepted.number)
        case .received(let transactions, let peer):
            // It may have been removed in the meantime.
            if peers[peer] != nil { relay.received(transactions, from: peer, mempool) }
        case .registered(let addresses, let areFound):
            peers.add(addresses, areFound: areFound)
            emitChangedPeers()
            ports.logger.info("peers registered", metadata: ["peers": "\(peers.all.count)"])
        case .removed(let address):
            // Otherwise, removing and registering a peer by turns would put ever more messages in flight.
            if let conversation = relay.conversation(with: address) { tasks.cancel(conversation) }
            if let fetch = sync.task(fetchingFrom: address) { tasks.cancel(fetch) }
            peers.remove(address)
            relay.remove(address)
            emitChangedPeers()
            ports.logger.info("peer removed", metadata: ["peer": "\(address)"])
        case .forged(let forged):
            reading.chainChanged()
            workDesk.end()
            log(forged)
            if let ledger { metrics.ledger.noteForged(forged, by: ledger.network.parameters) }
            warn(of: chain, after: chain.textLength - forged.block.text.bytes.count)
            emitBlocks(forged.block.index - 1..<forged.block.index, by: "this node")
            // It may be the work of somebody else, and then the search in progress is for a block of the same height.
            mining.interrupt()
        case .adopted(let adopted):
            reading.chainChanged()
            workDesk.end()
            log(adopted)
            warn(of: adopted.new, after: adopted.old.textLength)
            emit(adopted)
            if let first = adopted.returned.first { relay.resend(from: first.number) }
            mining.interrupt()
        }
    }

    private func log(_ forged: ForgedBlock) {
        ports.logger.info(
            "block forged",
            metadata: [
                "index": "\(forged.block.index)", "transactions": "\(forged.transactions.count)",
                "hash": "\(forged.block.hash)",
            ])
    }

    private func log(_ adopted: AdoptedChain) {
        ports.logger.log(
            level: adopted.isExtension ? .info : .notice, "chain replaced",
            metadata: [
                "length": "\(adopted.new.length)", "was": "\(adopted.old.length)", "common": "\(adopted.commonLength)",
            ])
    }
}

/// The port of a node, and when it started.
private struct Service: Sendable {
    /// 0 before it is started.
    var port: UInt16 = 0

    /// When it was started, or before that, made; by the monotonic clock.
    let start: Duration
}

/// The identity of a node.
package struct NodeIdentity: Sendable {
    /// The name paid for the blocks forged here.
    let identifier: String

    /// Identifies the running node; different after each start.
    let instance: String

    /// 32 hex digits at random, as the tutorial makes them from a UUID.
    package static func randomName(using generator: inout some RandomNumberGenerator) -> String {
        (0..<32).map { _ in String(UInt8.random(in: 0..<16, using: &generator), radix: 16) }.joined()
    }
}
