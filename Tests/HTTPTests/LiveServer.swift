internal import EventLoop
internal import HTTP
internal import Synchronization
internal import TestSupport
internal import Testing
internal import Wording

/// A server that listens on a port picked by the system, on a loop driven by its own thread.
///
/// Its calls block, so they are for tests on their own threads.
struct LiveServer: Sendable {
    let loop: EventLoop
    let server: Server
    let port: UInt16

    /// Runs `body` on its own thread, with a server that is stopped afterwards.
    static func run(
        limits: ServerLimits = ServerLimits(), handler: @escaping Handler = Site.handler,
        _ body: @escaping @Sendable (LiveServer) throws -> Void
    ) async throws {
        try await run(body) { Server(loop: $0, limits: limits, handler: handler) }
    }

    /// The same with routes, and an observer.
    static func run(
        limits: ServerLimits = ServerLimits(), router: Router, observer: any ServerObserver,
        _ body: @escaping @Sendable (LiveServer) throws -> Void
    ) async throws {
        try await run(body) { Server(loop: $0, limits: limits, router: router, observer: observer) }
    }

    private static func run(
        _ body: @escaping @Sendable (LiveServer) throws -> Void, _ make: (EventLoop) -> Server
    ) async throws {
        try await withLoop { loop in
            let live = try await LiveServer(make(loop))
            let result: Result<Void, any Error>
            do {
                result = .success(try await onThread { try body(live) })
            } catch {
                result = .failure(error)
            }
            await live.server.shutDown(grace: .zero)
            #expect(await live.server.connectionCount == 0)
            try result.get()
        }
    }

    /// Listens; the caller must shut it down.
    init(
        on loop: EventLoop, host: String = "127.0.0.1", port: UInt16 = 0,
        limits: ServerLimits = ServerLimits(),
        handler: @escaping Handler = Site.handler
    ) async throws {
        try await self.init(Server(loop: loop, limits: limits, handler: handler), host: host, port: port)
    }

    private init(_ server: Server, host: String = "127.0.0.1", port: UInt16 = 0) async throws {
        loop = server.loop
        self.server = server
        self.port = try await server.listen(host: host, port: port)
    }

    func connect() throws -> Conversation { try Conversation(port: port) }

    /// How many connections the server has.
    var connectionCount: Int { wait { [server] in await server.connectionCount } }

    /// The result of `work` on the loop's thread.
    @discardableResult
    func onLoop<Value: Sendable>(_ work: @escaping @Sendable () -> Value) -> Value {
        wait { [loop] in await Task(executorPreference: loop) { work() }.value }
    }

    func shutDown(grace: Duration) {
        wait { [server] in await server.shutDown(grace: grace) }
    }
}

/// What the test servers serve.
enum Site {
    /// `/hello` at once, `/later` after a while, `/echo` the body, `/long` in pieces.
    static let handler: Handler = { request in
        switch request.path {
        case "/hello": .now(.json(.ok, .bytes(Array("\"hello\"\n".utf8))))
        case "/later":
            .later {
                await Task.yield()
                return .json(.ok, .bytes(Array("\"later\"\n".utf8)))
            }
        case "/echo": .now(Response(.ok, body: .bytes(request.body)))
        case "/long": .now(Response(.ok, body: .pieces(CountingPieces(count: 64, pieceBytes: 64 * 1024))))
        default: .now(.error(.notFound, .fileUnknown, ["name": .text(request.path)]))
        }
    }

    /// The body of `/long`.
    static let long = CountingPieces(count: 64, pieceBytes: 64 * 1024).all
}

/// A long body in which every byte of the n-th piece is n.
struct CountingPieces: BodyPieces {
    let count: Int
    let pieceBytes: Int
    var ledger: Ledger?
    private var made = 0

    init(count: Int, pieceBytes: Int, ledger: Ledger? = nil) {
        self.count = count
        self.pieceBytes = pieceBytes
        self.ledger = ledger
    }

    /// Counts the pieces made by all copies.
    final class Ledger: Sendable {
        private let made = Atomic(0)

        var count: Int { made.load(ordering: .relaxed) }

        func add() { made.add(1, ordering: .relaxed) }
    }

    var length: Int { count * pieceBytes }

    mutating func next() -> ArraySlice<UInt8>? {
        guard made < count else { return nil }
        made += 1
        ledger?.add()
        return [UInt8](repeating: UInt8(truncatingIfNeeded: made), count: pieceBytes)[...]
    }

    var all: [UInt8] {
        var (copy, all): (CountingPieces, [UInt8]) = (self, [])
        copy.ledger = nil
        while let piece = copy.next() { all += piece }
        return all
    }
}
