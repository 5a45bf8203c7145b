internal import EventLoop
internal import Glibc
internal import HTTP
internal import Synchronization
internal import TestSupport
internal import Testing

/// Fetches, and collects what arrives.
func fetch(
    _ target: String = "/chain", host: String = "127.0.0.1", port: UInt16,
    limits: ClientLimits = ClientLimits(),
    on loop: EventLoop
) async -> Result<String, FetchError> {
    await withTaskExecutorPreference(loop) {
        let body = Gathered()
        do throws(FetchError) {
            try await Client(loop: loop).get(target, host: host, port: port, limits: limits) { piece in
                #expect(!piece.isEmpty)
                #expect(loop.isCurrent)
                body.append(piece)
                return true
            }
            return .success(body.text)
        } catch {
            return .failure(error)
        }
    }
}

/// Bytes that have arrived so far.
final class Gathered: Sendable {
    private let bytes = Mutex<[UInt8]>([])

    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

    var count: Int { bytes.withLock { $0.count } }

    func append(_ piece: [UInt8]) { bytes.withLock { $0 += piece } }
}

/// What a server sends, and what a client makes of it.
struct AnswerCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: String
    let outcome: Result<String, FetchError>

    init(_ what: String, _ bytes: String, _ outcome: Result<String, FetchError>) {
        testDescription = what
        self.bytes = bytes
        self.outcome = outcome
    }

    private static let ok = "HTTP/1.1 200 OK\r\n"
    private static let full = ok + "Content-Length: 5\r\n\r\nhello"
    private static let chunked = ok + "Transfer-Encoding: chunked\r\n\r\n"
    private static let tooLarge = Result<String, FetchError>.failure(.tooLarge(limitBytes: bodyLimit))

    static let bodyLimit = 1_000

    static let whole = [
        AnswerCase("a body of a known length", full, .success("hello")),
        AnswerCase("no body", ok + "Content-Length: 0\r\n\r\n", .success("")),
        AnswerCase(
            "a body that ends with the connection", ok + "Connection: close\r\n\r\nhello", .success("hello")),
        AnswerCase("HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\nhello", .success("hello")),
        AnswerCase("chunks", chunked + "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", .success("hello")),
        AnswerCase("chunks and a trailer", chunked + "5\r\nhello\r\n0\r\nX: y\r\n\r\n", .success("hello")),
        AnswerCase("no phrase", "HTTP/1.1 200 \r\nContent-Length: 5\r\n\r\nhello", .success("hello")),
        AnswerCase("103", "HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n" + full, .success("hello")),
        AnswerCase(
            "100 and 103", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n" + full, .success("hello")),
        AnswerCase("more than the chunks", chunked + "5\r\nhello\r\n0\r\n\r\n" + full, .success("hello")),
        AnswerCase("more than nothing", ok + "Content-Length: 0\r\n\r\n" + full, .success("")),
        AnswerCase("more than was announced", full + "and more", .success("hello")),
        AnswerCase("another answer behind", full + full, .success("hello")),
        AnswerCase(
            "a body at the limit", ok + "Content-Length: 1000\r\n\r\n" + String(repeating: "x", count: 1_000),
            .success(String(repeating: "x", count: 1_000))),
    ]

    static let failed = [
        AnswerCase("nothing", "", .failure(.cutOff)),
        AnswerCase("half a head", "HTTP/1.1 200 OK\r\nContent-Le", .failure(.cutOff)),
        AnswerCase("half a body", ok + "Content-Length: 10\r\n\r\nhello", .failure(.cutOff)),
        AnswerCase("half a chunk", chunked + "a\r\nhello", .failure(.cutOff)),
        AnswerCase("no last chunk", chunked + "5\r\nhello\r\n", .failure(.cutOff)),
        AnswerCase("404", "HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\nhello", .failure(.status(404))),
        AnswerCase("500", "HTTP/1.1 500 Oh\r\nContent-Length: 5\r\n\r\nhello", .failure(.status(500))),
        AnswerCase("a redirection to nowhere", "HTTP/1.1 301 Moved\r\n\r\n", .failure(.status(301))),
        AnswerCase("204", "HTTP/1.1 204 No Content\r\n\r\n", .failure(.status(204))),
        AnswerCase("206", "HTTP/1.1 206 Part\r\nContent-Length: 5\r\n\r\nhello", .failure(.status(206))),
        AnswerCase("a length above the limit", ok + "Content-Length: 1001\r\n\r\nhello", tooLarge),
        AnswerCase(
            "a length beyond all numbers", ok + "Content-Length: 99999999999999999999\r\n\r\n", tooLarge),
        AnswerCase("a body above the limit", ok + "\r\n" + String(repeating: "x", count: 1_001), tooLarge),
        AnswerCase(
            "a chunk above the limit", chunked + "3e9\r\n" + String(repeating: "x", count: 1_001), tooLarge),
        AnswerCase(
            "chunks above the limit", chunked + String(repeating: "a\r\n0123456789\r\n", count: 101), tooLarge
        ),
        AnswerCase("a chunk whose size is no number", chunked + "zz\r\nhello\r\n0\r\n\r\n", .failure(.malformed)),
        AnswerCase("a chunk whose size is negative", chunked + "-1\r\nhello", .failure(.malformed)),
        AnswerCase(
            "a broken chunk after a whole one", chunked + "5\r\nhello\r\nzz\r\nhello", .failure(.malformed)),
        AnswerCase("other line ends", "HTTP/1.1 200 OK\ncontent-length: 5\n\nhello", .failure(.malformed)),
        AnswerCase("100 and no answer", "HTTP/1.1 100 Continue\r\n\r\n", .failure(.cutOff)),
        AnswerCase("101", "HTTP/1.1 101 Switching Protocols\r\n\r\n" + full, .failure(.malformed)),
        AnswerCase("compressed", ok + "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello", .failure(.encoded)),
        AnswerCase(
            "a length and chunks", ok + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            .failure(.malformed)),
        AnswerCase("garbage", "\u{1}\u{2}\u{3} garbage\r\n\r\n", .failure(.malformed)),
        AnswerCase("another protocol", "220 mail.example ESMTP\r\n", .failure(.malformed)),
        AnswerCase("a status that is no number", "HTTP/1.1 fine OK\r\n\r\n", .failure(.malformed)),
        AnswerCase(
            "two lengths", ok + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", .failure(.malformed)),
        AnswerCase("a header without a colon", ok + "nonsense\r\n\r\n", .failure(.malformed)),
    ]

    /// Ends without a body, whatever the reason given.
    static let broken = [
        "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
        chunked + "zz\r\nhello\r\n0\r\n\r\n", chunked + "-1\r\nhello",
        chunked + "ffffffffffffffffff\r\nhello",
        ok + String(repeating: "X: y\r\n", count: 20_000) + "\r\n",
        ok + "X: " + String(repeating: "y", count: 100_000),
    ]
}

@Suite("A client and what servers answer", .serialized, .timeLimit(.minutes(5)))
struct ClientTests {
    private func limits() -> ClientLimits {
        var limits = ClientLimits()
        limits.bodyBytes = AnswerCase.bodyLimit
        return limits
    }

    @Test(arguments: AnswerCase.whole)
    func `a whole answer arrives`(answer: AnswerCase) async throws {
        try await Impostor.run(Impostor.sending(answer.bytes)) { server in
            try await withLoop { loop in
                #expect(await fetch(port: server.port, limits: limits(), on: loop) == answer.outcome)
            }
        }
    }

    @Test(arguments: AnswerCase.whole)
    func `a whole answer arrives however it is cut`(answer: AnswerCase) async throws {
        let script: Impostor.Script = { wire, _ in
            for byte in answer.bytes.utf8 { try wire.send([byte]) }
            wire.endSending()
            _ = try wire.receive()
        }
        try await Impostor.run(script) { server in
            try await withLoop { loop in
                #expect(await fetch(port: server.port, limits: limits(), on: loop) == answer.outcome)
            }
        }
    }

    @Test(arguments: AnswerCase.failed)
    func `what is no whole answer of status 200 fails with its reason`(answer: AnswerCase) async throws {
        try await Impostor.run(Impostor.sending(answer.bytes)) { server in
            try await withLoop { loop in
                #expect(await fetch(port: server.port, limits: limits(), on: loop) == answer.outcome)
            }
        }
    }

    @Test(arguments: ["3e9\r\n", "5\r\nhello\r\n3e4\r\nhel", "ffffffff\r\nhello", "7fffffffffffffff\r\n"])
    func `a chunk that would be too long is refused as soon as it says so`(chunks: String) async throws {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
        try await Impostor.run(Impostor.sendingAndWaiting(head + chunks)) { server in
            try await withLoop { loop in
                let result = await fetch(port: server.port, limits: limits(), on: loop)
                #expect(result == .failure(.tooLarge(limitBytes: AnswerCase.bodyLimit)))
            }
        }
    }

    @Test(arguments: AnswerCase.broken)
    func `what breaks the rules of HTTP fails`(bytes: String) async throws {
        try await Impostor.run(Impostor.sending(bytes)) { server in
            try await withLoop { loop in
                let result = await fetch(port: server.port, limits: limits(), on: loop)
                #expect(throws: FetchError.self) { try result.get() }
            }
        }
    }

    @Test func `the request is one that any server understands`() async throws {
        let seen = Mutex("")
        let script: Impostor.Script = { wire, head in
            seen.withLock { $0 = head }
            try wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        }
        let port = try await Impostor.run(script) { server in
            try await withLoop { loop in
                _ = await fetch("/chain?a=b", port: server.port, on: loop)
            }
            return server.port
        }
        let lines = seen.withLock { $0 }.split(separator: "\r\n").map(String.init)
        #expect(lines.first == "GET /chain?a=b HTTP/1.1")
        #expect(lines.contains("Host: 127.0.0.1:\(port)"))
        #expect(lines.contains("Connection: close"))
        #expect(lines.count { $0.lowercased().hasPrefix("host:") } == 1)
    }

    @Test func `a server that keeps the connection is left by the client`() async throws {
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\nhello"
        try await Impostor.run(Impostor.sendingAndWaiting(answer)) { server in
            try await withLoop { loop in
                #expect(await fetch(port: server.port, on: loop) == .success("hello"))
            }
        }
    }

    @Test func `a server may say to go on first`() async throws {
        let answer = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
        try await Impostor.run(Impostor.sendingAndWaiting(answer)) { server in
            try await withLoop { loop in
                #expect(await fetch(port: server.port, on: loop) == .success("hello"))
            }
        }
    }

    @Test func `a long body arrives whole and in order`() async throws {
        try await withLoop { loop in
            let live = try await LiveServer(on: loop)
            var limits = ClientLimits()
            // Under a sanitizer it takes longer than the usual 10.
            limits.total = .seconds(120)
            let body = await fetch("/long", port: live.port, limits: limits, on: loop)
            #expect(body == .success(String(decoding: Site.long, as: UTF8.self)))
            await live.server.shutDown(grace: .zero)
        }
    }

    @Test(.enabled(if: Wire.canUseIPv6)) func `an IPv6 address is reached`() async throws {
        try await withLoop { loop in
            let live = try await LiveServer(
                on: loop, host: "::1",
                handler: { request in
                    let host = request.headers.first { $0.name == "Host" }?.value ?? ""
                    return .now(Response(.ok, body: .bytes(Array(host.utf8))))
                })
            #expect(await fetch(host: "::1", port: live.port, on: loop) == .success("[::1]:\(live.port)"))
            await live.server.shutDown(grace: .zero)
        }
    }

    @Test func `a name is looked up, and all its addresses are tried`() async throws {
        try await withLoop { loop in
            // localhost is often ::1 first, where nothing listens.
            let live = try await LiveServer(on: loop)
            #expect(
                await fetch("/hello", host: "localhost", port: live.port, on: loop) == .success("\"hello\"\n")
            )
            await live.server.shutDown(grace: .zero)
        }
    }

    @Test func `a name that nobody has is unknown`() async throws {
        var limits = ClientLimits()
        limits.total = .seconds(5)
        let result = try await withLoop { [limits] loop in
            await fetch(host: "nobody.invalid", port: 80, limits: limits, on: loop)
        }
        // A machine without a network may be unable to find out even that.
        #expect([.failure(.unknownHost("nobody.invalid")), .failure(.timedOut)].contains(result))
    }

    @Test func `nobody listening is unreachable`() async throws {
        let wire = try Wire.bound()
        try await withLoop { loop in
            #expect(await fetch(port: wire.port, on: loop) == .failure(.unreachable))
        }
    }

    @Test func `a server that resets the connection cuts off`() async throws {
        let script: Impostor.Script = { wire, _ in
            try wire.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")
            wire.resetOnClose()
        }
        try await Impostor.run(script) { server in
            try await withLoop { loop in
                #expect(await fetch(port: server.port, on: loop) == .failure(.cutOff))
            }
        }
    }

    @Test func `a target that would split the request is a fault of ours`() async {
        await #expect(processExitsWith: .failure) {
            try await withLoop { loop in
                _ = await fetch("/chain\r\nX: y", port: 1, on: loop)
            }
        }
    }
}
