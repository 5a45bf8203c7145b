internal import Chain
internal import Cryptography
public import EventLoop
internal import Glibc
package import HTTP
public import Logging
internal import Mining
public import Node
internal import Records
public import Storage
public import Wording

/// A node with its server, wired together on one loop.
public struct NodeService: Sendable {
    /// How long answers in progress may take to be sent when the service stops. A process has a second to end.
    static let shutDownGrace = Duration.milliseconds(500)

    /// How long it takes until it is looked again whether a node has stored everything.
    private static let settlingPause = Duration.milliseconds(5)

    /// The node.
    public let node: Node

    /// What answers its requests, also for a server of several nodes.
    package let router: Router

    private let server: Server
    private let store: ChainStore
    private let configuration: Configuration

    /// Makes a service that continues with the stored data; it starts to listen with ``start()``.
    ///
    /// Reading the data blocks the calling thread: seconds for a chain of millions of blocks.
    ///
    /// - Parameter migrating: told how many blocks of an earlier version's directory are brought up to date, and of how
    ///   many.
    public init(
        _ configuration: Configuration, on loop: EventLoop, logger: Logger,
        migrating: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(NodeServiceError) {
        let ed25519: Ed25519
        do throws(CryptographyError) {
            ed25519 = try Ed25519()
        } catch {
            throw .key(Statement(.importSaid, ["problem": .statement(error.statement)]))
        }
        let rules: Rules
        let store: ChainStore
        do throws(OpenError) {
            rules = try configuration.rules(checking: ed25519)
            store =
                if let directory = configuration.dataDirectory {
                    try ChainStore(directory: directory, rules: rules, migrating: migrating)
                } else {
                    try ChainStore(inMemoryBy: rules)
                }
        } catch {
            throw .notOpened(error)
        }
        do throws(NodeServiceError) {
            try self.init(configuration, rules, continuing: store, ed25519, on: loop, logger)
        } catch {
            store.close()
            throw error
        }
    }

    private init(
        _ configuration: Configuration, _ rules: Rules, continuing store: ChainStore, _ ed25519: Ed25519,
        on loop: EventLoop, _ logger: Logger
    ) throws(NodeServiceError) {
        let (kept, identifier) = try Self.loaded(store, configuration, rules, ed25519)
        if let fault = configuration.options.finality.contradiction(of: kept.chain) {
            throw .checkpoint(fault, directory: configuration.dataDirectory)
        }
        let miner = Miner(threads: configuration.minerThreads, kernel: Self.kernel(configuration))
        var options = configuration.options
        options.tellsStrangersDetails = configuration.token == nil
        OpenFileLimit.bound(&options.limits, by: OpenFileLimit.current)
        let node = Node(
            executor: loop, identifier: identifier, kept: kept,
            peers: try Self.peers(configuration.peers, kept, options.limits.peers, logger), store: store,
            network: HTTPPeers(
                client: Client(loop: loop, allowing: options.allowedPeers.ranges), limits: options.limits),
            prover: miner, clock: SystemClock(loop: loop), logger: logger, options: options)
        if rules.ledger?.network == .practice {
            logger.notice(
                """
                this ledger is the practice network, whose money is worth nothing: everybody has it, and its blocks \
                are easy to find. forgechain genesis makes a network of one's own
                """)
        }
        logger.info(
            "searching for proofs",
            metadata: ["kernel": "\(miner.kernelName)", "threads": "\(miner.threads)"])
        self.node = node
        self.store = store
        self.configuration = configuration
        router = Routes.router(for: node, access: Self.access(configuration))
        server = Server(
            loop: loop, limits: options.limits.server, trusting: configuration.trustedProxies, router: router,
            observer: node.requestCounts)
    }

    /// Listens, and returns what there is to say of it.
    @discardableResult
    public func start() async throws(EventLoopError) -> Greeting {
        let hosts = configuration.listeningHosts
        let port = try await server.listen(on: hosts, port: configuration.port)
        var readOnlyPort = configuration.readOnlyPort
        if let wanted = readOnlyPort { readOnlyPort = try await server.listen(on: hosts, port: wanted) }
        await start(behind: port)
        let reach = Reach(
            hosts: hosts, port: port, readOnlyPort: readOnlyPort, hasToken: configuration.token != nil)
        let figures = await node.figures
        return Greeting(
            identifier: node.identifier, reach: reach, directory: configuration.dataDirectory, length: figures.length,
            tip: figures.tip.description, rules: figures.rules.set.name,
            difficulty: configuration.isLedger ? nil : figures.rules.difficulty.hexZeros, pending: figures.pending,
            peers: figures.peers)
    }

    /// Begins the node's work. Its requests come to another server, which hands them to ``router``.
    ///
    /// - Parameter port: where that server listens for this node.
    package func start(behind port: UInt16) async {
        await node.start(listeningOn: port)
        await node.measureLag(of: server.loop)
    }

    /// Ends a node that another server answers for: cancels its work, ends the streams of those who watch it, and waits
    /// until nothing is about to be stored, at most as long as answers in progress may take.
    package func stopBehind() async {
        await node.cancelWork()
        await node.endEvents()
        let end = ContinuousClock.now + NodeService.shutDownGrace
        while await !node.isSettled, ContinuousClock.now < end {
            await server.loop.sleep(for: NodeService.settlingPause)
        }
    }

    /// Cancels searches and fetches, answers the requests that wait for them, and closes every connection.
    public func stop() async {
        await node.cancelWork()
        await server.shutDown(grace: NodeService.shutDownGrace)
    }

    /// Closes the store, once nothing is awaited any more. Blocks the calling thread for the last flush.
    public func close() {
        store.close()
    }

    /// Who may do what, as it is configured.
    package static func access(_ configuration: Configuration) -> Access {
        var access = Access()
        access.hosts = AllowedHosts(configuration.allowedHosts + configuration.hosts + [hostName()].compactMap(\.self))
        access.origins = AllowedOrigins(configuration.allowedOrigins)
        access.token = configuration.token
        return access
    }

    /// This machine's name, as it knows it.
    private static func hostName() -> String? {
        var name = [CChar](repeating: 0, count: Int(HOST_NAME_MAX) + 1)
        guard gethostname(&name, name.count) == 0 else { return nil }
        return String(validating: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static func kernel(_ configuration: Configuration) -> Kernel {
        guard let name = configuration.kernel else { return .fastest }
        guard let kernel = Kernel(named: name) else {
            preconditionFailure("the kernel has to be in Configuration.kernels")
        }
        return kernel
    }

    /// What is kept, and who is paid, which is kept from then on.
    private static func loaded(
        _ store: ChainStore, _ configuration: Configuration, _ rules: Rules, _ ed25519: Ed25519
    ) throws(NodeServiceError) -> (KeptState, identifier: String) {
        let kept: KeptState
        do throws(OpenError) {
            kept = try store.load(rules: rules)
        } catch {
            throw .notOpened(error)
        }
        let identifier = try identifier(configuration, kept, ed25519)
        do throws(OpenError) {
            if identifier != kept.identifier { try store.setIdentifier(identifier) }
        } catch {
            throw .notOpened(error)
        }
        return (kept, identifier)
    }

    /// Who is paid.
    private static func identifier(
        _ configuration: Configuration, _ kept: KeptState, _ ed25519: Ed25519
    ) throws(NodeServiceError) -> String {
        guard configuration.isLedger else {
            return configuration.identifier ?? kept.identifier ?? Configuration.randomIdentifier()
        }
        if let payTo = configuration.payTo { return payTo.description }
        return try NodeKey.address(in: configuration.dataDirectory, ed25519).description
    }

    /// The given peers, which must all fit, then the stored registered ones and the found ones, as far as they fit.
    private static func peers(
        _ given: [PeerAddress], _ kept: KeptState, _ limits: PeerLimits, _ logger: Logger
    ) throws(NodeServiceError) -> PeerList {
        var peers = PeerList(limits)
        do throws(PeerListError) {
            try peers.add(given)
        } catch {
            throw .peers(error)
        }
        let all = kept.peers.map { ($0, false) } + kept.foundPeers.map { ($0, true) }
        for (text, isFound) in all {
            guard let address = try? PeerAddress(text), (try? peers.add([address], areFound: isFound)) != nil else {
                logger.warning(
                    "peer left out: there are as many as may be without it, or it is no address",
                    metadata: ["peer": "\(text)"])
                continue
            }
        }
        return peers
    }
}

/// Why a node could not be made.
public enum NodeServiceError: Error, Hashable, Sendable, Stated {
    /// More peers were given than a node may have.
    case peers(PeerListError)

    /// The stored data could not be opened.
    case notOpened(OpenError)

    /// The key that is paid can't be used; one sentence.
    case key(Statement)

    /// The stored chain has another block than a checkpoint.
    case checkpoint(FinalityFault, directory: String?)

    /// One sentence.
    public var statement: Statement {
        switch self {
        case .peers(let error): error.statement
        case .notOpened(let error): error.statement
        case .key(let sentence): sentence
        case .checkpoint(let fault, let directory):
            Statement(
                .checkpointMissing,
                [
                    "place": directory.map(Statement.Value.text) ?? .statement(Statement(.placeMemory)),
                    "problem": .statement(fault.statement),
                ])
        }
    }
}

extension Miner: Prover {
    /// Any nonce; nobody counts on the smallest.
    func nonce(for template: BlockTemplate) async -> UInt128? { await nonce(for: template, from: 0) }
}

extension ChainStore: Store {}

/// The system's clock, and the loop's timers.
struct SystemClock: NodeClock {
    let loop: EventLoop

    var secondsSince1970: Double { WallClock.secondsSince1970() }

    var now: Duration {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return .seconds(now.tv_sec) + .nanoseconds(now.tv_nsec)
    }

    func sleep(seconds: Double) async {
        await loop.sleep(for: .seconds(seconds))
    }
}
