internal import EventLoop
internal import HTTP
internal import TestSupport
internal import Testing

@Suite("Who asks", .serialized, .timeLimit(.minutes(5)))
struct RemoteHostTests {
    /// Answers with the client's address.
    private static let handler: Handler = { request in
        .now(Response(.ok, body: .bytes(Array(request.remoteHost.utf8))))
    }

    @Test func `a request knows the address of the other end`() async throws {
        try await LiveServer.run(handler: Self.handler) { live in
            let clients = try [1, 7, 200].map { (host: "127.0.0.\($0)", wire: try Wire(port: live.port, fromLast: $0)) }
            // In turn, on keep-alive connections.
            for _ in 0..<3 {
                for client in clients {
                    let conversation = Conversation(wire: client.wire)
                    #expect(try conversation.get("/").text == client.host)
                }
            }
        }
    }

    @Test(.enabled(if: Wire.canUseIPv6)) func `an IPv6 address stands without brackets`() async throws {
        try await withLoop { loop in
            let live = try await LiveServer(on: loop, host: "::1", handler: Self.handler)
            #expect(await fetch("/", host: "::1", port: live.port, on: loop) == .success("::1"))
            await live.server.shutDown(grace: .zero)
        }
    }

    @Test(.enabled(if: Wire.canUseIPv6)) func `IPv4 that comes by an IPv6 socket is IPv4`() async throws {
        try await withLoop { loop in
            let live = try await LiveServer(on: loop, host: "::", handler: Self.handler)
            #expect(await fetch("/", host: "127.0.0.1", port: live.port, on: loop) == .success("127.0.0.1"))
            #expect(await fetch("/", host: "::1", port: live.port, on: loop) == .success("::1"))
            await live.server.shutDown(grace: .zero)
        }
    }

    @Test func `a request that no network brought has none`() {
        #expect(Request(method: .get, path: "/").remoteHost.isEmpty)
    }
}

@Suite("Removal by name", .serialized, .timeLimit(.minutes(5)))
struct RemovalTests {
    private static func router() -> Router {
        var router = Router()
        router.on(.get, path: "/nodes") { _ in .now(Response(.ok, body: .bytes([]))) }
        router.on(.post, path: "/nodes/register") { _ in .now(Response(.ok, body: .bytes([]))) }
        router.on(.delete, path: "/nodes/{address}") { request in
            .now(Response(.ok, body: .bytes(Array(request.parameters["address"].utf8))))
        }
        return router
    }

    @Test(arguments: [
        ("node2:5000", "node2:5000"), ("192.168.0.7:5000", "192.168.0.7:5000"), ("%5B::1%5D:5000", "[::1]:5000"),
        ("%5b%3A%3a1%5d%3a5000", "[::1]:5000"), ("[::1]:5000", "[::1]:5000"),
    ])
    func `DELETE gets what the path names`(component: String, name: String) async throws {
        let router = Self.router()
        try await LiveServer.run(handler: { router.handle($0) }) { live in
            let client = try live.connect()
            for body in [nil, "{}"] {
                try client.send("DELETE", "/nodes/\(component)", body: body)
                let answer = try client.receive()
                #expect(answer.status == 200)
                #expect(answer.text == name)
            }
            #expect(live.connectionCount == 1)
        }
    }

    @Test func `DELETE of something else is refused`() async throws {
        let router = Self.router()
        try await LiveServer.run(handler: { router.handle($0) }) { live in
            let client = try live.connect()
            for (target, status) in [
                ("/nodes", 405), ("/nodes/register", 405), ("/nodes/", 404), ("/nodes/http:%2F%2Fnode2:5000", 404),
            ] {
                try client.send("DELETE", target)
                #expect(try client.receive().status == status)
            }
        }
    }
}
