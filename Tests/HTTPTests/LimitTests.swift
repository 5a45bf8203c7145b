internal import EventLoop
internal import Glibc
internal import HTTP
internal import TestSupport
internal import Testing

@Suite("A server's limits", .serialized, .timeLimit(.minutes(5)))
struct LimitTests {
    @Test func `a request that comes in drips is ended when its time is over`() async throws {
        var limits = ServerLimits()
        limits.requestSeconds = 1
        let starts = [
            "GET / HTTP/1.1\r\nHost: a\r\nX: ",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n",
        ]
        try await LiveServer.run(limits: limits) { live in
            var clients = try starts.map { start in
                let client = try live.connect()
                try client.send(start)
                return client
            }
            try blockUntil {
                clients.removeAll { (try? $0.send("x")) == nil }
                // Stays far below any size limit.
                usleep(10_000)
                return clients.isEmpty
            }
            try blockUntil { live.connectionCount == 0 }
        }
    }

    @Test func `a connection without a request is ended, before the first and after the last`() async throws {
        var limits = ServerLimits()
        (limits.requestSeconds, limits.idleSeconds) = (1, 1)
        try await LiveServer.run(limits: limits) { live in
            let silent = try live.connect()
            let idle = try live.connect()
            #expect(try idle.get("/hello").status == 200)
            #expect(try silent.isAtEnd())
            #expect(try idle.isAtEnd())
        }
    }

    @Test func `one connection above the limit makes the one go that waited longest`() async throws {
        var limits = ServerLimits()
        limits.connections = 4
        try await LiveServer.run(limits: limits) { live in
            var clients: [Conversation] = []
            for _ in 0..<4 {
                clients.append(try live.connect())
                #expect(try clients[clients.count - 1].get("/hello").status == 200)
            }
            // Now the second one has waited longest, then the third.
            #expect(try clients[0].get("/hello").status == 200)
            for longest in [1, 2] {
                let newcomer = try live.connect()
                #expect(try newcomer.get("/hello").status == 200)
                #expect(try clients[longest].isAtEnd())
                #expect(live.connectionCount == 4)
                clients.append(newcomer)
            }
            for index in [0, 3, 4, 5] { #expect(try clients[index].get("/hello").status == 200) }
        }
    }

    @Test func `those being answered are not made to go, and newcomers get their turn`() async throws {
        var limits = ServerLimits()
        limits.connections = 3
        let gate = Gate()
        let handler: Handler = { request in
            guard request.path == "/held" else { return Site.handler(request) }
            return .later {
                await gate.pass()
                return Response(.ok, body: .bytes(Array("held".utf8)))
            }
        }
        try await LiveServer.run(limits: limits, handler: handler) { live in
            let busy = try (0..<3).map { _ in try live.connect() }
            for client in busy { try client.send("GET", "/held") }
            try blockUntil { gate.waitingCount == 3 }
            let (first, second) = (try live.connect(), try live.connect())
            try first.send("GET", "/hello")
            // One more is accepted before the server stops accepting.
            #expect(try first.receive().status == 200)
            try second.send("GET", "/hello")
            gate.open()
            for client in busy { #expect(try client.receive().text == "held") }
            #expect(try second.receive().status == 200)
        }
    }

    @Test func `more clients at once than the limit are all served`() async throws {
        var limits = ServerLimits()
        limits.connections = 4
        try await LiveServer.run(limits: limits) { live in
            // While the loop is blocked, all of them enter the kernel's queue.
            let gate = Gate()
            let loop = live.loop
            Task(executorPreference: loop) { while !gate.isOpened { usleep(1_000) } }
            let silent = try (0..<7).map { _ in try live.connect() }
            let client = try live.connect()
            try client.send("GET", "/hello")
            gate.open()
            #expect(try client.receive().status == 200)
            // One more may have been accepted before the server noticed.
            for other in silent.prefix(3) { #expect(try other.isAtEnd()) }
            #expect(live.connectionCount <= 5)
        }
    }
}
