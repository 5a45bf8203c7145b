internal import Glibc
internal import TestSupport
internal import Testing

@testable import HTTP

/// `/longer` is more than the kernel takes for any socket, `/shorter` is not, and both are more than a client's does
/// that reads nothing.
private let handler: Handler = { request in
    switch request.path {
    case "/longer": .now(Response(.ok, body: .pieces(longer)))
    case "/shorter": .now(Response(.ok, body: .pieces(shorter)))
    default: Site.handler(request)
    }
}

private let longer = CountingPieces(count: (SendBuffer.largestBytes() ?? 0) / (64 * 1024) * 2, pieceBytes: 64 * 1024)
private let shorter = CountingPieces(count: 8, pieceBytes: 64 * 1024)

extension Server {
    /// For each connection, in the order in which they came, the limit of its socket in bytes; nil for one that the
    /// kernel may grow.
    fileprivate var socketLimits: [Int?] {
        connections.values.sorted { $0.id < $1.id }.map { connection in
            value(of: SO_BUF_LOCK, connection) & 1 == 0 ? nil : Int(value(of: SO_SNDBUF, connection))
        }
    }

    private func value(of option: Int32, _ connection: Connection) -> Int32 {
        var (value, size) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
        #expect(getsockopt(connection.descriptor, SOL_SOCKET, option, &value, &size) == 0)
        return value
    }

    /// How many answers are under way.
    fileprivate var answers: Int { connections.values.count { $0.exchange != nil } }
}

@Suite("Sockets that grow", .serialized, .timeLimit(.minutes(5)), .enabled(if: kernelGrowsSockets))
struct GrownSocketTests {
    /// So many sockets may grow, and the others are small.
    private func limits(grown: Int, socketBytes: Int = 128 * 1024) -> ServerLimits {
        var limits = ServerLimits()
        limits.socketBytes = socketBytes
        limits.grownSocketBytes = grown * (SendBuffer.largestBytes() ?? 0)
        limits.heldBytes = max(limits.heldBytes, 4 * limits.grownSocketBytes)
        return limits
    }

    private func limits(of live: LiveServer) -> [Int?] { wait { [server = live.server] in await server.socketLimits } }

    private func answers(of live: LiveServer) -> Int { wait { [server = live.server] in await server.answers } }

    /// A client whose side of the kernel doesn't grow, so that it never takes a longer answer before it is read.
    private func connect(to live: LiveServer) throws -> Conversation {
        let client = try live.connect()
        client.wire.limitReceiving(to: 64 * 1024)
        return client
    }

    /// One that has sent a request and reads nothing.
    private func ask(_ live: LiveServer, for target: String) throws -> Conversation {
        let client = try connect(to: live)
        try client.send("GET", target)
        return client
    }

    @Test func `a long answer's socket may grow, and has its limit again afterwards`() async throws {
        try await LiveServer.run(limits: limits(grown: 1), handler: handler) { live in
            let client = try connect(to: live)
            #expect(try client.get("/hello").status == 200)
            let usual = limits(of: live)
            #expect(usual == [2 * 128 * 1024])
            for _ in 0..<3 {
                try client.send("GET", "/longer")
                try blockUntil { limits(of: live) == [nil] }
                #expect(try client.receive().body.count == longer.length)
                try blockUntil { limits(of: live) == usual }
            }
        }
    }

    @Test func `no more may grow than the budget has room for, until one is done`() async throws {
        try await LiveServer.run(limits: limits(grown: 2), handler: handler) { live in
            var clients: [Conversation] = []
            for count in 1...4 {
                clients.append(try ask(live, for: "/longer"))
                try blockUntil { answers(of: live) == count }
            }
            let usual = 2 * 128 * 1024
            #expect(limits(of: live) == [nil, nil, usual, usual])
            for number in [1, 3] { #expect(try clients[number].receive().body.count == longer.length) }
            try blockUntil { limits(of: live) == [nil, usual, usual, usual] }
            try clients[3].send("GET", "/longer")
            try blockUntil { limits(of: live) == [nil, usual, usual, nil] }
            clients.remove(at: 0)
            try blockUntil { live.connectionCount == 3 }
            try clients[0].send("GET", "/longer")
            try blockUntil { limits(of: live) == [nil, usual, nil] }
        }
    }

    @Test func `one counts until the client has taken what the kernel has of its answer`() async throws {
        try await LiveServer.run(limits: limits(grown: 1, socketBytes: 64 * 1024), handler: handler) { live in
            let first = try ask(live, for: "/shorter")
            // The kernel has all of it.
            try blockUntil { limits(of: live).count == 1 && first.wire.hasArrival && answers(of: live) == 0 }
            let usual = limits(of: live)
            #expect(usual != [nil])
            let second = try ask(live, for: "/longer")
            try blockUntil { answers(of: live) == 1 }
            #expect(limits(of: live) == usual + usual)
            #expect(try first.receive().body == shorter.all)
            #expect(try second.receive().body.count == longer.length)
            try second.send("GET", "/longer")
            try blockUntil { limits(of: live) == usual + [nil] }
        }
    }

    @Test(arguments: [(1, 1 << 20, "/shorter"), (0, 128 << 10, "/longer")])
    func `neither an answer that fits lets one grow, nor a budget of nothing`(
        grown: Int, socketBytes: Int, target: String
    ) async throws {
        try await LiveServer.run(limits: limits(grown: grown, socketBytes: socketBytes), handler: handler) { live in
            let client = try ask(live, for: target)
            try blockUntil { client.wire.hasArrival }
            #expect(limits(of: live).allSatisfy { $0 != nil })
            #expect(try client.receive().status == 200)
        }
    }

    @Test func `the budget counts by what the kernel lets a socket grow to, and leaves most for the others`() {
        var limits = ServerLimits()
        #expect(Server.grownSockets(limits, largestBytes: 4 << 20) == 8)
        #expect(Server.grownSockets(limits, largestBytes: 64 << 20) == 0)
        #expect(Server.grownSockets(limits, largestBytes: nil) == 0)
        limits.heldBytes = 24 << 20
        #expect(Server.grownSockets(limits, largestBytes: 4 << 20) == 2)
    }
}

/// Whether this machine's kernel can be told to.
private let kernelGrowsSockets: Bool = {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    return SendBuffer.letGrow(descriptor) && SendBuffer.largestBytes() != nil
}()
