internal import Chain
public import EventLoop
internal import Explorer
public import HTTP
public import Logging
internal import Node
internal import Service
internal import Storage

/// Nodes with names behind one server; see the target's documentation.
public actor Classroom {
    /// The loop of all.
    public nonisolated let loop: EventLoop

    /// The loop is the executor.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// What it is to have.
    nonisolated let plan: ClassroomPlan

    /// What whoever may change the class has to bring, unless they sit at this machine.
    nonisolated let token: BearerToken

    private let logger: Logger

    /// The nodes, in the plan's order.
    private(set) var rooms: [Room]

    private var server: Server?
    private(set) var port: UInt16 = 0
    private var isResetting = false

    /// Whether the nodes end, and the next ones aren't there yet.
    private(set) var isClosed = false

    /// What was last told of each node's newest blocks.
    var lastBlocks: [String: (tip: String, text: CanonicalText)] = [:]

    /// A node and where it listens.
    struct Room {
        let name: String
        let service: NodeService
        var port: UInt16 = 0

        /// What answers its requests.
        var router: Router { service.router }
    }

    /// Makes the nodes, which continue with what they have kept.
    ///
    /// - Parameter token: the teacher's.
    public init(_ plan: ClassroomPlan, token: BearerToken, on loop: EventLoop, logger: Logger) throws(ClassroomError) {
        (self.plan, self.token, self.loop, self.logger) = (plan, token, loop, logger)
        var rooms: [Room] = []
        for place in plan.names.indices { rooms.append(try Self.room(place, plan, loop, logger)) }
        self.rooms = rooms
    }

    private static func room(
        _ place: Int, _ plan: ClassroomPlan, _ loop: EventLoop, _ logger: Logger
    ) throws(ClassroomError) -> Room {
        var logger = logger
        logger[metadataKey: "node"] = "\(plan.names[place])"
        do throws(NodeServiceError) {
            return Room(
                name: plan.names[place],
                service: try NodeService(plan.configuration(of: place), on: loop, logger: logger))
        } catch {
            throw .service(error)
        }
    }

    // MARK: Lifecycle

    /// Listens, makes all nodes peers of each other, and returns where people find it.
    public func start() async throws(ClassroomError) -> ClassroomReach {
        var limits = plan.common.options.limits
        OpenFileLimit.bound(&limits, by: OpenFileLimit.current)
        let server = Server(
            loop: loop, limits: limits.server, trusting: plan.common.trustedProxies, router: frontRouter())
        self.server = server
        let hosts = plan.common.listeningHosts
        do throws(EventLoopError) {
            port = try await server.listen(on: hosts, port: plan.common.port)
            for place in rooms.indices {
                rooms[place].port = try await server.listen(on: hosts, port: plan.port(of: place))
            }
        } catch {
            throw .loop(error)
        }
        await begin()
        return ClassroomReach(
            port: port, addresses: plan.addresses(port: port), nodes: rooms.map { ($0.name, $0.port) })
    }

    private func begin() async {
        for room in rooms { await room.service.start(behind: room.port) }
        for (one, other) in Self.pairs(rooms.count) { _ = try? await set(one, other, areJoined: true) }
    }

    /// Ends all nodes, closes every connection, and what the nodes keep.
    public func stop() async {
        for room in rooms { await room.service.stopBehind() }
        await server?.shutDown(grace: Self.grace)
        for room in rooms { room.service.close() }
    }

    /// How long answers in progress may take at the end.
    private static let grace = Duration.milliseconds(500)

    /// Begins anew: every node with its first block only, no payment waiting, and all of them joined.
    ///
    /// All end before the first begins, for one that goes on would give the others its chain.
    func reset() async throws(ClassroomError) {
        guard !isResetting else { throw .busy }
        isResetting = true
        isClosed = true
        defer { (isResetting, isClosed) = (false, false) }
        for room in rooms { await room.service.stopBehind() }
        for room in rooms { room.service.close() }
        for place in rooms.indices {
            if let directory = plan.configuration(of: place).dataDirectory {
                do throws(OpenError) {
                    _ = try Reset.run(directory: directory)
                } catch {
                    throw .service(.notOpened(error))
                }
            }
            var room = try Self.room(place, plan, loop, logger)
            room.port = rooms[place].port
            rooms[place] = room
        }
        lastBlocks = [:]
        isClosed = false
        await begin()
        logger.notice("the class begins anew")
    }

    // MARK: Cables

    /// Each two of so many.
    static func pairs(_ count: Int) -> [(Int, Int)] {
        (0..<count).flatMap { one in (one + 1..<count).map { (one, $0) } }
    }

    /// The place of a node; nil if there is none of this name.
    func place(of name: String) -> Int? { rooms.firstIndex { $0.name == name } }

    /// Where another node finds one.
    private func address(of place: Int) -> PeerAddress? {
        try? PeerAddress(host: plan.peerHost, port: rooms[place].port)
    }

    /// Whether each of two nodes has the other as a peer.
    func areJoined(_ one: Int, _ other: Int) -> Bool {
        knows(one, other) && knows(other, one)
    }

    private func knows(_ one: Int, _ other: Int) -> Bool {
        guard let address = address(of: other) else { return false }
        return rooms[one].service.node.assumeIsolated { $0.state.peers.addresses.contains(address) }
    }

    /// Makes two nodes peers of each other, or no peers any more.
    func set(_ one: Int, _ other: Int, areJoined: Bool) async throws(RegistrationError) {
        for (one, other) in [(one, other), (other, one)] {
            guard let address = address(of: other) else { continue }
            let node = rooms[one].service.node
            if areJoined {
                try await node.registerNodes([address])
            } else {
                _ = try await node.removeNode(address)
            }
        }
    }
}
