internal import CLibEvent
public import EventLoop
internal import Wording

/// An HTTP/1.1 server on an event loop: libevent's evhttp in one callback, with limits on everything.
///
/// `HTTP.md` in this target lists every workaround for evhttp, and why.
///
/// `Server+Connections.swift` handles connections, `Server+Exchanges.swift` requests.
@safe public actor Server {
    /// The loop that the server and its handler run on.
    public nonisolated let loop: EventLoop

    /// The loop is the executor.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe loop.asUnownedSerialExecutor()
    }

    let limits: ServerLimits
    let respond: @Sendable (Request, inout Int?) -> Outcome
    private let maximumBodyFor: @Sendable (_ path: String) -> Int?
    let observer: (any ServerObserver)?

    /// Who is believed of whom a request is.
    let trustedProxies: TrustedProxies

    /// Says how long a connection stays open without a request (RFC 2068, section 19.7.1.1): a client had better not
    /// use it at the last moment.
    let keepAlive: [UInt8]

    /// Whose pages of other sites may read answers.
    let origins: AllowedOrigins

    /// libevent's server, while it listens.
    private var http: OpaquePointer?
    var listeners: [Listener] = []

    /// The port of each call of ``listen(on:andIfPossible:port:)``.
    var ports: [UInt16] = []

    var connections: [Int: Connection] = [:] {
        didSet { observer?.noteConnections(connections.count) }
    }
    var connectionsByPointer: [OpaquePointer: Connection] = unsafe [:]

    /// Connections accepted in this turn of the loop; libevent's own connection objects are found at its end.
    var newcomers: [Connection] = []
    var adoption: EventSource?

    /// How many long answers are under way.
    var longAnswers = 0

    /// Connections whose sockets may hold more than usual, some of them closed by now; and of how many they may.
    var grown: Set<Int> = []
    let grownSockets: Int

    /// Connections that may hold bytes, how many bytes those held when that was last looked at, and how many have moved
    /// since.
    var holders: [Int] = []
    var heldBytes = 0
    var movedBytes = 0
    var weighing: EventSource?

    /// How many bytes have moved, or were kept for connections, since memory was given back to the system; and how many
    /// of them a second ago.
    var untrimmedBytes = 0
    var untrimmedBefore = 0

    /// Connections whose request is refused, which is sent at the end of this turn of the loop: libevent is reading
    /// them.
    var refused: [Int] = []
    var refusing: EventSource?

    /// Connections that send a stream.
    var streams: Set<Int> = []
    var streaming: EventSource?
    var isStreamingDue = false
    var lastStreaming = ContinuousClock.now

    /// Sockets of refused clients, by descriptor.
    var lingering: [Int32: LingeringSocket] = [:]

    /// Fires once a second.
    private var clock: EventSource?
    var tick = 0
    var date = DateHeader()

    /// The buffer in which answers are assembled, one at a time.
    var answer: [UInt8] = []

    /// The buffers in which requests are read: a piece of what arrived, and what libevent gets in its place.
    var arrivedPiece: [UInt8] = []
    var forLibevent: [UInt8] = []
    var recentHeads = RecentHeads()

    /// Descriptors that a process with a server has besides its clients' connections, if it has many: refused clients
    /// that linger, peers, files.
    private static let otherDescriptors = 1024

    private var identifiers = 0

    /// Set once by ``shutDown(grace:)``.
    private(set) var isDraining = false

    /// Resolved once nothing is being answered any more, or the grace period is over.
    private var drained: OneShot<Void>?

    /// Makes a server whose requests `handler` answers, on `loop`'s thread.
    public init(loop: EventLoop, limits: ServerLimits = ServerLimits(), handler: @escaping Handler) {
        self.init(
            loop: loop, limits: limits, proxies: TrustedProxies(), observer: nil, origins: AllowedOrigins(),
            maximumBodyFor: { _ in nil }
        ) { request, _ in
            handler(request)
        }
    }

    /// Makes a server whose requests `router` answers, on `loop`'s thread, and that reports them to `observer`.
    public init(
        loop: EventLoop, limits: ServerLimits = ServerLimits(), trusting proxies: TrustedProxies = TrustedProxies(),
        router: Router, observer: (any ServerObserver)? = nil
    ) {
        self.init(
            loop: loop, limits: limits, proxies: proxies, observer: observer, origins: router.origins,
            maximumBodyFor: { router.maximumBody(for: $0) }
        ) {
            router.handle($0, noting: &$1)
        }
        observer?.noteRoutes(router.paths)
    }

    private init(
        loop: EventLoop, limits: ServerLimits, proxies: TrustedProxies, observer: (any ServerObserver)?,
        origins: AllowedOrigins,
        maximumBodyFor: @escaping @Sendable (_ path: String) -> Int?,
        respond: @escaping @Sendable (Request, inout Int?) -> Outcome
    ) {
        self.loop = loop
        self.limits = limits
        grownSockets = Self.grownSockets(limits, largestBytes: SendBuffer.largestBytes())
        self.observer = observer
        self.origins = origins
        trustedProxies = proxies
        keepAlive = Array("Keep-Alive: timeout=\(limits.idleSeconds)\r\n".utf8)
        self.respond = respond
        self.maximumBodyFor = maximumBodyFor
        unsafe http = nil
    }

    /// Like `assumeIsolated`, for libevent's callbacks, but it checks only whether this is the loop's thread.
    /// `assumeIsolated` first looks for a current task, which costs as much as parsing a request, and a callback has no
    /// task.
    nonisolated func enter<Result>(_ operation: (isolated Server) -> Result) -> Result {
        loop.preconditionOwned()
        typealias Isolated = (isolated Server) -> Result
        typealias Entered = (Server) -> Result
        return withoutActuallyEscaping(operation) { (operation: @escaping Isolated) in
            // Isolation doesn't change how a function is called; the standard library does the same. A test fails if
            // that changes.
            unsafe unsafeBitCast(operation, to: Entered.self)(self)
        }
    }

    /// How many bytes the body of a request with this head may have.
    func maximumBody(of head: RequestHead) -> Int {
        maximumBodyFor(head.path) ?? limits.bodyBytes
    }

    /// How many connections are open.
    public var connectionCount: Int { connections.count }

    func nextIdentifier() -> Int {
        identifiers += 1
        return identifiers
    }
}

// MARK: - Start

extension Server {
    /// Listens on `host` (an address, or a name of this machine) and `port` (0 lets the system pick), and returns the
    /// port.
    public func listen(host: String, port: UInt16) throws(EventLoopError) -> UInt16 {
        try listen(on: [host], port: port)
    }

    /// Listens on all addresses of `hosts` and one port (0 lets the system pick), and returns the port.
    ///
    /// Called again, it listens on another port as well; ``Request/entrance`` tells by which of them a request came.
    ///
    /// - Parameter others: hosts that are left out where the system has no such address.
    public func listen(
        on hosts: [String], andIfPossible others: [String] = [], port: UInt16
    ) throws(EventLoopError) -> UInt16 {
        let made = try Listener.all(loop: loop, hosts: hosts, optional: others, port: port, limits: limits)
        guard let http = unsafe http ?? evhttp_new(loop.base) else {
            made.forEach { $0.close() }
            throw EventLoopError(Statement(.serverNoMemory))
        }
        if unsafe self.http == nil { unsafe begin(http) }
        for listener in made { unsafe listener.attach(to: http) }
        listeners += made
        ports.append(made[0].port)
        return made[0].port
    }

    private func begin(_ http: OpaquePointer) {
        loop.makeRecords(ofDescriptors: limits.connections + Self.otherDescriptors)
        unsafe evhttp_set_allowed_methods(http, Method.allCommands)
        unsafe setCallbacks(of: http)
        unsafe self.http = unsafe http
        adoption = source { $0.adoptNewcomers() }
        refusing = source { $0.sendRefusals() }
        weighing = source { $0.weigh() }
        streaming = source { $0.sendStreams() }
        clock = source { $0.everySecond() }
        clock?.arm(after: .seconds(1))
    }

    private func source(_ action: @escaping @Sendable (isolated Server) -> Void) -> EventSource {
        .timer(on: loop) { [unowned self] in assumeIsolated(action) }
    }

    private func setCallbacks(of http: OpaquePointer) {
        // Released by `shutDown`: until then libevent may call, even if everything else has dropped this actor.
        let context = unsafe Unmanaged.passRetained(self).toOpaque()
        unsafe evhttp_set_gencb(
            http,
            { request, context in
                let request = unsafe UncheckedTransfer(request)
                unsafe callbackOwner(context, as: Server.self).enter { unsafe $0.received(request.value) }
            }, context)
        unsafe evhttp_set_bevcb(
            http,
            { _, context in
                unsafe callbackOwner(context, as: Server.self).enter { unsafe $0.makeBuffer() }
            }, context)
    }

    private func everySecond() {
        tick += 1
        date = DateHeader()
        endOverdueConnections()
        discardFullReadAheads()
        dropSlowReaders()
        weighAgain()
        forgetClosedHolders()
        giveBackMemory()
        lingering = lingering.filter { $0.value.deadline > tick }
        keepRoom()
        clock?.arm(after: .seconds(1))
    }
}

// MARK: - Shutdown

extension Server {
    /// Stops accepting, cancels the work in progress, gives answers at most `grace` to be sent, then closes every
    /// connection.
    public func shutDown(grace: Duration) async {
        guard unsafe http != nil, !isDraining else { return }
        isDraining = true
        listeners.forEach { $0.close() }
        listeners = []
        for connection in connections.values { connection.exchange?.task?.cancel() }
        endStreams()
        if hasExchanges {
            let drained = OneShot<Void>()
            self.drained = drained
            let end = EventSource.timer(on: loop) { drained.resolve(()) }
            end.arm(after: grace)
            await drained.value
            end.disarm()
        }
        clock = nil
        adoptNewcomers()
        if let http = unsafe http { unsafe evhttp_free(http) }
        unsafe http = nil
        adoption = nil
        refusing = nil
        weighing = nil
        streaming = nil
        lingering = [:]
        unsafe Unmanaged.passUnretained(self).release()
    }

    private var hasExchanges: Bool { connections.values.contains { $0.exchange != nil } }

    /// Called after each answer and each closed connection.
    func noteProgress() {
        if let drained, !hasExchanges { drained.resolve(()) }
    }
}
