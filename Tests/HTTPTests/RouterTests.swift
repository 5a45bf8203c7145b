internal import HTTP
internal import Testing

@Suite("The router")
struct RouterTests {
    private func named(_ name: String) -> Handler {
        { request in
            .now(Response(.ok, body: .bytes(Array("\(name) \(request.method.rawValue)".utf8))))
        }
    }

    private func router() -> Router {
        var router = Router()
        router.on(.get, .head, path: "/read", named("read"))
        router.on(.get, .head, .post, path: "/both", named("both"))
        router.on(.get, path: "/act", named("act"))
        router.on(.post, path: "/write", named("write"))
        router.on(.put, path: "/write", named("replace"))
        return router
    }

    private func answer(_ method: Method, _ path: String) throws -> Response {
        let outcome = router().handle(Request(method: method, path: path))
        guard case .now(let response) = outcome else {
            throw Unexpected()
        }
        return response
    }

    private struct Unexpected: Error {}

    private func text(of response: Response) -> String {
        guard case .bytes(let bytes) = response.body else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [
        (Method.get, "/read", "read GET"), (.head, "/read", "read HEAD"), (.get, "/both", "both GET"),
        (.post, "/both", "both POST"), (.head, "/both", "both HEAD"), (.post, "/write", "write POST"),
        (.put, "/write", "replace PUT"), (.get, "/act", "act GET"),
    ])
    func `a path and a method find their handler`(method: Method, path: String, expected: String) throws {
        let response = try answer(method, path)
        #expect(response.status == .ok)
        #expect(text(of: response) == expected)
    }

    @Test(arguments: ["/", "", "/reads", "/read/", "/Read", "/read/x"])
    func `what lies elsewhere is not found, and what there is gets named`(path: String) throws {
        for method in Method.allCases {
            let response = try answer(method, path)
            #expect(response.status == .notFound)
            #expect(text(of: response).contains("/act, /both, /read, /write"))
        }
    }

    @Test(arguments: [
        (Method.post, "/read", "GET, HEAD"), (.delete, "/both", "GET, HEAD, POST"),
        (.get, "/write", "POST, PUT"), (.head, "/act", "GET"), (.head, "/write", "POST, PUT"),
        (.trace, "/write", "POST, PUT"),
    ])
    func `a method that a path does not take is refused with those it takes`(
        method: Method, path: String, allowed: String
    ) throws {
        let response = try answer(method, path)
        #expect(response.status == .methodNotAllowed)
        #expect(response.headers.filter { $0.name == "Allow" } == [Header("Allow", allowed + ", OPTIONS")])
        #expect(text(of: response).contains(method.rawValue))
        #expect(text(of: response).contains(allowed))
    }

    @Test(arguments: [
        ("/read", "GET, HEAD, OPTIONS"), ("/write", "POST, PUT, OPTIONS"), ("*", "GET, HEAD, POST, PUT, OPTIONS"),
    ])
    func `OPTIONS is told what there is`(path: String, allowed: String) throws {
        let response = try answer(.options, path)
        #expect(response.status == .noContent)
        #expect(response.headers == [Header("Allow", allowed)])
    }

    @Test func `the refusal is told what a route does`() {
        var router = Router()
        router.on(.get, .post, .delete, path: "/usual", named("usual"))
        router.on(.get, path: "/act", effect: .changes, named("act"))
        router.on(.post, path: "/explain/{it}", effect: .reads, named("explain"))
        router.refusal = { _, effect in .now(Response(.forbidden, body: .bytes(Array("\(effect)".utf8)))) }
        let expected: [(Method, String, String)] = [
            (.get, "/usual", "reads"), (.post, "/usual", "changes"), (.delete, "/usual", "changes"),
            (.put, "/usual", "reads"), (.options, "/usual", "reads"), (.get, "/act", "changes"),
            (.post, "/explain/1", "reads"), (.post, "/nowhere", "reads"), (.options, "*", "reads"),
        ]
        for (method, path, effect) in expected {
            guard case .now(let response) = router.handle(Request(method: method, path: path)) else { continue }
            #expect(text(of: response) == effect, "\(method) \(path)")
        }
    }

    @Test func `a page of an allowed origin is told what it may send`() throws {
        var router = router()
        router.origins = AllowedOrigins([try WebOrigin("http://a.example")])
        func names(_ origin: String) throws -> [String] {
            let headers = Headers([Header("Origin", origin), Header("Access-Control-Request-Method", "PUT")])
            guard case .now(let response) = router.handle(Request(method: .options, path: "/write", headers: headers))
            else { throw Unexpected() }
            return response.headers.map { "\($0.name): \($0.value)" }
        }
        #expect(
            try names("http://a.example") == [
                "Allow: POST, PUT, OPTIONS", "Access-Control-Allow-Methods: POST, PUT, OPTIONS",
                "Access-Control-Allow-Headers: Authorization, Content-Type, If-None-Match, Last-Event-ID",
                "Access-Control-Max-Age: 600",
            ])
        #expect(try names("http://b.example") == ["Allow: POST, PUT, OPTIONS"])
    }

    @Test func `the wrong method is not called`() throws {
        var router = Router()
        router.on(.get, path: "/") { _ in
            Issue.record("called")
            return .now(Response(.ok, body: .bytes([])))
        }
        guard case .now(let response) = router.handle(Request(method: .post, path: "/")) else {
            throw Unexpected()
        }
        #expect(response.status == .methodNotAllowed)
    }
}
