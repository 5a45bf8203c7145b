internal import Testing

@testable import HTTP

/// A head, and the expected result.
struct GuardCase: Sendable, CustomTestStringConvertible {
    enum Verdict: Equatable {
        case accepted(Method, path: String, query: String?)
        /// The status, and words of the sentence.
        case refused(Status, String)
    }

    let testDescription: String
    let head: RequestHead
    let verdict: Verdict

    init(
        _ what: String, _ verdict: Verdict, method: Method? = .get, version: (Int, Int) = (1, 1),
        target: String? = "/",
        host: String? = "a", _ headers: KeyValuePairs<String, String> = [:]
    ) {
        testDescription = what
        self.verdict = verdict
        let hosts = host.map { [Header("Host", $0)] } ?? []
        head = RequestHead(
            method: method, version: RequestHead.Version(major: version.0, minor: version.1), target: target,
            headers: Headers(hosts + headers.map { Header($0.key, $0.value) }))
    }

    private static let root = Verdict.accepted(.get, path: "/", query: nil)

    static let accepted =
        Method.allCases.map {
            GuardCase($0.rawValue, .accepted($0, path: "/", query: nil), method: $0)
        } + [
            GuardCase("HTTP/1.0", root, version: (1, 0)),
            GuardCase("HTTP/1.0 without Host", root, version: (1, 0), host: nil),
            GuardCase("an empty Host", root, host: ""),
            GuardCase("many other headers", root, ["Accept": "*/*", "accept": "*/*", "X-Y": ""]),
            GuardCase("every character of a token", root, ["!#$%&'*+-.^_`|~09azAZ": "x"]),
            GuardCase(
                "a length", .accepted(.post, path: "/", query: nil), method: .post, ["content-LENGTH": "12"]),
            GuardCase("no length at all", .accepted(.post, path: "/", query: nil), method: .post),
            GuardCase("zeros before a length", root, ["Content-Length": "0012"]),
            GuardCase("GET with a body", root, ["Content-Length": "5"]),
            GuardCase(
                "HEAD of length 0", .accepted(.head, path: "/", query: nil), method: .head,
                ["Content-Length": "0"]),
            GuardCase(
                "chunks", .accepted(.put, path: "/", query: nil), method: .put,
                ["Transfer-Encoding": "chunked"]),
            GuardCase("Chunks", root, ["Transfer-Encoding": "Chunked"]),
            GuardCase("a path", .accepted(.get, path: "/a/b.c", query: nil), target: "/a/b.c"),
            GuardCase(
                "two slashes further on", .accepted(.get, path: "/a//b/", query: nil), target: "/a//b/"),
            GuardCase("dots", .accepted(.get, path: "/a/../b", query: nil), target: "/a/../b"),
            GuardCase("a query", .accepted(.get, path: "/a", query: "b=c%20d"), target: "/a?b=c%20d"),
            GuardCase("an empty query", .accepted(.get, path: "/a", query: ""), target: "/a?"),
            GuardCase("two question marks", .accepted(.get, path: "/a", query: "b?c"), target: "/a?b?c"),
            GuardCase(
                "a broken escape in the query", .accepted(.get, path: "/", query: "%zz"), target: "/?%zz"),
            GuardCase(
                "escapes", .accepted(.get, path: "/a b/%/é/😀", query: nil),
                target: "/a%20b/%25/%C3%A9/%f0%9F%98%80"),
            GuardCase("an escaped slash", .accepted(.get, path: "/a/b", query: nil), target: "/a%2Fb"),
            GuardCase(
                "an escaped question mark", .accepted(.get, path: "/a?b", query: nil), target: "/a%3fb"),
        ]

    private static func bad(_ words: String) -> Verdict { .refused(.badRequest, words) }
    private static let notEncoded = bad("well percent-encoded")
    private static let notVisible = bad("visible ASCII")
    private static let noPath = bad("begins with one slash")
    private static let badName = bad("header's name")
    private static let badLength = bad("has to be digits")
    private static let badEncoding = bad("only Transfer-Encoding")

    static let refused = [
        GuardCase("a method nobody knows", .refused(.notImplemented, "method"), method: nil),
        GuardCase("HTTP/0.9", .refused(.versionNotSupported, "HTTP/1.1"), version: (0, 9)),
        GuardCase("HTTP/1.2", .refused(.versionNotSupported, "HTTP/1.1"), version: (1, 2)),
        GuardCase("HTTP/2.0", .refused(.versionNotSupported, "HTTP/1.1"), version: (2, 0)),
        GuardCase("no Host", bad("needs a Host"), host: nil),
        GuardCase("two Hosts", bad("more than one Host"), ["host": "b"]),
        GuardCase("two Hosts that are equal", bad("more than one Host"), ["HOST": "a"]),
        GuardCase("two Hosts in HTTP/1.0", bad("more than one Host"), version: (1, 0), ["Host": "b"]),
        GuardCase("an empty name", badName, ["": "x"]),
        GuardCase("a space before the colon", badName, ["Content-Length ": "1"]),
        GuardCase("a tab in a name", badName, ["X\tY": "1"]),
        GuardCase("a line break in a name", badName, ["X\nY": "1"]),
        GuardCase("a colon in a name", badName, ["X:Y": "1"]),
        GuardCase("a name beyond ASCII", badName, ["Contént": "1"]),
        GuardCase(
            "two lengths", bad("more than one Content-Length"),
            ["Content-Length": "1", "content-length": "1"]),
        GuardCase("an empty length", badLength, ["Content-Length": ""]),
        GuardCase("a length with a plus", badLength, ["Content-Length": "+5"]),
        GuardCase("a length below zero", badLength, ["Content-Length": "-5"]),
        GuardCase("a length in hex", badLength, ["Content-Length": "0x5"]),
        GuardCase("a list of lengths", badLength, ["Content-Length": "5, 5"]),
        GuardCase("a length with a space", badLength, ["Content-Length": "5 "]),
        GuardCase("digits beyond ASCII", badLength, ["Content-Length": "٥"]),
        GuardCase("gzip", badEncoding, ["Transfer-Encoding": "gzip"]),
        GuardCase("gzip and chunks", badEncoding, ["Transfer-Encoding": "gzip, chunked"]),
        GuardCase("a letter that is k in lower case", badEncoding, ["Transfer-Encoding": "chun\u{212A}ed"]),
        GuardCase("identity", badEncoding, ["Transfer-Encoding": "identity"]),
        GuardCase(
            "chunks twice", badEncoding, ["Transfer-Encoding": "chunked", "transfer-encoding": "chunked"]),
        GuardCase("chunks with a tab", badEncoding, ["Transfer-Encoding": "\tchunked"]),
        GuardCase("chunks in HTTP/1.0", badEncoding, version: (1, 0), ["Transfer-Encoding": "chunked"]),
        GuardCase(
            "a length and chunks", bad("do not go together"),
            ["Content-Length": "5", "Transfer-Encoding": "chunked"]),
        GuardCase("HEAD with a body", bad("HEAD does not take"), method: .head, ["Content-Length": "5"]),
        GuardCase(
            "HEAD with an endless body", bad("HEAD does not take"), method: .head,
            ["Content-Length": "99999999999999999999"]),
        GuardCase(
            "HEAD with chunks", bad("HEAD does not take"), method: .head, ["Transfer-Encoding": "chunked"]),
        GuardCase("TRACE with a body", bad("TRACE does not take"), method: .trace, ["Content-Length": "5"]),
        GuardCase("a target that is not UTF-8", notVisible, target: nil),
        GuardCase("a target beyond ASCII", notVisible, target: "/é"),
        GuardCase("a space in the target", notVisible, target: "/a b"),
        GuardCase("a line break in the target", notVisible, target: "/a\r\nX: y"),
        GuardCase("a fragment", notVisible, target: "/a#b"),
        GuardCase("an empty target", noPath, target: ""),
        GuardCase("a star", noPath, target: "*"),
        GuardCase("another server's resource", noPath, target: "http://a/b"),
        GuardCase("no slash", noPath, target: "a"),
        GuardCase("two slashes", noPath, target: "//a/b"),
        GuardCase("a lone percent", notEncoded, target: "/%"),
        GuardCase("half an escape", notEncoded, target: "/%4"),
        GuardCase("an escape that is none", notEncoded, target: "/%zz"),
        GuardCase("an escaped zero", notEncoded, target: "/chain%00x"),
        GuardCase("an escaped line break", notEncoded, target: "/a%0Ab"),
        GuardCase("an escaped delete", notEncoded, target: "/a%7F"),
        GuardCase("bytes that are not UTF-8", notEncoded, target: "/%C3%28"),
        GuardCase("an overlong slash", notEncoded, target: "/%C0%AF"),
        GuardCase("half a surrogate pair", notEncoded, target: "/%ED%A0%80"),
    ]
}

@Suite("The request guard")
struct RequestGuardTests {
    private func verdict(on head: RequestHead) -> GuardCase.Verdict {
        do throws(RequestGuard.Refusal) {
            let (method, path, query) = try RequestGuard.check(head)
            return .accepted(method, path: path, query: query)
        } catch {
            return .refused(error.status, error.sentence)
        }
    }

    @Test(arguments: GuardCase.accepted)
    func `a head that means one thing is accepted`(head: GuardCase) {
        #expect(verdict(on: head.head) == head.verdict)
    }

    @Test(arguments: GuardCase.refused)
    func `a head that could mean two things is refused in words`(head: GuardCase) throws {
        guard case .refused(let status, let words) = head.verdict,
            case .refused(let actualStatus, let sentence) = verdict(on: head.head)
        else {
            Issue.record("accepted")
            return
        }
        #expect(actualStatus == status)
        #expect(sentence.contains(words), "\(sentence)")
        #expect(sentence.hasSuffix("."))
    }
}
