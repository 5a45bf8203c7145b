internal import CLibEvent
public import EventLoop

/// An HTTP/1.1 server on an event loop: libevent's evhttp behind one callback, with limits on everything.
///
/// `HTTP.md` in this target lists every place where evhttp is worked around, and why.
///
/// `Server+Connections.swift` has what happens to a connection, `Server+Exchanges.swift` to a request.
@safe public actor Server {
    /// The loop that the server and its handler run on.
    public nonisolated let loop: EventLoop

    /// The loop is the executor.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe loop.asUnownedSerialExecutor()
    }

    let limits: ServerLimits
    let respond: @Sendable (Request, inout Int?) -> Outcome
    let observer: (any ServerObserver)?

    /// libevent's server, while it listens.
    private var http: OpaquePointer?
    var listener: Listener?

    var connections: [Int: Connection] = [:] {
        didSet { observer?.noteConnections(connections.count) }
    }
    var connectionsByPointer: [OpaquePointer: Connection] = unsafe [:]

    /// Accepted in this turn of the loop; libevent's own connection object is found at the end of the turn.
    var newcomers: [Connection] = []
    var adoption: EventSource?

    /// Connections in whose output lies an error page of libevent's, to be rewritten.
    var pendingErrorPages: [Int] = []
    var rewriting: EventSource?

    /// Connections with a stream to which something was added.
    var waitingStreams: Set<Int> = []
    var streaming: EventSource?
    var lastStreaming = ContinuousClock.now

    /// Sockets of refused clients, by descriptor.
    var lingering: [Int32: LingeringSocket] = [:]

    /// Once a second.
    private var clock: EventSource?
    var tick = 0
    var date = DateHeader()

    /// Where answers are put together, one at a time.
    var answer: [UInt8] = []

    private var identifiers = 0

    /// Set once by ``shutDown(grace:)``.
    private(set) var isDraining = false

    /// Given once nothing is being answered any more, or the grace is over.
    private var drained: OneShot<Void>?

    /// Makes a server whose requests `handler` answers, on `loop`'s thread.
    public init(loop: EventLoop, limits: ServerLimits = ServerLimits(), handler: @escaping Handler) {
        self.init(loop: loop, limits: limits, observer: nil) { request, _ in handler(request) }
    }

    /// Makes a server whose requests `router` answers, on `loop`'s thread, and that tells `observer` of them.
    public init(
        loop: EventLoop, limits: ServerLimits = ServerLimits(), router: Router, observer: (any ServerObserver)? = nil
    ) {
        self.init(loop: loop, limits: limits, observer: observer) { router.handle($0, noting: &$1) }
        observer?.noteRoutes(router.paths)
    }

    private init(
        loop: EventLoop, limits: ServerLimits, observer: (any ServerObserver)?,
        respond: @escaping @Sendable (Request, inout Int?) -> Outcome
    ) {
        self.loop = loop
        self.limits = limits
        self.observer = observer
        self.respond = respond
        unsafe http = nil
    }

    /// As `assumeIsolated`, for libevent's callbacks: it asks only whether this is the loop's thread. `assumeIsolated`
    /// looks for a current task first, which costs as much as parsing a request, and in a callback there isn't one.
    nonisolated func enter<Result>(_ operation: (isolated Server) -> Result) -> Result {
        loop.preconditionOwned()
        typealias Isolated = (isolated Server) -> Result
        typealias Entered = (Server) -> Result
        return withoutActuallyEscaping(operation) { (operation: @escaping Isolated) in
            // Isolation doesn't change how a function is called; the standard library's own does the same. A test fails
            // when that changes.
            unsafe unsafeBitCast(operation, to: Entered.self)(self)
        }
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
    /// Listens on `host` (an address, or a name of this machine) and `port` (0 lets the system pick), and
    /// returns the port.
    public func listen(host: String, port: UInt16) throws(EventLoopError) -> UInt16 {
        unsafe precondition(http == nil, "a server listens once")
        let listener = try Listener(loop: loop, host: host, port: port, limits: limits)
        guard let http = unsafe evhttp_new(loop.base) else {
            listener.close()
            throw EventLoopError("no memory for a server")
        }
        unsafe configure(http)
        unsafe setCallbacks(of: http)
        unsafe listener.attach(to: http)
        unsafe self.http = unsafe http
        self.listener = listener
        adoption = source { $0.adoptNewcomers() }
        rewriting = source { $0.rewriteErrorPages() }
        streaming = source { $0.sendStreams() }
        clock = source { $0.everySecond() }
        clock?.arm(after: .seconds(1))
        return listener.port
    }

    private func source(_ action: @escaping @Sendable (isolated Server) -> Void) -> EventSource {
        .timer(on: loop) { [unowned self] in assumeIsolated(action) }
    }

    private func configure(_ http: OpaquePointer) {
        unsafe evhttp_set_max_headers_size(http, limits.headBytes)
        unsafe evhttp_set_max_body_size(http, limits.bodyBytes)
        unsafe evhttp_set_timeout(http, Int32(limits.stallSeconds))
        unsafe evhttp_set_allowed_methods(http, Method.allCommands)
    }

    private func setCallbacks(of http: OpaquePointer) {
        // Released by shutDown: until then libevent may call, whoever else has dropped this actor.
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
        lingering = lingering.filter { $0.value.deadline > tick }
        keepRoom()
        clock?.arm(after: .seconds(1))
    }
}

// MARK: - Shutdown

extension Server {
    /// Stops accepting, cancels what is being worked on, lets answers go out for at most `grace`, then
    /// closes every connection.
    public func shutDown(grace: Duration) async {
        guard unsafe http != nil, !isDraining else { return }
        isDraining = true
        listener?.close()
        listener = nil
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
        rewriting = nil
        streaming = nil
        lingering = [:]
        unsafe Unmanaged.passUnretained(self).release()
    }

    private var hasExchanges: Bool { connections.values.contains { $0.exchange != nil } }

    /// Called after each answer and each closed connection.
    func noteProgress() {
        if !hasExchanges { drained?.resolve(()) }
    }
}
