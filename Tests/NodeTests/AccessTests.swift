internal import HTTP
internal import Testing

@testable import Node

@Suite("Who may do what")
struct AccessTests {
    @Test(arguments: [
        "127.0.0.1", "127.0.0.1:5000", "192.168.0.5", "8.8.8.8:80", "[::1]", "[::1]:5000", "[fe80::1]:80",
        "[::ffff:127.0.0.1]:1", "localhost", "localhost:5000", "LocalHost", "node1:5000", "", "node.localhost",
        "chain.local:80", "a.b.internal", "router.lan", "x.test", "n.home.arpa", "home.arpa", "localhost.",
        "node.local.", "Node.LOCAL:1", "node.example.org", "NODE.Example.ORG:5000", "node.example.org.",
    ])
    func `a host that no stranger can lead here is taken`(host: String) {
        let hosts = AllowedHosts(["Node.example.org"])
        #expect(hosts.refused(in: Headers([Header("Host", host)])) == nil)
    }

    @Test(arguments: [
        ("evil.example", "evil.example"), ("evil.example:5000", "evil.example"), ("EVIL.example.", "evil.example"),
        ("localhost.evil.example", "localhost.evil.example"), ("127.0.0.1.evil.example:5000", "127.0.0.1.evil.example"),
        ("xlocal.example", "xlocal.example"), ("notlocal.", nil), ("a.notlocal", "a.notlocal"),
        ("x.arpa", "x.arpa"), ("evilhome.arpa", "evilhome.arpa"), ("[::1].evil.example", "[::1].evil.example"),
        ("[evil.example]", "[evil.example]"), ("x.node.example.org", "x.node.example.org"),
        ("1.2.3.4.5x", "1.2.3.4.5x"),
    ])
    func `any other name is not`(host: String, name: String?) {
        let hosts = AllowedHosts(["node.example.org"])
        #expect(hosts.refused(in: Headers([Header("Host", host)])) == name)
    }

    @Test func `a request without a host is nobody's rebinding`() {
        #expect(AllowedHosts().refused(in: Headers()) == nil)
    }

    private func fault(
        _ method: HTTP.Method, _ headers: [Header], _ origins: [String] = []
    ) throws -> BrowserRule.Fault? {
        let all = Headers([Header("Host", "node.lan:5000")] + headers)
        let request = Request(method: method, path: "/mine", headers: all)
        return BrowserRule.fault(of: request, allowing: AllowedOrigins(try origins.map { try WebOrigin($0) }))
    }

    private static let chromium = Header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0.0.0 Safari/537.36")

    @Test(arguments: [
        [], [Header("User-Agent", "curl/8.0")], [Header("User-Agent", "python-requests/2.34")],
        [Header("User-Agent", "Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.19041")],
        [Header("Sec-Fetch-Site", "same-origin")], [Header("Sec-Fetch-Site", "none"), chromium],
        [Header("Origin", "http://node.lan:5000"), chromium], [Header("Origin", "https://node.lan:5000")],
        // The fetch of Node.js.
        [Header("User-Agent", "node"), Header("Sec-Fetch-Mode", "cors"), Header("Accept", "*/*")],
    ])
    func `what no other site's page can have sent may change something`(headers: [Header]) throws {
        #expect(try fault(.get, headers) == nil)
        #expect(try fault(.post, headers) == nil)
    }

    @Test(arguments: [
        [chromium], [Header("Upgrade-Insecure-Requests", "1")],
        [Header("User-Agent", "Mozilla/5.0 (compatible; Googlebot/2.1)")],
        [chromium, Header("Referer", "http://node.lan:5000/")],
    ])
    func `a browser's GET from nowhere may not`(headers: [Header]) throws {
        #expect(try fault(.get, headers) == .unknownSite(path: "/mine"))
        #expect(try fault(.post, headers) == nil)
    }

    @Test(arguments: [HTTP.Method.get, .post, .delete])
    func `what another site's page has sent may not`(method: HTTP.Method) throws {
        for site in ["cross-site", "same-site", "", "None"] {
            #expect(
                try fault(method, [Header("Sec-Fetch-Site", site)])
                    == .otherSite(site, origin: nil, host: "node.lan:5000"))
        }
        for origin in ["http://evil.example", "null", "http://node.lan", "http://node.lan:5001", ""] {
            #expect(
                try fault(method, [Header("Origin", origin)]) == .otherOrigin(origin, host: "node.lan:5000"))
        }
    }

    @Test(arguments: ["Sec-Purpose", "Purpose", "X-Moz"])
    func `what a browser asks in advance changes nothing`(name: String) throws {
        let own = Header("Sec-Fetch-Site", "none")
        #expect(try fault(.get, [own, Header(name, "prefetch;prerender")]) == .prefetch)
    }

    @Test func `an allowed origin may do what the node's own page may`() throws {
        let page = [Header("Origin", "http://localhost:3000"), Header("Sec-Fetch-Site", "cross-site"), Self.chromium]
        let refused = BrowserRule.Fault.otherSite(
            "cross-site", origin: "http://localhost:3000", host: "node.lan:5000")
        #expect(try fault(.post, page) == refused)
        #expect(try fault(.post, page, ["http://LocalHost:3000/"]) == nil)
        #expect(try fault(.get, page, ["http://localhost:3000"]) == nil)
        #expect(try fault(.post, page, ["http://localhost:3001"]) == refused)
    }

    @Test func `the scheme's own port may be in the host and is not in the origin`() {
        let headers = Headers([Header("Host", "chain.example.org:80"), Header("Origin", "http://chain.example.org")])
        let request = Request(method: .post, path: "/mine", headers: headers)
        #expect(BrowserRule.fault(of: request, allowing: AllowedOrigins()) == nil)
    }

    private static let secret = "0123456789abcdef"

    private func status(_ effect: Effect, _ headers: [Header], entrance: Int = 0) throws -> Int? {
        var access = Access()
        access.token = try BearerToken(Self.secret)
        let request = Request(method: .post, path: "/", headers: Headers(headers), entrance: entrance)
        guard case .now(let response)? = access.refusal(of: request, effect) else { return nil }
        return response.status.code
    }

    @Test(arguments: [
        "Bearer 0123456789abcdef", "bearer 0123456789abcdef", "BEARER   0123456789abcdef",
    ])
    func `who has the token may change something`(value: String) throws {
        #expect(try status(.changes, [Header("Authorization", value)]) == nil)
    }

    @Test(arguments: [
        "", "Bearer", "Bearer ", "0123456789abcdef", "Basic 0123456789abcdef", "Bearer0123456789abcdef",
        "Bearer 0123456789abcdeF", "Bearer 1123456789abcdef", "Bearer 0123456789abcde", "Bearer 0123456789abcdeff",
        "Bearer 0123456789abcdef ", "Bearer 0", "Bearer f", "Bearer \"0123456789abcdef\"",
    ])
    func `nobody else may, but read and announce`(value: String) throws {
        let header = Header("Authorization", value)
        #expect(try status(.changes, [header]) == 401)
        #expect(try status(.reads, [header]) == nil)
        #expect(try status(.announces, [header]) == nil)
    }

    @Test func `a token is given once`() throws {
        let right = Header("Authorization", "Bearer \(Self.secret)")
        #expect(try status(.changes, []) == 401)
        #expect(try status(.changes, [right, Header("Authorization", "Bearer x")]) == 401)
        #expect(try status(.changes, [right, right]) == 401)
    }

    @Test func `the token does not excuse a page of another site`() throws {
        let right = Header("Authorization", "Bearer \(Self.secret)")
        #expect(try status(.changes, [right, Header("Sec-Fetch-Site", "cross-site")]) == 403)
        #expect(try status(.changes, [right, Header("Host", "evil.example")]) == 421)
    }

    @Test func `by the second port nothing is changed`() throws {
        let right = Header("Authorization", "Bearer \(Self.secret)")
        #expect(try status(.changes, [right], entrance: 1) == 403)
        #expect(try status(.announces, [right], entrance: 1) == 403)
        #expect(try status(.reads, [], entrance: 1) == nil)
    }

    @Test(arguments: [
        String(repeating: "a", count: 16), String(repeating: "Z", count: 1024), "AZaz09-._~+/AZaz==",
    ])
    func `a token is what a header can carry`(text: String) throws {
        let token = try BearerToken(text)
        #expect(token.isGiven(in: Headers([Header("Authorization", "Bearer \(text)")])))
        #expect(!"\(token)".contains(text))
    }

    @Test(arguments: [
        "", "short", String(repeating: "a", count: 15), String(repeating: "a", count: 1025), "0123456789abcde f",
        "0123456789=abcdef", "0123456789abcdef\n", "0123456789abcdéf", "0123456789abcde[", "0123456789abcde@",
    ])
    func `nothing else is a token`(text: String) {
        #expect(throws: BearerTokenError.self) { try BearerToken(text) }
    }

    @Test(arguments: [
        "http://localhost:3000", "https://chain.example.org", "moz-extension://0a1b-2c3d", "http://[::1]:3000",
        "capacitor://localhost",
    ])
    func `an origin is scheme, host and port`(text: String) throws {
        #expect(try WebOrigin(text).description == text)
        #expect(try WebOrigin(text.uppercased() + "/").description == text)
    }

    @Test(arguments: [
        "*", "null", "NULL", "", "localhost", "localhost:3000", "http://", "http:///", "http://a/b", "http://a b",
        "://a", "1x://a", "http://a\r\nX: y", "http://ä", "http://user@host",
    ])
    func `nothing else is one`(text: String) {
        #expect(throws: WebOriginError.self) { try WebOrigin(text) }
    }
}
