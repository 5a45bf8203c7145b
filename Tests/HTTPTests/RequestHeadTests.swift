internal import Testing

@testable import HTTP
import Wording

/// A head as bytes, and the expected result.
struct HeadCase: Sendable, CustomTestStringConvertible {
    enum Verdict: Equatable {
        case accepted(Method, path: String, query: String? = nil, framing: RequestHead.Framing = .length(0))
        /// The status, and words of the sentence.
        case refused(Status, String)
        case incomplete
    }

    let testDescription: String
    let bytes: [UInt8]
    let verdict: Verdict

    init(_ what: String, _ verdict: Verdict, bytes: [UInt8]) {
        testDescription = what
        self.verdict = verdict
        self.bytes = bytes
    }

    init(_ what: String, _ verdict: Verdict, bytes: String) {
        self.init(what, verdict, bytes: Array(bytes.utf8))
    }

    /// A head of this first line and these lines.
    init(
        _ what: String, _ verdict: Verdict, _ line: String = "GET / HTTP/1.1", host: String? = "a", _ lines: String...
    ) {
        let all = [line] + (host.map { ["Host: \($0)"] } ?? []) + lines + ["", ""]
        self.init(what, verdict, bytes: all.joined(separator: "\r\n"))
    }

    private static let root = Verdict.accepted(.get, path: "/")
    private static func path(_ path: String, _ query: String? = nil) -> Verdict {
        .accepted(.get, path: path, query: query)
    }

    static let accepted =
        Method.allCases.map { HeadCase($0.rawValue, .accepted($0, path: "/"), "\($0.rawValue) / HTTP/1.1") } + [
            HeadCase("HTTP/1.0", root, "GET / HTTP/1.0"),
            HeadCase("HTTP/1.0 without Host", root, "GET / HTTP/1.0", host: nil),
            HeadCase("HTTP/1.2 is spoken to in 1.1", root, "GET / HTTP/1.2"),
            HeadCase("empty lines before it", root, bytes: "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
            HeadCase("many other headers", root, host: "a", "Accept: */*", "accept: */*", "X-Y:"),
            HeadCase("every character of a token", root, host: "a", "!#$%&'*+-.^_`|~09azAZ: x"),
            HeadCase("blanks around a value", root, host: "\t a \t", "Content-Length:\t 0 \t"),
            HeadCase("bytes beyond ASCII in a value", root, host: "a", "X: é"),
            HeadCase(
                "a length", .accepted(.post, path: "/", framing: .length(12)), "POST / HTTP/1.1", host: "a",
                "content-LENGTH: 12"),
            HeadCase(
                "a length with tabs", .accepted(.post, path: "/", framing: .length(12)), "POST / HTTP/1.1", host: "a",
                "Content-Length:\t12\t"),
            HeadCase("no length at all", .accepted(.post, path: "/"), "POST / HTTP/1.1"),
            HeadCase(
                "zeros before a length", .accepted(.get, path: "/", framing: .length(12)), host: "a",
                "Content-Length: 0012"),
            HeadCase(
                "a length beyond all integers", .accepted(.get, path: "/", framing: .length(.max)), host: "a",
                "Content-Length: 99999999999999999999"),
            HeadCase(
                "HEAD of length 0", .accepted(.head, path: "/"), "HEAD / HTTP/1.1", host: "a", "Content-Length: 0"),
            HeadCase(
                "chunks", .accepted(.put, path: "/", framing: .chunked), "PUT / HTTP/1.1", host: "a",
                "Transfer-Encoding: chunked"),
            HeadCase(
                "Chunks", .accepted(.get, path: "/", framing: .chunked), host: "a", "Transfer-Encoding:\tChunked "),
            HeadCase("an expectation in HTTP/1.0", root, "GET / HTTP/1.0", host: "a", "Expect: miracles"),
            HeadCase("a path", path("/a/b.c"), "GET /a/b.c HTTP/1.1"),
            HeadCase("two slashes", path("//a/b"), "GET //a/b HTTP/1.1"),
            HeadCase("two slashes further on", path("/a//b/"), "GET /a//b/ HTTP/1.1"),
            HeadCase("dots", path("/a/../b"), "GET /a/../b HTTP/1.1"),
            HeadCase("a query", path("/a", "b=c%20d"), "GET /a?b=c%20d HTTP/1.1"),
            HeadCase("an empty query", path("/a", ""), "GET /a? HTTP/1.1"),
            HeadCase("two question marks", path("/a", "b?c"), "GET /a?b?c HTTP/1.1"),
            HeadCase("a broken escape in the query", path("/", "%zz"), "GET /?%zz HTTP/1.1"),
            HeadCase("escapes", path("/a b/%/é/😀"), "GET /a%20b/%25/%C3%A9/%f0%9F%98%80 HTTP/1.1"),
            HeadCase("an escaped slash", path("/a/b"), "GET /a%2Fb HTTP/1.1"),
            HeadCase("an escaped question mark", path("/a?b"), "GET /a%3fb HTTP/1.1"),
            HeadCase("an absolute target", path("/c", "d"), "GET http://b:80/c?d HTTP/1.1"),
            HeadCase("an absolute target without a path", path("/"), "GET HTTP://b HTTP/1.1"),
            HeadCase("an absolute target with a query alone", path("/", "d"), "GET http://[::1]:5?d HTTP/1.1"),
            HeadCase("OPTIONS of the whole server", .accepted(.options, path: "*"), "OPTIONS * HTTP/1.1"),
        ]

    private static func bad(_ words: String) -> Verdict { .refused(.badRequest, words) }
    private static let notEncoded = bad("well percent-encoded")
    private static let notVisible = bad("visible ASCII")
    private static let noPath = bad("begins with a slash")
    private static let badLine = bad("with one space between")
    private static let badVersion = bad("a version such as")
    private static let notSpoken = Verdict.refused(.versionNotSupported, "HTTP/1.1")
    private static let badName = bad("header's name")
    private static let badValue = bad("control character")
    private static let badLength = bad("has to be digits")
    private static let badCoding = bad("only Transfer-Encoding")
    private static let badHost = bad("one name or address")
    private static let noHost = bad("name one host")

    static let refused: [HeadCase] =
        [
            HeadCase("a method nobody knows", .refused(.notImplemented, "method"), "FOO / HTTP/1.1"),
            HeadCase("a method in lower case", .refused(.notImplemented, "capital letters: GET"), "get / HTTP/1.1"),
            HeadCase("CONNECT", .refused(.notImplemented, "method"), "CONNECT a:1 HTTP/1.1"),
            HeadCase("a method that is no token", badLine, "G@T / HTTP/1.1"),
            HeadCase("one word", badLine, "GET"),
            HeadCase("no version", badLine, "GET /"),
            HeadCase("two spaces", badLine, "GET  / HTTP/1.1"),
            HeadCase("a space at the end", badLine, "GET / HTTP/1.1 "),
            HeadCase("nothing before a space", badLine, "G\u{20}\u{20} HTTP/1.1"),
            HeadCase("a tab", badLine, "GET\t/ HTTP/1.1"),
            HeadCase("a space in the target", badLine, "GET /a b HTTP/1.1"),
            HeadCase("HTTP/0.9", notSpoken, "GET / HTTP/0.9"),
            HeadCase("HTTP/2.0", notSpoken, "GET / HTTP/2.0"),
            HeadCase("HTTP/2's preface", notSpoken, "PRI * HTTP/2.0"),
            HeadCase("a zero before the version", badVersion, "GET / HTTP/01.1"),
            HeadCase("a zero in the version", badVersion, "GET / HTTP/1.01"),
            HeadCase("a sign before the version", badVersion, "GET / HTTP/+1.1"),
            HeadCase("a version in lower case", badVersion, "GET / http/1.1"),
            HeadCase("half a version", badVersion, "GET / HTTP/1"),
            HeadCase("another protocol", badVersion, "GET / ICAP/1.0"),
            HeadCase("no Host", bad("needs a Host"), host: nil),
            HeadCase("two Hosts", bad("more than one Host"), host: "a", "host: b"),
            HeadCase("two Hosts that are equal", bad("more than one Host"), host: "a", "HOST: a"),
            HeadCase("two Hosts in HTTP/1.0", bad("more than one Host"), "GET / HTTP/1.0", host: "a", "Host: b"),
            HeadCase("a bad Host", badHost, host: "a b"),
            HeadCase("an empty Host", badHost, host: ""),
            HeadCase("a port alone", badHost, host: ":80"),
            HeadCase("a bad Host beside an absolute target", badHost, "GET http://b/ HTTP/1.1", host: "a,b"),
            HeadCase("an empty name", badName, host: "a", ": x"),
            HeadCase("a line without a colon", badName, host: "a", "nonsense"),
            HeadCase("a space before the colon", badName, host: "a", "Content-Length : 1"),
            HeadCase("a tab before the colon", badName, host: "a", "Content-Length\t: 1"),
            HeadCase("a tab in a name", badName, host: "a", "X\tY: 1"),
            HeadCase("a name beyond ASCII", badName, host: "a", "Contént: 1"),
            HeadCase("a fold", bad("goes on in the next line"), host: "a", "X: y", " z"),
            HeadCase("a fold with a tab", bad("goes on in the next line"), host: "a", "\tz"),
            HeadCase(
                "two lengths", bad("more than one Content-Length"), host: "a", "Content-Length: 1", "content-length: 1"),
            HeadCase("an empty length", badLength, host: "a", "Content-Length:"),
            HeadCase("a length with a plus", badLength, host: "a", "Content-Length: +5"),
            HeadCase("a length below zero", badLength, host: "a", "Content-Length: -5"),
            HeadCase("a length in hex", badLength, host: "a", "Content-Length: 0x5"),
            HeadCase("a list of lengths", badLength, host: "a", "Content-Length: 5, 5"),
            HeadCase("digits beyond ASCII", badLength, host: "a", "Content-Length: ٥"),
            HeadCase("gzip", badCoding, host: "a", "Transfer-Encoding: gzip"),
            HeadCase(
                "gzip and chunks", .refused(.notImplemented, "chunked"), host: "a", "Transfer-Encoding: gzip, chunked"),
            HeadCase("chunks and gzip", badCoding, host: "a", "Transfer-Encoding: chunked, gzip"),
            HeadCase("a letter that is k in lower case", badCoding, host: "a", "Transfer-Encoding: chun\u{212A}ed"),
            HeadCase("identity", badCoding, host: "a", "Transfer-Encoding: identity"),
            HeadCase("a list with nothing in it", badCoding, host: "a", "Transfer-Encoding: ,chunked"),
            HeadCase("an empty coding", badCoding, host: "a", "Transfer-Encoding:"),
            HeadCase(
                "chunks twice", badCoding, host: "a", "Transfer-Encoding: chunked", "transfer-encoding: chunked"),
            HeadCase("chunks in HTTP/1.0", badCoding, "GET / HTTP/1.0", host: "a", "Transfer-Encoding: chunked"),
            HeadCase(
                "a length and chunks", bad("do not go together"), host: "a", "Content-Length: 5",
                "Transfer-Encoding: chunked"),
            HeadCase("HEAD with a body", bad("HEAD does not take"), "HEAD / HTTP/1.1", host: "a", "Content-Length: 5"),
            HeadCase(
                "HEAD with chunks", bad("HEAD does not take"), "HEAD / HTTP/1.1", host: "a",
                "Transfer-Encoding: chunked"),
            HeadCase(
                "TRACE with a body", bad("TRACE does not take"), "TRACE / HTTP/1.1", host: "a", "Content-Length: 5"),
            HeadCase(
                "an expectation nobody knows", .refused(.expectationFailed, "100-continue"), host: "a",
                "Expect: miracles"),
            HeadCase(
                "two expectations", .refused(.expectationFailed, "100-continue"), host: "a",
                "Expect: 100-continue, miracles"),
            HeadCase("a target beyond ASCII", notVisible, "GET /é HTTP/1.1"),
            HeadCase("a delete in the target", notVisible, "GET /\u{7F} HTTP/1.1"),
            HeadCase("a fragment", .refused(.badRequest, "write %23"), "GET /a#b HTTP/1.1"),
            HeadCase("a star", bad("OPTIONS alone"), "GET * HTTP/1.1"),
            HeadCase("no slash", noPath, "GET a HTTP/1.1"),
            HeadCase("a scheme without an authority", noPath, "GET http:/a HTTP/1.1"),
            HeadCase("another scheme", bad("http:"), "GET ftp://a/b HTTP/1.1"),
            HeadCase("https", .refused(.misdirected, "http:"), "GET https://a/b HTTP/1.1"),
            HeadCase("a user", noHost, "GET http://u@a/ HTTP/1.1"),
            HeadCase("no host in the target", noHost, "GET http:///a HTTP/1.1"),
            HeadCase("a lone percent", notEncoded, "GET /% HTTP/1.1"),
            HeadCase("half an escape", notEncoded, "GET /%4 HTTP/1.1"),
            HeadCase("an escape that is none", notEncoded, "GET /%zz HTTP/1.1"),
            HeadCase("an escaped zero", notEncoded, "GET /chain%00x HTTP/1.1"),
            HeadCase("an escaped line break", notEncoded, "GET /a%0Ab HTTP/1.1"),
            HeadCase("an escaped delete", notEncoded, "GET /a%7F HTTP/1.1"),
            HeadCase("bytes that are not UTF-8", notEncoded, "GET /%C3%28 HTTP/1.1"),
            HeadCase("an overlong slash", notEncoded, "GET /%C0%AF HTTP/1.1"),
            HeadCase("half a surrogate pair", notEncoded, "GET /%ED%A0%80 HTTP/1.1"),
            HeadCase("LF alone after the first line", bad("LF alone"), bytes: "GET / HTTP/1.1\nHost: a\r\n\r\n"),
            HeadCase("LF alone at the end", bad("LF alone"), bytes: "GET / HTTP/1.1\r\nHost: a\r\n\n"),
            HeadCase("LF alone before a request", bad("LF alone"), bytes: "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
            HeadCase("CR alone", bad("CR without LF"), bytes: "GET / HTTP/1.1\rHost: a\r\n\r\n"),
            HeadCase("CR alone in a line that goes on", bad("CR without LF"), bytes: "GET /\r HTTP/1.1"),
            HeadCase("CR twice", bad("CR without LF"), bytes: "GET / HTTP/1.1\r\r\n"),
            HeadCase("TLS", bad("not HTTP"), bytes: [22, 3, 1, 2, 0]),
            HeadCase("a whole line of another protocol", bad("not HTTP"), bytes: [22, 3, 1, 13, 10]),
            HeadCase("a long beginning of another protocol", bad("not HTTP"), bytes: [22] + Array(xs(200).utf8)),
            HeadCase(
                "CR alone behind the limit of a first line", .refused(.uriTooLong, "128 bytes"),
                bytes: "GET /\(xs(128))\r "),
            HeadCase(
                "CR alone behind the limit of a head", .refused(.headerFieldsTooLarge, "256 bytes"),
                bytes: "GET / HTTP/1.1\r\nX: \(xs(256))\r \r\n"),
            HeadCase("a first line above the limit", .refused(.uriTooLong, "128 bytes"), "GET /\(xs(128)) HTTP/1.1"),
            HeadCase("a first line without an end", .refused(.uriTooLong, "128 bytes"), bytes: "GET /\(xs(128))"),
            HeadCase(
                "a head above the limit", .refused(.headerFieldsTooLarge, "256 bytes"), host: "a", "X: \(xs(256))"),
            HeadCase(
                "more headers than are taken", .refused(.headerFieldsTooLarge, "20 headers"),
                bytes: "GET / HTTP/1.1\r\n" + String(repeating: "a:\r\n", count: 21)),
            HeadCase(
                "many small headers", .refused(.headerFieldsTooLarge, "256 bytes"),
                bytes: "GET / HTTP/1.1\r\n" + String(repeating: "abcdefgh: ijklm\r\n", count: 20)),
            HeadCase(
                "empty lines without end", .refused(.headerFieldsTooLarge, "256 bytes"),
                bytes: String(repeating: "\r\n", count: 200)),
        ]
        + [0, 1, 8, 11, 12, 27, 31, 127].map { byte in
            HeadCase("byte \(byte) in a value", badValue, bytes: Array("GET / HTTP/1.1\r\nX: a".utf8) + [byte, 13, 10])
        }

    static let incomplete = [
        HeadCase("nothing", .incomplete, bytes: ""),
        HeadCase("half a line", .incomplete, bytes: "GET / HT"),
        HeadCase("a line and half an end", .incomplete, bytes: "GET / HTTP/1.1\r"),
        HeadCase("no empty line", .incomplete, bytes: "GET / HTTP/1.1\r\nHost: a\r\n"),
        HeadCase("half an empty line before it", .incomplete, bytes: "\r"),
    ]

    private static func xs(_ count: Int) -> String { String(repeating: "x", count: count) }
}

@Suite("A request's head")
struct RequestHeadTests {
    /// What comes of bytes that arrive in pieces of this size.
    private func verdict(
        on bytes: [UInt8], piece: Int, _ recent: inout RecentHeads
    ) -> HeadCase.Verdict {
        var limits = ServerLimits()
        (limits.lineBytes, limits.headBytes, limits.fields) = (128, 256, 20)
        var reader = RequestHeadReader()
        var rest = bytes[...]
        do throws(Refusal) {
            while !rest.isEmpty {
                var arrived = rest.prefix(piece)
                rest = rest.dropFirst(piece)
                guard let head = try reader.next(in: &arrived, limits: limits, recent: &recent) else { continue }
                return .accepted(head.method, path: head.path, query: head.query, framing: head.framing)
            }
            return .incomplete
        } catch {
            return .refused(error.status, error.statement.description)
        }
    }

    @Test(arguments: HeadCase.accepted + HeadCase.incomplete, [Int.max, 1, 7])
    func `a head that means one thing is accepted`(head: HeadCase, piece: Int) {
        var recent = RecentHeads()
        #expect(verdict(on: head.bytes, piece: piece, &recent) == head.verdict)
        // As one of those that were read lately.
        #expect(verdict(on: head.bytes, piece: piece, &recent) == head.verdict)
    }

    @Test(arguments: HeadCase.refused, [Int.max, 1, 7])
    func `a head that could mean two things is refused in words`(head: HeadCase, piece: Int) throws {
        var recent = RecentHeads()
        _ = verdict(on: head.bytes, piece: piece, &recent)
        guard case .refused(let status, let words) = head.verdict,
            case .refused(let actualStatus, let sentence) = verdict(on: head.bytes, piece: piece, &recent)
        else {
            Issue.record("not refused")
            return
        }
        #expect(actualStatus == status)
        #expect(sentence.contains(words), "\(sentence)")
        #expect(sentence.hasSuffix("."))
    }

    @Test func `an absolute target's authority replaces Host`() throws {
        var (reader, recent) = (RequestHeadReader(), RecentHeads())
        var bytes = Array("GET http://b:1/ HTTP/1.1\r\nX: y\r\nhost: a\r\n\r\n".utf8)[...]
        let head = try #require(try reader.next(in: &bytes, limits: ServerLimits(), recent: &recent))
        #expect(head.headers.values(of: "host") == ["b:1"])
        #expect(head.headers.values(of: "x") == ["y"])
    }

    @Test func `what follows a head is left`() throws {
        var (reader, recent) = (RequestHeadReader(), RecentHeads())
        var bytes = Array("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET".utf8)[...]
        _ = try reader.next(in: &bytes, limits: ServerLimits(), recent: &recent)
        #expect(String(decoding: bytes, as: UTF8.self) == "GET")
    }

    @Test(arguments: [
        "", "a", "a.b-c_d~e", "A%20b", "a:", "a:0", "a:65535", "1.2.3.4:5", "[::1]", "[::1]:", "[::ffff:1.2.3.4]:80",
        ":80", "a!$&'()*+;=b",
    ])
    func `an authority is a host and perhaps a port`(text: String) {
        #expect(Authority.isWellFormed(Array(text.utf8)[...]))
    }

    @Test(arguments: [
        " ", "a b", "a,b", "a/b", "a?b", "a#b", "u@a", "\"a\"", "a\\b", "http://a", "a:b", "a:65536", "a:-1", "a:+1",
        "a:1:2", "::1", "[::1", "::1]", "[]", "[::1]a", "[::1]80", "[::1%25eth0]", "[v1.a]", "[1.2.3.4]", "[::g]",
        "a%2", "a%zz", "é", "<a>",
    ])
    func `nothing else is an authority`(text: String) {
        #expect(!Authority.isWellFormed(Array(text.utf8)[...]))
    }
}
