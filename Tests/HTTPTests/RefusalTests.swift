internal import TestSupport
internal import Testing

@testable import HTTP

/// Bytes on the wire, and how they are refused.
struct Refused: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let status: Int
    let bytes: String

    init(_ what: String, _ status: Int, _ bytes: String) {
        testDescription = what
        self.status = status
        self.bytes = bytes
    }

    static let cases = [
        Refused("an unknown method", 501, "FOO / HTTP/1.1\r\nHost: test\r\n\r\n"),
        Refused("CONNECT", 501, "CONNECT test:80 HTTP/1.1\r\nHost: test\r\n\r\n"),
        Refused("nonsense", 400, "\u{1}\u{2} nonsense\r\n\r\n"),
        Refused("one word", 400, "GET\r\n\r\n"),
        Refused("HTTP/2.0", 505, "GET / HTTP/2.0\r\nHost: test\r\n\r\n"),
        Refused("HTTP/0.9", 505, "GET / HTTP/0.9\r\nHost: test\r\n\r\n"),
        Refused("no Host", 400, "GET / HTTP/1.1\r\n\r\n"),
        Refused("two Hosts", 400, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
        Refused("another scheme", 400, "GET ftp://a/b HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refused("a header without a colon", 400, "GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n"),
        Refused("a space before the colon", 400, "GET / HTTP/1.1\r\nHost : a\r\nHost: b\r\n\r\n"),
        Refused("a NUL in a header", 400, "GET / HTTP/1.1\r\nHost: a\u{0}b\r\n\r\n"),
        Refused("a NUL in the target", 400, "GET /\u{0} HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refused(
            "a length that is no number", 400,
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: five\r\n\r\n"),
        Refused("a length with a sign", 400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\nx"),
        Refused(
            "a length below zero", 400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n"),
        Refused(
            "two lengths", 400,
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx"),
        Refused(
            "a length and chunks", 400,
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        Refused(
            "a body above the limit", 413,
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n"
                + String(repeating: "x", count: 1_001)),
        Refused(
            "chunks above the limit", 413,
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n"
                + String(repeating: "x", count: 1_001) + "\r\n0\r\n\r\n"),
        Refused(
            "a head above the limit", 431,
            "GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 2_000))\r\n\r\n"),
        Refused(
            "a target above the limit", 414, "GET /\(String(repeating: "x", count: 2_000)) HTTP/1.1\r\n\r\n"),
        Refused(
            "an expectation nobody knows", 417,
            "POST / HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\nContent-Length: 1\r\n\r\n"),
    ]
}

@Suite("A server's refusals", .serialized, .timeLimit(.minutes(5)))
struct RefusalTests {
    private func limits() -> ServerLimits {
        var limits = ServerLimits()
        limits.headBytes = 1_000
        limits.bodyBytes = 1_000
        return limits
    }

    @Test(arguments: Refused.cases)
    func `a refusal is JSON with a sentence, and the last answer`(refused: Refused) async throws {
        let handler: Handler = { _ in
            Issue.record("the handler was called")
            return .now(Response(.ok, body: .bytes([])))
        }
        try await LiveServer.run(limits: limits(), handler: handler) { live in
            let client = try live.connect()
            try client.send(refused.bytes)
            let answer = try client.receive()
            #expect(answer.status == refused.status)
            #expect(answer.version == "HTTP/1.1")
            let sentence = try #require(answer.errorSentence, "\(answer.text)")
            #expect(sentence.hasSuffix("."))
            #expect(answer["Connection"] != "keep-alive")
            // Nothing that follows is taken for a request.
            #expect(try client.isAtEnd())
            try blockUntil { live.connectionCount == 0 }
        }
    }

    @Test func `HEAD with a body is refused with a head alone`() async throws {
        try await LiveServer.run { live in
            let client = try live.connect()
            try client.send("HEAD", "/hello", body: "GET /hello HTTP/1.1\r\nHost: smuggled\r\n\r\n")
            #expect(try client.receive(toHead: true).status == 400)
            #expect(try client.isAtEnd())
        }
    }

    @Test func `a refused client that goes on sending gets to read the refusal`() async throws {
        try await LiveServer.run(limits: limits()) { live in
            for start in ["FOO / HTTP/1.1\r\n", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4000000\r\n\r\n"] {
                do {
                    let client = try live.connect()
                    try client.send(start)
                    for _ in 0..<40 { try client.wire.send([UInt8](repeating: 0x0A, count: 100_000)) }
                    #expect([413, 501, 400].contains(try client.receive().status))
                }
                // By now it has closed, and is forgotten.
                try blockUntil { wait { [server = live.server] in await server.lingeringCount } == 0 }
                #expect(live.connectionCount == 0)
            }
        }
    }

    @Test func `what follows a refused request is not answered`() async throws {
        try await LiveServer.run { live in
            let client = try live.connect()
            let next = "GET /hello HTTP/1.1\r\nHost: test\r\n\r\n"
            try client.send(
                "POST /echo HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Length: 0\r\n\r\n" + next + next)
            #expect(try client.receive().status == 400)
            #expect(try client.isAtEnd())
        }
    }

    @Test func `a refusal after good requests is written like any other`() async throws {
        try await LiveServer.run { live in
            let client = try live.connect()
            #expect(try client.get("/hello").status == 200)
            #expect(try client.get("/later").status == 200)
            try client.send("FOO / HTTP/1.1\r\nHost: test\r\n\r\n")
            let answer = try client.receive()
            #expect(answer.status == 501)
            #expect(answer.errorSentence != nil)
            #expect(try client.isAtEnd())
        }
    }

    @Test func `a refusal of the handler's leaves the connection open`() async throws {
        try await LiveServer.run { live in
            let client = try live.connect()
            for _ in 0..<3 {
                let answer = try client.get("/nowhere")
                #expect(answer.status == 404)
                #expect(answer.errorSentence == "The page has no file /nowhere. It is at /.")
            }
        }
    }
}

extension Server {
    /// Sockets of refused clients that may still be sending.
    fileprivate var lingeringCount: Int { lingering.count }
}
