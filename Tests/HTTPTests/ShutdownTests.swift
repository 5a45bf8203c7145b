internal import EventLoop
internal import HTTP
internal import Synchronization
internal import TestSupport
internal import Testing
internal import Wording

@Suite("Shutting a server down", .serialized, .timeLimit(.minutes(5)))
struct ShutdownTests {
    /// At `/held`, answers when the gate opens or the task is cancelled; also serves the site.
    private func handler(_ gate: Gate, ignoringCancellation: Bool = false) -> Handler {
        { request in
            guard request.path == "/held" else { return Site.handler(request) }
            return .later {
                await gate.pass(ignoringCancellation: ignoringCancellation)
                return .error(.serviceUnavailable, Task.isCancelled ? .miningCancelled : .givenUp)
            }
        }
    }

    @Test func `a server without connections ends at once, twice too`() async throws {
        try await LiveServer.run { live in
            live.shutDown(grace: .seconds(3_600))
            live.shutDown(grace: .seconds(3_600))
        }
    }

    @Test func `nobody gets in any more, and who waits idly is let go`() async throws {
        try await LiveServer.run { live in
            let idle = try live.connect()
            #expect(try idle.get("/hello").status == 200)
            let half = try live.connect()
            try half.send("GET /hel")
            try blockUntil { live.connectionCount == 2 }
            live.shutDown(grace: .seconds(3_600))
            #expect(live.connectionCount == 0)
            #expect(try idle.isAtEnd())
            #expect(try half.isAtEnd())
            #expect(throws: WireError.self) { try live.connect() }
        }
    }

    @Test func `what is being worked on is cancelled, and its answer goes out`() async throws {
        let gate = Gate()
        try await LiveServer.run(handler: handler(gate)) { live in
            let clients = try (0..<5).map { _ in try live.connect() }
            for client in clients { try client.send("GET", "/held") }
            try blockUntil { gate.waitingCount == 5 }
            live.shutDown(grace: .seconds(3_600))
            for client in clients {
                let answer = try client.receive()
                #expect(answer.status == 503)
                #expect(answer.errorSentence == Statement(.miningCancelled).description)
                #expect(answer["Connection"] == "close")
                #expect(try client.isAtEnd())
            }
            #expect(live.connectionCount == 0)
        }
    }

    @Test func `a long answer under way goes out whole`() async throws {
        let ledger = CountingPieces.Ledger()
        let pieces = CountingPieces(count: 256, pieceBytes: 256 * 1024, ledger: ledger)
        try await LiveServer.run(handler: { _ in .now(Response(.ok, body: .pieces(pieces))) }) { live in
            let client = try live.connect()
            try client.send("GET", "/")
            try blockUntil { ledger.count > 0 }
            let end = background { await live.server.shutDown(grace: .seconds(3_600)) }
            #expect(try client.receive().body.count == pieces.length)
            #expect(try client.isAtEnd())
            wait { await end.value }
        }
    }

    @Test func `requests that still come on open connections are told to go elsewhere`() async throws {
        let gate = Gate()
        try await LiveServer.run(handler: handler(gate, ignoringCancellation: true)) { live in
            let held = try live.connect()
            try held.send("GET", "/held")
            let idle = try live.connect()
            #expect(try idle.get("/hello").status == 200)
            try blockUntil { gate.waitingCount == 1 }
            let end = background { await live.server.shutDown(grace: .seconds(3_600)) }
            // Once the listener is closed, the server drains.
            try blockUntil { (try? live.connect()) == nil }
            let answer = try idle.get("/hello")
            #expect(answer.status == 503)
            #expect(answer.errorSentence != nil)
            #expect(answer["Connection"] == "close")
            #expect(try idle.isAtEnd())
            gate.open()
            #expect(try held.receive().errorSentence == Statement(.miningCancelled).description)
            #expect(try held.isAtEnd())
            wait { await end.value }
        }
    }

    @Test func `what does not end in time is cut off`() async throws {
        let gate = Gate()
        let ledger = CountingPieces.Ledger()
        let pieces = CountingPieces(count: 256, pieceBytes: 256 * 1024, ledger: ledger)
        let held = handler(gate, ignoringCancellation: true)
        let handler: Handler = { request in
            request.path == "/pieces" ? .now(Response(.ok, body: .pieces(pieces))) : held(request)
        }
        try await LiveServer.run(handler: handler) { live in
            let stubborn = try live.connect()
            try stubborn.send("GET", "/held")
            let stalled = try live.connect()
            try stalled.send("GET", "/pieces")
            try blockUntil { gate.waitingCount == 1 && ledger.count > 0 }
            live.shutDown(grace: .milliseconds(50))
            #expect(live.connectionCount == 0)
            #expect(try stubborn.isAtEnd())
            #expect(try stalled.wire.receiveToEnd().count < pieces.length)
            // Its answer comes too late, and reaches nobody.
            gate.open()
            try blockUntil { gate.waitingCount == 0 }
        }
    }

    @Test func `without a grace it ends at once, whatever is under way`() async throws {
        for _ in 0..<30 {
            let gate = Gate()
            try await LiveServer.run(handler: handler(gate, ignoringCancellation: true)) { live in
                let client = try live.connect()
                try client.send("GET", "/held")
                try blockUntil { gate.waitingCount == 1 }
                // Only the end of the grace period can end this.
                live.shutDown(grace: .zero)
                #expect(live.connectionCount == 0)
                gate.open()
                try blockUntil { gate.waitingCount == 0 }
            }
        }
    }

    @Test func `a port is free again for the next server, while old connections wind down`() async throws {
        try await withLoop { loop in
            let first = try await LiveServer(on: loop)
            let client = try await onThread {
                let client = try first.connect()
                #expect(try client.get("/hello").status == 200)
                return client.wire
            }
            await first.server.shutDown(grace: .zero)
            let second = try await LiveServer(on: loop, port: first.port)
            let status = try await onThread { try second.connect().get("/hello").status }
            #expect(status == 200)
            await second.server.shutDown(grace: .zero)
            _ = client
        }
    }

    @Test func `a port that is taken is refused in words`() async throws {
        try await withLoop { loop in
            let first = try await LiveServer(on: loop)
            let error = await #expect(throws: EventLoopError.self) {
                _ = try await LiveServer(on: loop, port: first.port)
            }
            #expect(error?.description.contains("127.0.0.1 port \(first.port)") == true)
            await first.server.shutDown(grace: .zero)
        }
    }

    @Test func `two servers live on one loop, and two on two`() async throws {
        try await withLoop { loop in
            try await withLoop { other in
                let servers = [
                    try await LiveServer(on: loop, handler: named("a")),
                    try await LiveServer(on: loop, handler: named("b")),
                    try await LiveServer(on: other, handler: named("c")),
                ]
                try await onThread {
                    let clients = try servers.map { try $0.connect() }
                    for _ in 0..<50 {
                        #expect(try clients.map { try $0.get("/").text } == ["a", "b", "c"])
                    }
                    servers[0].shutDown(grace: .zero)
                    #expect(try clients[0].isAtEnd())
                    #expect(try clients.dropFirst().map { try $0.get("/").text } == ["b", "c"])
                    for server in servers { server.shutDown(grace: .zero) }
                }
            }
        }
    }

    private func named(_ name: String) -> Handler {
        { _ in .now(Response(.ok, body: .bytes(Array(name.utf8)))) }
    }

    /// Starts work that ends later.
    private func background(_ work: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        Task { await work() }
    }
}
