internal import HTTP
internal import Testing

@Suite("The router's patterns")
struct PathPatternTests {
    private struct Unexpected: Error {}

    /// Gives its name and the values of `parameters`.
    private static func named(_ name: String, _ parameters: String...) -> Handler {
        { request in
            let words = [name] + parameters.map { "\($0)=\(request.parameters[$0])" }
            return .now(Response(.ok, body: .bytes(Array(words.joined(separator: " ").utf8))))
        }
    }

    private static let routes: [@Sendable (inout Router) -> Void] = [
        { $0.on(.get, .head, path: "/blocks", named("page")) },
        { $0.on(.get, .head, path: "/blocks/{block}", named("block", "block")) },
        { $0.on(.delete, path: "/blocks/{block}", named("removal", "block")) },
        { $0.on(.post, path: "/blocks/new", named("new")) },
        { $0.on(.get, path: "/blocks/{block}/explain", named("explanation", "block")) },
        { $0.on(.get, path: "/blocks/{block}/{part}", named("part", "block", "part")) },
        { $0.on(.get, path: "/blocks/latest/{part}", named("latest", "part")) },
        { $0.on(.get, path: "/{kind}/{name}/explain", named("anything", "name", "kind")) },
    ]

    private func answer(
        _ method: Method, _ path: String, routes: [@Sendable (inout Router) -> Void] = routes
    ) throws -> Response {
        var router = Router()
        for route in routes { route(&router) }
        guard case .now(let response) = router.handle(Request(method: method, path: path)) else { throw Unexpected() }
        return response
    }

    private func bytes(of response: Response) -> [UInt8] {
        guard case .bytes(let bytes) = response.body else { return [] }
        return bytes
    }

    private func text(of response: Response) -> String { String(decoding: bytes(of: response), as: UTF8.self) }

    @Test(arguments: [
        ("/blocks", "page"), ("/blocks/7", "block block=7"), ("/blocks/ ", "block block= "),
        ("/blocks/.", "block block=."),
        ("/blocks/..", "block block=.."), ("/blocks/a?b=c", "block block=a?b=c"), ("/blocks/%2F", "block block=%2F"),
        ("/blocks/{block}", "block block={block}"), ("/blocks/{", "block block={"), ("/blocks/New", "block block=New"),
        ("/blocks/7/explain", "explanation block=7"), ("/blocks/new/explain", "explanation block=new"),
        ("/blocks/7/Explain", "part block=7 part=Explain"), ("/blocks/explain/explain", "explanation block=explain"),
        ("/blocks/latest/hash", "latest part=hash"), ("/blocks/latest/explain", "latest part=explain"),
        ("/peers/7/explain", "anything name=7 kind=peers"),
        ("/{kind}/{name}/explain", "anything name={name} kind={kind}"),
    ])
    func `a parameter stands for one component, and the more literal wins`(path: String, expected: String) throws {
        // Whichever comes first.
        for routes in [Self.routes, Self.routes.reversed(), Array(Self.routes[4...] + Self.routes[..<4])] {
            let response = try answer(.get, path, routes: routes)
            #expect(response.status == .ok)
            #expect(text(of: response) == expected)
        }
    }

    @Test(arguments: [
        "\u{301}", "\u{301}a", "a\u{301}", "e\u{301}", "\u{E9}", "\u{200D}", "a\r\n", "\u{0}", "\u{FEFF}😀",
    ])
    func `a value keeps its bytes, also those that combine with the slash`(value: String) throws {
        let blocks = Array("block block=\(value)".utf8)
        #expect(bytes(of: try answer(.get, "/blocks/" + value)) == blocks)
        let parts = Array("part block=\(value) part=\(value)".utf8)
        #expect(bytes(of: try answer(.get, "/blocks/\(value)/\(value)")) == parts)
    }

    @Test(arguments: [
        "", "/", "//", "blocks/7", "/blocks/", "/blocks//", "/blocks/7/", "/blocks//explain", "//7/explain",
        "//blocks/7", "/Blocks/7", "/;", ";", "/x;y", "/x/.;/y", "/é;é", "/../;v1", "/api/;api",
        "/block/7", "/blocksx/7", "/blocks/7/explain/", "/blocks/7/explain/x", "/x", "/x/y", "/x/y/z", "x/y/z/explain",
        "/blocks\u{301}/7", "/blocks/a/b/c", String(repeating: "/", count: 16_384),
        "/blocks/" + String(repeating: "7/", count: 8_000),
    ])
    func `what fits no pattern is not found, and the patterns get named`(path: String) throws {
        for method in Method.allCases {
            let response = try answer(method, path)
            #expect(response.status == .notFound)
            let paths = [
                "/blocks", "/blocks/latest/{part}", "/blocks/new", "/blocks/{block}", "/blocks/{block}/explain",
                "/blocks/{block}/{part}", "/{kind}/{name}/explain",
            ]
            #expect(text(of: response).contains("The paths are \(paths.joined(separator: ", "))."))
        }
    }

    @Test(arguments: [
        (Method.post, "/blocks/7", "GET, HEAD, DELETE"), (.put, "/blocks/{block}", "GET, HEAD, DELETE"),
        (.delete, "/blocks/7/explain", "GET"), (.post, "/a/b/explain", "GET"),
        // The path alone decides: the pattern's methods don't apply to a path that wins over it.
        (.get, "/blocks/new", "POST"), (.delete, "/blocks/new", "POST"),
    ])
    func `a method that a pattern does not take is refused with those it takes`(
        method: Method, path: String, allowed: String
    ) throws {
        let response = try answer(method, path)
        #expect(response.status == .methodNotAllowed)
        #expect(response.headers.filter { $0.name == "Allow" } == [Header("Allow", allowed + ", OPTIONS")])
        #expect(text(of: response).contains("\(path) does not take \(method.rawValue). Use \(allowed)."))
    }

    @Test func `literal components differ even where Swift takes them for equal`() throws {
        let routes: [@Sendable (inout Router) -> Void] = [{ $0.on(.get, path: "/K/{x}", Self.named("kelvin", "x")) }]
        #expect(try answer(.get, "/K/1", routes: routes).status == .ok)
        #expect(try answer(.get, "/\u{212A}/1", routes: routes).status == .notFound)
    }

    @Test func `without patterns any number of slashes is just not found`() throws {
        #expect(try answer(.get, "/a/b//", routes: []).status == .notFound)
    }

    @Test func `a pattern that is none is our own fault`() async {
        await #expect(processExitsWith: .failure) { register("/blocks/{}") }
        await #expect(processExitsWith: .failure) { register("/blocks/{a}.json") }
        await #expect(processExitsWith: .failure) { register("/blocks/a}") }
        await #expect(processExitsWith: .failure) { register("/blocks/{{a}}") }
        await #expect(processExitsWith: .failure) { register("blocks/{a}") }
        await #expect(processExitsWith: .failure) { register("/{a}/{a}") }
        await #expect(processExitsWith: .failure) { register("/{a}", "/{b}") }
        await #expect(processExitsWith: .failure) { register("/{a}", "/{a}") }
        await #expect(processExitsWith: .success) { register("/{a}", "/{a}/{b}", "/{a}/b", "/a/{b}") }
    }

    @Test func `asking for a parameter that the route has not is our own fault`() async {
        await #expect(processExitsWith: .failure) {
            var router = Router()
            router.on(.get, path: "/{a}", PathPatternTests.named("a", "b"))
            _ = router.handle(Request(method: .get, path: "/x"))
        }
        await #expect(processExitsWith: .failure) {
            _ = Request(method: .get, path: "/x").parameters["a"]
        }
    }
}

private func register(_ paths: String...) {
    var router = Router()
    for path in paths { router.on(.get, path: path) { _ in .now(Response(.ok, body: .bytes([]))) } }
}
