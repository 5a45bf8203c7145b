internal import Synchronization
internal import Testing
internal import Wording

@testable import HTTP

@Suite("Routers below another")
struct MountTests {
    private static func said(_ text: String) -> Response {
        Response(.ok, headers: [], body: .bytes(Array(text.utf8)))
    }

    /// Says which path it was asked for.
    private static func echo(_ name: String) -> Router {
        var router = Router()
        for path in ["/", "/chain", "/blocks/{block}"] {
            router.on(.get, .post, path: path) { request in
                .now(said("\(name) \(request.entrance) \(request.path)"))
            }
        }
        router.limitBodies(of: "/chain", to: 7)
        router.refusal = { request, _ in
            request.entrance == 0 ? nil : .now(.error(.forbidden, .portOnlyReads))
        }
        return router
    }

    private static var front: Router {
        var router = Router()
        router.on(.get, path: "/") { _ in .now(said("front")) }
        router.mount(at: "/alice/", entrance: 1) { echo("alice") }
        router.mount(at: "/bob/", entrance: 2) { echo("bob") }
        return router
    }

    private func answer(_ path: String, entrance: Int = 0, query: String? = nil) async -> Response {
        await Self.front.handle(Request(method: .get, path: path, query: query, entrance: entrance)).response
    }

    private func text(_ response: Response) -> String {
        guard case .bytes(let bytes) = response.body else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("/", 0, "front"), ("/alice/", 0, "alice 0 /"), ("/alice/chain", 0, "alice 0 /chain"),
        ("/bob/blocks/7", 0, "bob 0 /blocks/7"), ("/chain", 1, "alice 0 /chain"), ("/chain", 2, "bob 0 /chain"),
        ("/bob/chain", 1, "There is nothing at /bob/chain"),
        ("/alice/bob/chain", 0, "There is nothing at /bob/chain"),
    ])
    func `a request is handed on by its path or its port, without the prefix`(
        path: String, entrance: Int, expected: String
    ) async {
        #expect(text(await answer(path, entrance: entrance)).contains(expected))
    }

    @Test(arguments: ["/chain", "/alicef/chain", "/Alice/chain", "/zoe/", "//alice/"])
    func `what is for nobody is told with everybody`(path: String) async {
        let response = await answer(path)
        #expect(response.status == .notFound)
        #expect(text(response).contains("The paths are /, /alice/, /bob/."))
    }

    @Test func `a name without its slash leads there, with the query`() async {
        let response = await answer("/bob", query: "lang=zh")
        #expect(response.status == .permanentRedirect)
        #expect(response.headers.contains(Header("Location", "/bob/?lang=zh")))
    }

    @Test func `bodies are limited as below`() {
        #expect(Self.front.maximumBody(for: "/alice/chain") == 7)
        #expect(Self.front.maximumBody(for: "/chain") == 7)
        #expect(Self.front.maximumBody(for: "/alice/") == nil)
        #expect(Self.front.maximumBody(for: "/") == nil)
    }

    @Test func `the router of the moment is asked`() async {
        let names = Names()
        var router = Router()
        router.mount(at: "/x/", entrance: 1) { Self.echo(names.next()) }
        let request = Request(method: .get, path: "/x/chain")
        #expect(text(await router.handle(request).response).contains("first 0"))
        #expect(text(await router.handle(request).response).contains("second 0"))
    }
}

/// Gives each of two names once.
private final class Names: Sendable {
    private let rest = Mutex(["first", "second"])

    func next() -> String { rest.withLock { $0.removeFirst() } }
}
