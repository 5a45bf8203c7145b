internal import Testing

@testable import HTTP

@Suite("Response heads")
struct ResponseHeadTests {
    private func head(_ response: Response, _ persistence: ResponseHead.Persistence = .usual) -> String {
        var bytes = Array("before|".utf8)
        ResponseHead.append(
            response, date: Array("Date: now\r\n".utf8), fences: Array("Fence: 1\r\n".utf8),
            keepAlive: Array("Keep-Alive: 5\r\n".utf8), persistence, to: &bytes)
        return String(decoding: bytes.dropFirst(7), as: UTF8.self)
    }

    @Test func `a head has the status, the headers, the length and the date`() {
        let response = Response.json(.created, headers: [Header("X-A", "b: c")], .bytes([1, 2, 3]))
        #expect(
            head(response) == "HTTP/1.1 201 Created\r\nX-A: b: c\r\nContent-Type: application/json\r\n"
                + "Content-Length: 3\r\nFence: 1\r\nDate: now\r\nKeep-Alive: 5\r\n\r\n")
    }

    @Test func `what becomes of the connection is said where it is not a matter of course`() {
        let response = Response(.ok, body: .bytes([]))
        #expect(!head(response).contains("Connection"))
        #expect(head(response, .close).hasSuffix("\r\nConnection: close\r\n\r\n"))
        #expect(head(response, .keepAlive).hasSuffix("\r\nConnection: keep-alive\r\nKeep-Alive: 5\r\n\r\n"))
    }

    @Test(arguments: [0, 1, 9, 10, 11, 99, 100, 1_234_567_890])
    func `a length is decimal`(length: Int) {
        let pieces = CountingPieces(count: length, pieceBytes: 1)
        #expect(head(Response(.ok, body: .pieces(pieces))).contains("\r\nContent-Length: \(length)\r\n"))
    }

    @Test func `an answer that has no body has no length either`() {
        #expect(!head(.notModified(EntityTag("a"))).contains("Length"))
        #expect(!head(Response(.noContent, body: .bytes([]))).contains("Length"))
        #expect(head(.notModified(EntityTag("a"))).contains("\r\nETag: \"a\"\r\n"))
    }

    @Test(arguments: [
        ("close", "close"), ("Close", "close"), ("keep-alive", "usual"), ("keep-alive, close", "close"),
        ("TE,\tClose ,", "close"), ("closed", "usual"), ("upgrade", "usual"), ("", "usual"), (" , ,", "usual"),
    ])
    func `in 1-1 a connection goes on unless the client wants its end`(option: String, expected: String) throws {
        #expect(try "\(persistence(option, .http11))" == expected)
    }

    @Test(arguments: [
        ("", "usual"), ("close", "close"), ("keep-alive", "keepAlive"), ("Keep-Alive, x", "keepAlive"),
        ("x, keep-alive", "keepAlive"), ("keep-alive, close", "close"), ("keep", "usual"), ("keep-alivex", "usual"),
        ("\u{212A}eep-alive", "usual"),
    ])
    func `in 1-0 a connection goes on if the client asks for it`(option: String, expected: String) throws {
        #expect(try "\(persistence(option, .http10))" == expected)
    }

    private func persistence(_ option: String, _ version: Version) throws -> ResponseHead.Persistence {
        let line = "GET / HTTP/\(version == .http10 ? "1.0" : "1.1")\r\nHost: a\r\n"
        var bytes = Array((line + (option.isEmpty ? "" : "connection: \(option)\r\n") + "\r\n").utf8)[...]
        var (reader, recent) = (RequestHeadReader(), RecentHeads())
        return try reader.next(in: &bytes, limits: ServerLimits(), recent: &recent).map(\.persistence) ?? .usual
    }
}
