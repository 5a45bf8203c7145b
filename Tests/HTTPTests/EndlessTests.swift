internal import HTTP
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("Answers without an end", .serialized, .timeLimit(.minutes(5)))
struct EndlessTests {
    /// Answers everything except the site with a stream, and keeps the streams.
    private final class Source: Sendable {
        private let streams = Mutex<[ResponseStream]>([])
        private let closed = Atomic(0)
        private let maximumBytes: Int

        init(maximumBytes: Int = 1 << 20) { self.maximumBytes = maximumBytes }

        var closedCount: Int { closed.load(ordering: .relaxed) }
        var first: ResponseStream? { streams.withLock { $0.first } }

        @Sendable func handle(_ request: Request) -> Outcome {
            guard request.path == "/endless" else { return Site.handler(request) }
            let stream = ResponseStream(maximumBytes: maximumBytes) { [self] in
                closed.wrappingAdd(1, ordering: .relaxed)
            }
            stream.send(Array("hello\n".utf8))
            streams.withLock { $0.append(stream) }
            return .now(Response(.ok, body: .stream(stream)))
        }
    }

    private func send(_ text: String, on source: Source, of live: LiveServer) {
        let stream = source.first
        live.onLoop { _ = stream?.send(Array(text.utf8)) }
    }

    /// Reads until the received text contains `text`.
    private func receive(_ text: String, on client: Conversation) throws -> String {
        var all = ""
        while !all.contains(text) {
            let bytes = try client.wire.receive()
            if bytes.isEmpty { return all }
            all += String(decoding: bytes, as: UTF8.self)
        }
        return all
    }

    @Test func `what is added arrives, without a length, until the end closes the connection`() async throws {
        let source = Source()
        try await LiveServer.run(handler: source.handle) { live in
            let client = try live.connect()
            try client.send("GET", "/endless")
            let start = try receive("hello\n", on: client)
            #expect(start.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(start.contains("Connection: close\r\n"))
            #expect(!start.contains("Content-Length") && !start.contains("Transfer-Encoding"))
            for text in ["one\n", "two\n"] {
                send(text, on: source, of: live)
                #expect(try receive(text, on: client) == text)
            }
            #expect(source.closedCount == 0)
            let stream = source.first
            live.onLoop {
                stream?.send(Array("last\n".utf8))
                stream?.end()
            }
            #expect(String(decoding: try client.wire.receiveToEnd(), as: UTF8.self) == "last\n")
            try blockUntil { source.closedCount == 1 }
            #expect(source.first?.send([0x20]) == false)
        }
    }

    @Test(arguments: [false, true])
    func `a client that leaves closes its stream, also while nothing is sent`(byReset: Bool) async throws {
        let source = Source()
        try await LiveServer.run(handler: source.handle) { live in
            for number in 1...3 {
                do {
                    let client = try live.connect()
                    try client.send("GET", "/endless")
                    _ = try receive("hello\n", on: client)
                    if byReset { client.wire.resetOnClose() }
                }
                try blockUntil { source.closedCount == number }
            }
            try blockUntil { live.connectionCount == 0 }
        }
    }

    @Test func `a quiet stream is no stalled one, and outlasts every limit for the others`() async throws {
        var limits = ServerLimits()
        (limits.paceSeconds, limits.requestSeconds) = (1, 1)
        let source = Source()
        try await LiveServer.run(limits: limits, handler: source.handle) { live in
            let client = try live.connect()
            try client.send("GET", "/endless")
            _ = try receive("hello\n", on: client)
            // Three that ask for nothing are dropped one after another, each after its second.
            for _ in 1...3 {
                _ = try live.connect().wire.receiveToEnd()
            }
            send("still\n", on: source, of: live)
            #expect(try receive("still\n", on: client) == "still\n")
        }
    }

    @Test func `for a client that doesn't read so much waits and no more, and it is let go`() async throws {
        var limits = ServerLimits()
        limits.paceSeconds = 1
        let source = Source(maximumBytes: 64 * 1024)
        try await LiveServer.run(limits: limits, handler: source.handle) { live in
            let client = try live.connect()
            try client.send("GET", "/endless")
            _ = try receive("hello\n", on: client)
            let (stream, piece) = (source.first, [UInt8](repeating: 0x20, count: 64 * 1024))
            let taken = live.onLoop { [stream?.send(piece), stream?.send([0x20])] }
            #expect(taken == [true, false])
            // The kernel buffers what is sent first, and then it has to wait.
            try blockUntil {
                live.onLoop { _ = stream?.send(piece) }
                return source.closedCount == 1
            }
            try blockUntil { live.connectionCount == 0 }
        }
    }

    @Test func `a request behind it is not heard`() async throws {
        let source = Source()
        try await LiveServer.run(handler: source.handle) { live in
            let client = try live.connect()
            try client.send("GET", "/endless")
            _ = try receive("hello\n", on: client)
            try client.send("GET", "/hello")
            send("more\n", on: source, of: live)
            #expect(try receive("more\n", on: client) == "more\n")
            let stream = source.first
            live.onLoop { stream?.end() }
            #expect(try client.wire.receiveToEnd().isEmpty)
        }
    }

    @Test func `HEAD gets the head, and closes the stream`() async throws {
        let source = Source()
        try await LiveServer.run(handler: source.handle) { live in
            let client = try live.connect()
            try client.send("HEAD", "/endless")
            let answer = String(decoding: try client.wire.receiveToEnd(), as: UTF8.self)
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n") && answer.hasSuffix("\r\n\r\n"))
            #expect(source.closedCount == 1)
        }
    }

    @Test func `the end of the server is an end of the stream`() async throws {
        let source = Source()
        try await LiveServer.run(handler: source.handle) { live in
            let client = try live.connect()
            try client.send("GET", "/endless")
            _ = try receive("hello\n", on: client)
            live.shutDown(grace: .seconds(20))
            #expect(try client.wire.receiveToEnd().isEmpty)
            #expect(source.closedCount == 1)
        }
    }
}
