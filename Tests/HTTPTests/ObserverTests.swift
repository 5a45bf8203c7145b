internal import HTTP
internal import Synchronization
internal import TestSupport
internal import Testing
internal import Wording

/// Records what a server reports.
private final class Notes: ServerObserver {
    private let state = Mutex(
        (paths: [String](), lines: [String](), timed: 0, connections: 0, held: 0, evictions: [EvictionReason]()))

    func noteRoutes(_ paths: [String]) { state.withLock { $0.paths = paths } }

    func noteAnswer(to request: AnsweredRequest) {
        state.withLock { state in
            let path = request.route.map { state.paths[$0] } ?? "other"
            state.lines.append("\(request.method?.rawValue ?? "other") \(path) \(request.status)")
            if request.nanoseconds != nil { state.timed += 1 }
        }
    }

    func noteConnections(_ count: Int) { state.withLock { $0.connections = count } }

    func noteHeld(bytes: Int) { state.withLock { $0.held = bytes } }

    func noteEviction(_ reason: EvictionReason) { state.withLock { $0.evictions.append(reason) } }

    /// Method, route and status of each.
    var lines: [String] { state.withLock { $0.lines } }

    /// How many of them have a known duration.
    var timedCount: Int { state.withLock { $0.timed } }

    var connectionCount: Int { state.withLock { $0.connections } }

    var heldBytes: Int { state.withLock { $0.held } }

    /// Why connections were ended.
    var evictions: [EvictionReason] { state.withLock { $0.evictions } }
}

@Suite("Who is told of a server's answers", .serialized, .timeLimit(.minutes(5)))
struct ObserverTests {
    private let notes = Notes()

    private func run(
        limits: ServerLimits = ServerLimits(), refusal: (@Sendable (Request, Effect) -> Outcome?)? = nil,
        gate: Gate = Gate(), promised: @escaping @Sendable (Promise) -> Void = { _ in },
        _ body: @escaping @Sendable (LiveServer) throws -> Void
    ) async throws {
        var router = Router()
        router.on(.get, .head, .post, path: "/hello", Site.handler)
        router.on(.get, path: "/later", Site.handler)
        router.on(.get, path: "/long", Site.handler)
        router.on(.get, path: "/things/{thing}") { _ in .now(Response(.ok, body: .bytes([]))) }
        router.on(.get, path: "/held/{by}") { _ in
            .later {
                await gate.pass()
                return Response(.ok, body: .bytes([]))
            }
        }
        router.on(.get, path: "/promised") { _ in .promised(promised) }
        router.refusal = refusal
        try await LiveServer.run(limits: limits, router: router, observer: notes, body)
    }

    @Test func `is told method, route and status of each, in the order of the answers`() async throws {
        try await run { [notes] live in
            let client = try live.connect()
            for target in ["/hello", "/hello?x=1", "/later", "/things/1", "/things/a%2Fb", "/nothing", "/long"] {
                _ = try client.get(target)
            }
            try client.send("HEAD", "/hello")
            _ = try client.receive(toHead: true)
            try client.send("POST", "/hello", body: "x")
            _ = try client.receive()
            try client.send("DELETE", "/things/7")
            _ = try client.receive()
            try blockUntil { notes.lines.count == 10 }
            #expect(
                notes.lines == [
                    "GET /hello 200", "GET /hello 200", "GET /later 200", "GET /things/{thing} 200", "GET other 404",
                    "GET other 404", "GET /long 200", "HEAD /hello 200", "POST /hello 200",
                    "DELETE /things/{thing} 405",
                ])
            #expect(notes.timedCount == notes.lines.count)
        }
    }

    @Test(arguments: Refused.cases)
    func `is told of what never comes to a route`(refused: Refused) async throws {
        var limits = ServerLimits()
        limits.headBytes = 1_000
        limits.bodyBytes = 1_000
        try await run(limits: limits) { [notes] live in
            let client = try live.connect()
            try client.send(refused.bytes)
            _ = try client.receive()
            // An answer may arrive before it is reported.
            try blockUntil { !notes.lines.isEmpty }
            #expect(notes.lines.count == 1)
            #expect(notes.lines.first?.hasSuffix(" other \(refused.status)") == true)
        }
    }

    @Test func `is told the route of what nobody is to hear`() async throws {
        let refusal: @Sendable (Request, Effect) -> Outcome? = { request, _ in
            request.method == .post ? .now(.error(.forbidden, .portOnlyReads)) : nil
        }
        try await run(refusal: refusal) { [notes] live in
            let client = try live.connect()
            for target in ["/hello", "/things/1", "/nothing"] {
                try client.send("POST", target, body: "")
                #expect(try client.receive().status == 403)
            }
            #expect(try client.get("/hello").status == 200)
            try blockUntil { notes.lines.count == 4 }
            #expect(
                notes.lines == [
                    "POST /hello 403", "POST /things/{thing} 403", "POST other 403", "GET /hello 200",
                ])
        }
    }

    @Test(arguments: [false, true])
    func `is told once of a client that did not wait`(hasLeft: Bool) async throws {
        let gate = Gate()
        try await run(gate: gate) { [notes] live in
            do {
                let client = try live.connect()
                try client.send("GET", "/held/back")
                try blockUntil { gate.waitingCount == 1 }
                if !hasLeft {
                    gate.open()
                    _ = try client.receive()
                }
            }
            try blockUntil { live.connectionCount == 0 }
            #expect(notes.lines == ["GET /held/{by} \(hasLeft ? AnsweredRequest.clientLeft : 200)"])
        }
    }

    /// A client that only stops sending takes its answer, and has not left.
    @Test(arguments: [false, true])
    func `is told whether who was promised an answer has left`(byReset: Bool) async throws {
        let promise = Mutex<Promise?>(nil)
        try await run(promised: { given in promise.withLock { $0 = given } }) { [notes] live in
            var client: Conversation? = try live.connect()
            try client?.send("GET", "/promised")
            try blockUntil { promise.withLock { $0 != nil } }
            byReset ? client?.wire.resetOnClose() : client?.wire.endSending()
            if byReset { client = nil }
            // By the time another request is answered, the server has noticed.
            for _ in 0..<20 { _ = try live.connect().get("/hello") }
            let given = try #require(promise.withLock { $0 })
            live.onLoop { given.answer(Response(.ok, body: .bytes([]))) }
            if let client { #expect(try client.receive().status == 200) }
            client = nil
            try blockUntil { live.connectionCount == 0 }
            let status = byReset ? AnsweredRequest.clientLeft : 200
            #expect(notes.lines.filter { $0.contains("promised") } == ["GET /promised \(status)"])
        }
    }

    @Test func `is told how many connections there are`() async throws {
        try await run { [notes] live in
            do {
                let clients = try (0..<3).map { _ in try live.connect() }
                for client in clients { _ = try client.get("/hello") }
                try blockUntil { notes.lines.count == 3 }
                #expect(notes.connectionCount == 3)
            }
            try blockUntil { live.connectionCount == 0 }
            #expect(notes.connectionCount == 0)
        }
    }

    @Test func `is told how much connections hold, and when that is less again`() async throws {
        var limits = ServerLimits()
        limits.heldBytes = 4 << 20
        try await run(limits: limits) { [notes] live in
            do {
                // More than all may hold, so that it is looked at: a quarter goes at once.
                let clients = try (0..<6).map { _ in try live.connect() }
                let head = "POST /hello HTTP/1.1\r\nHost: test\r\nContent-Length: 1000000\r\n\r\n"
                for client in clients { try? client.send(head + String(repeating: "x", count: 900_000)) }
                try blockUntil { notes.heldBytes > 2 << 20 }
                #expect(notes.heldBytes <= 4 << 20)
            }
            try blockUntil { notes.heldBytes == 0 }
        }
    }

    @Test func `is told why a connection ends for the others' sake`() async throws {
        var few = ServerLimits()
        few.connections = 2
        try await run(limits: few) { [notes] live in
            let idle = try (0..<2).map { _ in try live.connect() }
            try blockUntil { live.connectionCount == 2 }
            let third = try live.connect()
            #expect(try third.get("/hello").status == 200)
            try blockUntil { !notes.evictions.isEmpty }
            #expect(Set(notes.evictions) == [.places])
            withExtendedLifetime((idle, third)) {}
        }
    }

    @Test func `is told that a connection held most of too much`() async throws {
        var little = ServerLimits()
        little.heldBytes = 4 << 20
        try await run(limits: little) { [notes] live in
            let clients = try (0..<6).map { _ in try live.connect() }
            let head = "POST /hello HTTP/1.1\r\nHost: test\r\nContent-Length: 1000000\r\n\r\n"
            for client in clients { try? client.send(head + String(repeating: "x", count: 900_000)) }
            try blockUntil { !notes.evictions.isEmpty }
            #expect(Set(notes.evictions) == [.memory])
        }
    }

    @Test func `is told that a client took its answer too slowly`() async throws {
        var hasty = ServerLimits()
        (hasty.paceSeconds, hasty.slowestReaderBytesPerSecond) = (1, 1 << 30)
        try await run(limits: hasty) { [notes] live in
            let stalled = try live.connect()
            try stalled.send("GET", "/long")
            try blockUntil { !notes.evictions.isEmpty }
            #expect(notes.evictions == [.slowness])
            #expect(live.connectionCount == 0)
        }
    }
}
