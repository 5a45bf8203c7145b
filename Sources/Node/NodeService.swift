internal import Chain
public import EventLoop
internal import Glibc
internal import HTTP
public import Logging
internal import Mining

/// A node with its server, wired together on one loop.
public struct NodeService: Sendable {
    /// How long answers under way may take to go out when the service stops. A process has a second to end.
    static let shutDownGrace = Duration.milliseconds(500)

    /// The node.
    public let node: Node

    private let server: Server
    private let configuration: Configuration

    /// Makes a service; it starts to listen with ``start()``.
    public init(_ configuration: Configuration, on loop: EventLoop, logger: Logger) throws(PeerListError) {
        guard let difficulty = Difficulty(hexZeros: configuration.difficulty) else {
            preconditionFailure("the difficulty has to be in Configuration.difficulties")
        }
        var limits = ClientLimits()
        limits.total = .seconds(configuration.peerTimeoutSeconds)
        limits.bodyBytes = configuration.maximumChainBytes
        var peers = PeerList()
        try peers.add(configuration.peers)
        let node = Node(
            executor: loop, identifier: configuration.identifier, difficulty: difficulty,
            peers: peers, network: HTTPPeers(client: Client(loop: loop), limits: limits),
            prover: configuration.minerThreads.map { Miner(threads: $0) } ?? Miner(), clock: SystemClock(),
            logger: logger)
        let router = Routes.router(for: node)
        self.node = node
        self.configuration = configuration
        var serverLimits = ServerLimits()
        serverLimits.connections = OpenFileLimit.connections(
            of: OpenFileLimit.current, atMost: serverLimits.connections)
        server = Server(loop: loop, limits: serverLimits) { router.handle($0) }
    }

    /// Listens, and returns the address, such as `http://127.0.0.1:5000`.
    public func start() async throws(EventLoopError) -> String {
        let port = try await server.listen(host: configuration.host, port: configuration.port)
        let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
        return "http://\(host):\(port)"
    }

    /// Gives up searches and fetches, answers who waits for them, and closes every connection.
    public func stop() async {
        await node.cancelWork()
        await server.shutDown(grace: NodeService.shutDownGrace)
    }
}

extension Miner: Prover {}

/// The system's clock.
struct SystemClock: WallClock {
    var secondsSince1970: Double {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }
}
