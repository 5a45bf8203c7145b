internal import EventLoop
internal import TestSupport
internal import Testing

@testable import HTTP
import Wording

@Suite("A server that listens in several places", .serialized, .timeLimit(.minutes(5)))
struct ListeningTests {
    /// Runs `body` on its own thread with a server that answers by which port a request came.
    private func run(
        _ listen: (Server) async throws -> [UInt16], _ body: @escaping @Sendable ([UInt16]) throws -> Void
    ) async throws {
        try await withLoop { loop in
            let server = Server(loop: loop) { request in
                .now(Response(.ok, body: .bytes(Array("\(request.entrance) \(request.remoteHost)".utf8))))
            }
            let result: Result<Void, any Error>
            do {
                let ports = try await listen(server)
                result = .success(try await onThread { try body(ports) })
            } catch {
                result = .failure(error)
            }
            await server.shutDown(grace: .zero)
            try result.get()
        }
    }

    @Test func `each request says by which port it came`() async throws {
        try await run { server in
            [
                try await server.listen(host: "127.0.0.1", port: 0),
                try await server.listen(on: ["127.0.0.1", "::1"], port: 0),
            ]
        } _: { ports in
            for _ in 0..<3 {
                for (entrance, port) in ports.enumerated() {
                    let client = try Conversation(port: port)
                    #expect(try client.get("/").text == "\(entrance) 127.0.0.1")
                    #expect(try client.get("/").text == "\(entrance) 127.0.0.1")
                }
            }
        }
    }

    @Test(arguments: [(7, 0), (8, 1), (9, 1), (0, 1)])
    func `a port that is not known counts as the last one`(port: UInt16, entrance: Int) {
        #expect(Server.entrance(by: port, of: [7, 8]) == entrance)
        #expect(Server.entrance(by: port, of: [7]) == 0)
    }

    @Test(arguments: [
        (["127.0.0.1", "127.0.0.2"], []), (["::1", "127.0.0.1"], []), (["127.0.0.1"], ["::1"]),
        // Not an address of this machine (RFC 5737), and no address at all.
        (["127.0.0.1"], ["192.0.2.1"]), (["127.0.0.1"], ["300.0.0.1"]), (["localhost"], []),
        // Some of these have the same addresses.
        (["127.0.0.1", "localhost"], []), (["localhost", "localhost"], []), (["127.0.0.1", "127.0.0.1"], []),
        (["0.0.0.0", "127.0.0.1"], []), (["127.0.0.1", "0.0.0.0"], ["::", "::1"]), (["::", "::1"], []),
        (["::", "::1", "127.0.0.1"], []), (["localhost", "::"], ["0.0.0.0"]),
    ])
    func `several hosts have one port`(hosts: [String], others: [String]) async throws {
        try await run { server in
            [try await server.listen(on: hosts, andIfPossible: others, port: 0)]
        } _: { ports in
            let client = try Conversation(port: ports[0])
            #expect(try client.get("/").text == "0 127.0.0.1")
        }
    }

    @Test func `a host that is not ours is refused, and nothing is left listening`() async throws {
        // No other test connects from there, which would take a port.
        let quiet = "127.0.0.93"
        try await withLoop { loop in
            let server = Server(loop: loop) { _ in .now(.error(.notFound, .noChainThere)) }
            await #expect(throws: EventLoopError.self) {
                try await server.listen(on: ["127.0.0.1", "192.0.2.1"], port: 0)
            }
            let first = try await server.listen(host: "127.0.0.1", port: 0)
            // Taken on one of the two addresses.
            await #expect(throws: EventLoopError.self) {
                try await server.listen(on: [quiet, "127.0.0.1"], port: first)
            }
            let other = Server(loop: loop) { _ in .now(.error(.notFound, .noChainThere)) }
            #expect(try await other.listen(host: quiet, port: first) == first)
            await other.shutDown(grace: .zero)
            await server.shutDown(grace: .zero)
        }
    }
}
