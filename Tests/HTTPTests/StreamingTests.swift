internal import HTTP
internal import TestSupport
internal import Testing

@Suite("A server's long answers", .serialized, .timeLimit(.minutes(5)))
struct StreamingTests {
    /// Serves `pieces` at `/pieces`, and also the site.
    private func handler(_ pieces: CountingPieces) -> Handler {
        { request in
            request.path == "/pieces" ? .now(Response(.ok, body: .pieces(pieces))) : Site.handler(request)
        }
    }

    /// 64 MiB: more than the kernel buffers for a client that doesn't read.
    private func huge(_ ledger: CountingPieces.Ledger) -> CountingPieces {
        CountingPieces(count: 256, pieceBytes: 256 * 1024, ledger: ledger)
    }

    @Test func `a streamed body arrives byte for byte, and the connection goes on`() async throws {
        try await LiveServer.run { live in
            let client = try live.connect()
            for _ in 0..<2 {
                let answer = try client.get("/long")
                #expect(answer.body == Site.long)
                #expect(answer["Transfer-Encoding"] == nil)
            }
            #expect(try client.get("/hello").text == "\"hello\"\n")
        }
    }

    @Test func `a long body that is there at once arrives as well`() async throws {
        let body = CountingPieces(count: 10, pieceBytes: 123_457).all
        try await LiveServer.run(handler: { _ in .now(Response(.ok, body: .bytes(body))) }) { live in
            let client = try live.connect()
            for _ in 0..<3 { #expect(try client.get("/").body == body) }
        }
    }

    @Test(arguments: [1, 999, 1_000, 1_001, 1_999, 2_000, 2_001, 10_000])
    func `a body is whole however it is sliced`(bytes: Int) async throws {
        var limits = ServerLimits()
        limits.sliceBytes = 1_000
        let pieces = CountingPieces(count: 3, pieceBytes: bytes)
        try await LiveServer.run(limits: limits, handler: handler(pieces)) { live in
            let client = try live.connect()
            for _ in 0..<2 { #expect(try client.get("/pieces").body == pieces.all) }
        }
    }

    @Test func `pipelined streams do not mix`() async throws {
        try await LiveServer.run { live in
            let client = try live.connect()
            let request = "GET /long HTTP/1.1\r\nHost: test\r\n\r\n"
            try client.send(request + "GET /hello HTTP/1.1\r\nHost: test\r\n\r\n" + request)
            #expect(try client.receive().body == Site.long)
            #expect(try client.receive().text == "\"hello\"\n")
            #expect(try client.receive().body == Site.long)
        }
    }

    @Test func `many streams at once are each their own`() async throws {
        try await LiveServer.run { live in
            let clients = try (0..<10).map { _ in try live.connect() }
            for client in clients { try client.send("GET", "/long") }
            for client in clients.reversed() { #expect(try client.receive().body == Site.long) }
        }
    }

    @Test func `a stream of no or one piece is whole`() async throws {
        for count in 0...1 {
            try await LiveServer.run(handler: handler(CountingPieces(count: count, pieceBytes: 10))) { live in
                let client = try live.connect()
                for _ in 0..<2 { #expect(try client.get("/pieces").body.count == count * 10) }
            }
        }
    }

    @Test func `pieces are made as the client takes them`() async throws {
        let ledger = CountingPieces.Ledger()
        try await LiveServer.run(handler: handler(huge(ledger))) { live in
            let slow = try live.connect()
            try slow.send("GET", "/pieces")
            try blockUntil { ledger.count > 0 }
            // The loop has time for others, and fills the kernel's buffers.
            let other = try live.connect()
            for _ in 0..<200 { #expect(try other.get("/hello").status == 200) }
            #expect(ledger.count < 128)
            #expect(try slow.receive().body.count == 256 * 256 * 1024)
            #expect(ledger.count == 256)
        }
    }

    @Test(arguments: [false, true])
    func `a client that leaves half-way leaves nothing behind`(byReset: Bool) async throws {
        let witness = try await {
            let ledger = CountingPieces.Ledger()
            try await LiveServer.run(handler: handler(huge(ledger))) { live in
                for _ in 0..<5 {
                    let client = try live.connect()
                    try client.send("GET", "/pieces")
                    _ = try client.receive(toHead: true)
                    if byReset { client.wire.resetOnClose() }
                }
                try blockUntil { live.connectionCount == 0 }
                #expect(ledger.count < 5 * 256)
                #expect(try live.connect().get("/hello").status == 200)
            }
            return Witness(ledger)
        }()
        // Nothing holds the rest of the bodies.
        try await onThread { try blockUntil { witness.ledger == nil } }
    }

    /// Refers to a ledger without keeping it alive.
    private struct Witness: Sendable {
        weak let ledger: CountingPieces.Ledger?

        init(_ ledger: CountingPieces.Ledger) { self.ledger = ledger }
    }

    @Test func `a client that takes nothing is let go`() async throws {
        var limits = ServerLimits()
        limits.paceSeconds = 1
        limits.slowestReaderBytesPerSecond = 1 << 30
        let ledger = CountingPieces.Ledger()
        try await LiveServer.run(limits: limits, handler: handler(huge(ledger))) { live in
            let stalled = try live.connect()
            try stalled.send("GET", "/pieces")
            try blockUntil { ledger.count > 0 }
            try blockUntil { live.connectionCount == 0 }
            #expect(ledger.count < 256)
            #expect(try stalled.wire.receiveToEnd().count < 256 * 256 * 1024)
        }
    }
}
