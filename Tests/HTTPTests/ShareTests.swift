internal import Synchronization
internal import TestSupport
internal import Testing

@testable import EventLoop
@testable import HTTP

@Suite("Shares of a server", .serialized, .timeLimit(.minutes(5)))
struct ShareTests {
    /// A client at another address than this machine's usual one.
    private func connect(
        to live: LiveServer, fromLast last: UInt32, receiving bytes: Int32? = nil
    ) throws -> Conversation {
        let client = Conversation(wire: try Wire(port: live.port, fromLast: last))
        if let bytes { client.wire.limitReceiving(to: bytes) }
        return client
    }

    @Test func `a client that has more than its share loses places first`() async throws {
        var limits = ServerLimits()
        limits.connections = 8
        try await LiveServer.run(limits: limits) { live in
            let modest = try connect(to: live, fromLast: 1)
            #expect(try modest.get("/hello").status == 200)
            var many = try (0..<7).map { _ in try connect(to: live, fromLast: 2) }
            for client in many { #expect(try client.get("/hello").status == 200) }
            // The modest one has waited longest, and still the others' connections go.
            for _ in 0..<10 {
                many.append(try connect(to: live, fromLast: 2))
                #expect(try many[many.count - 1].get("/hello").status == 200)
            }
            #expect(try modest.get("/hello").status == 200)
        }
    }

    @Test func `clients that don't read their answers give way to others`() async throws {
        var limits = ServerLimits()
        limits.connections = 4
        try await LiveServer.run(limits: limits) { live in
            let greedy = try (0..<4).map { _ in try connect(to: live, fromLast: 2, receiving: 4_096) }
            for client in greedy { try client.send("GET", "/long") }
            try blockUntil { live.connectionCount == 4 }
            let honest = try connect(to: live, fromLast: 1)
            #expect(try honest.get("/hello").status == 200)
        }
    }

    @Test func `what clients don't read is bounded for all of them together`() async throws {
        var limits = ServerLimits()
        limits.heldBytes = 4 << 20
        try await LiveServer.run(limits: limits) { live in
            let greedy = try (0..<40).map { _ in try connect(to: live, fromLast: 2, receiving: 4_096) }
            let honest = try connect(to: live, fromLast: 1)
            for client in greedy { try? client.send("GET", "/long") }
            try blockUntil { live.connectionCount < 30 }
            #expect(try honest.get("/hello").status == 200)
            #expect(try honest.get("/long").body == Site.long)
        }
    }

    @Test func `bodies that never become whole are bounded for all of them together`() async throws {
        var limits = ServerLimits()
        limits.heldBytes = 4 << 20
        try await LiveServer.run(limits: limits) { live in
            let honest = try connect(to: live, fromLast: 1)
            try honest.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\n\r\nbo")
            let part = String(repeating: "x", count: 900_000)
            let greedy = try (0..<20).map { _ in try connect(to: live, fromLast: 2) }
            for client in greedy {
                try? client.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 1000000\r\n\r\n\(part)")
            }
            try blockUntil { live.connectionCount < 10 }
            // Those that were let go have been told.
            let answers = greedy.compactMap { try? $0.receiveIfAny() }
            #expect(answers.contains { $0.status == 503 && $0["Retry-After"] == "1" })
            try honest.send("dy")
            #expect(try honest.receive().text == "body")
        }
    }

    @Test func `chunks of bodies that never end are bounded for all of them together`() async throws {
        var limits = ServerLimits()
        limits.heldBytes = 4 << 20
        try await LiveServer.run(limits: limits) { live in
            let chunk = "e000\r\n" + String(repeating: "x", count: 0xE000) + "\r\n"
            let greedy = try (0..<20).map { _ in try connect(to: live, fromLast: 2) }
            for client in greedy {
                let head = "POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n"
                try? client.send(head + String(repeating: chunk, count: 15))
            }
            try blockUntil { live.connectionCount < 10 }
        }
    }

    @Test func `a last answer that isn't taken keeps its connection, which is counted`() async throws {
        var limits = ServerLimits()
        limits.paceSeconds = 1
        let body = [UInt8](repeating: 0x20, count: 200_000)
        try await LiveServer.run(limits: limits, handler: { _ in .now(Response(.ok, body: .bytes(body))) }) { live in
            let slow = try connect(to: live, fromLast: 2, receiving: 4_096)
            try slow.send("GET", "/", headers: ["Connection: close"])
            try blockUntil { slow.wire.hasArrival }
            #expect(live.connectionCount == 1)
            let quick = try live.connect()
            try quick.send("GET", "/", headers: ["Connection: close"])
            #expect(try quick.receive().body == body)
            #expect(try quick.isAtEnd())
            // Who takes nothing is let go by its pace, and what it has not taken is forgotten.
            try blockUntil { live.connectionCount == 0 }
            #expect(try slow.wire.receiveToEnd().count < 200_000)
        }
    }

    @Test func `a client's leaving is seen whatever it has sent behind its request`() async throws {
        var limits = ServerLimits()
        limits.readAheadSeconds = 1
        let gate = Gate()
        let handler: Handler = { request in
            .later {
                await gate.pass()
                return Response(.ok, body: .bytes([]))
            }
        }
        try await LiveServer.run(limits: limits, handler: handler) { live in
            do {
                let client = try live.connect()
                try client.send("GET", "/held")
                try blockUntil { gate.waitingCount == 1 }
                // More than is read ahead, and more than the kernel's buffers take, so the rest goes out as it is read.
                try client.wire.send([UInt8](repeating: 0x79, count: 6_000_000))
            }
            try blockUntil { gate.cancelledCount == 1 }
            try blockUntil { live.connectionCount == 0 }
        }
    }

    @Test func `a client that never stops sending behind its request counts as gone`() async throws {
        var limits = ServerLimits()
        (limits.readAheadSeconds, limits.lingerBytes) = (1, 100_000)
        let gate = Gate()
        let handler: Handler = { request in
            .later {
                await gate.pass()
                return Response(.ok, body: .bytes([]))
            }
        }
        try await LiveServer.run(limits: limits, handler: handler) { live in
            let client = try live.connect()
            try client.send("GET", "/held")
            try blockUntil {
                try? client.wire.send([UInt8](repeating: 0x79, count: 10_000))
                return gate.cancelledCount == 1
            }
        }
    }

    /// While it waits, and while it takes an answer as long as it likes.
    @Test(arguments: [false, true])
    func `nor is it read for ever`(isAnswered: Bool) async throws {
        var limits = ServerLimits()
        (limits.readAheadSeconds, limits.lingerBytes) = (1, isAnswered ? 1 << 30 : 16 << 20)
        let promise = Mutex<Promise?>(nil)
        let handler: Handler = { _ in .promised { given in promise.withLock { $0 = given } } }
        try await LiveServer.run(limits: limits, handler: handler) { live in
            let client = try live.connect()
            try client.send("GET", "/promised")
            var sent = 0
            // More than all buffers have room for, so some is thrown away by then.
            try blockUntil {
                sent += try client.wire.sendUntilStuck(atMost: 1 << 20)
                return sent >= 16 << 20
            }
            if isAnswered {
                let given = try #require(promise.withLock { $0 })
                live.onLoop { given.answer(Response(.ok, body: .bytes([UInt8](repeating: 0x20, count: 32 << 20)))) }
            }
            #expect(try client.wire.sendUntilStuck(atMost: 64 << 20) < 64 << 20)
        }
    }

    @Test func `who leaves the line lets nobody of the same owner wait longer`() {
        var line = FairLine<String>()
        _ = line.append("a1", of: 1)
        let impatient = (0..<50).map { line.append("\($0)", of: 1) }
        for number in impatient { #expect(line.remove(number: number) != nil) }
        _ = line.append("a2", of: 1)
        for number in 1...3 { _ = line.append("b\(number)", of: 2) }
        #expect((0..<5).map { _ in line.removeNext() } == ["a1", "b1", "a2", "b2", "b3"])
        #expect(line.removeNext() == nil)
    }

    @Test func `a pace is what was taken in a window`() {
        var pace = Pace()
        pace.sentBytes = 1_000
        pace.begin(at: 5)
        func isTooSlow(_ unsent: Int, _ tick: Int) -> Bool {
            pace.isTooSlow(unsentBytes: unsent, at: tick, seconds: 10, bytesPerSecond: 10)
        }
        #expect(!isTooSlow(1_000, 6))
        #expect(!isTooSlow(990, 15))
        #expect(pace.bytes == 10)
        #expect(!isTooSlow(900, 16))
        // The next window began with what was taken by then.
        #expect(!isTooSlow(850, 25))
        #expect(isTooSlow(801, 26))
    }

    @Test(arguments: [
        ("127.0.0.1", "::ffff:127.0.0.1", true), ("2001:db8::1", "2001:db8::ffff:2", true),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", false), ("127.0.0.1", "127.0.0.2", false),
        ("fe80::1%eth0", "fe80::2", true), ("::1", "127.0.0.1", false), ("::1", "", false), ("", "nonsense", true),
    ])
    func `an IPv6 network is one client`(one: String, other: String, areOne: Bool) {
        #expect((ClientGroup(address: one) == ClientGroup(address: other)) == areOne)
    }
}
