internal import EventLoop
internal import Glibc
internal import HTTP
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("A client that takes every status", .serialized, .timeLimit(.minutes(5)))
struct SendTests {
    /// The result of a request.
    private struct Outcome: Equatable {
        var status = 0
        var body = ""
        var received = ""
        var error: FetchError?
    }

    private func send(
        _ method: HTTP.Method = .get, body: [UInt8]? = nil, accepting accepted: String = "application/json",
        port: UInt16,
        isReceived: Bool = false, limits: ClientLimits = ClientLimits(), on loop: EventLoop
    ) async -> Outcome {
        await withTaskExecutorPreference(loop) {
            let received = Gathered()
            do throws(FetchError) {
                let receive: @Sendable ([UInt8]) async -> Bool = {
                    received.append($0)
                    return true
                }
                let answer = try await Client(loop: loop).send(
                    method, "/it", body: body, accepting: accepted, host: "127.0.0.1", port: port, limits: limits,
                    receive: isReceived ? receive : nil)
                let text = String(decoding: answer.body, as: UTF8.self)
                return Outcome(status: answer.status, body: text, received: received.text)
            } catch {
                return Outcome(received: received.text, error: error)
            }
        }
    }

    private func outcome(of bytes: String, isReceived: Bool = false, limits: ClientLimits = ClientLimits())
        async throws -> Outcome
    {
        let outcome = Mutex(Outcome())
        try await Impostor.run(Impostor.sending(bytes)) { server in
            try await withLoop { loop in
                let result = await send(port: server.port, isReceived: isReceived, limits: limits, on: loop)
                outcome.withLock { $0 = result }
            }
        }
        return outcome.withLock { $0 }
    }

    @Test(arguments: [200, 201, 299, 301, 400, 404, 409, 500, 503, 507, 599])
    func `an answer of any final status is one, with its body`(status: Int) async throws {
        for body in [
            "Content-Length: 5\r\n\r\nhello", "\r\nhello", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        ] {
            let bytes = "HTTP/1.1 \(status) So\r\n\(body)"
            #expect(try await outcome(of: bytes) == Outcome(status: status, body: "hello"))
            let isSuccess = status < 300
            #expect(
                try await outcome(of: bytes, isReceived: true)
                    == Outcome(status: status, body: isSuccess ? "" : "hello", received: isSuccess ? "hello" : ""))
        }
    }

    @Test(arguments: [204, 304])
    func `an answer without a body is one`(status: Int) async throws {
        #expect(try await outcome(of: "HTTP/1.1 \(status) So\r\n\r\n") == Outcome(status: status))
    }

    @Test(arguments: [102, 103, 199, 600, 999])
    func `what is no final status fails`(status: Int) async throws {
        let outcome = try await outcome(of: "HTTP/1.1 \(status) So\r\nContent-Length: 5\r\n\r\nhello")
        #expect(outcome.error != nil)
    }

    @Test func `a refusal has a limit of its own, an answer that was wanted has not`() async throws {
        var limits = ClientLimits()
        limits.refusalBytes = 1_000
        func answer(_ status: Int, _ count: Int, _ head: String) -> String {
            "HTTP/1.1 \(status) So\r\n\(head)\r\n" + String(repeating: "x", count: count)
        }
        for head in ["", "Content-Length: 1001\r\n"] {
            let refused = try await outcome(of: answer(400, 1_001, head), limits: limits)
            #expect(refused.error == .tooLarge(limitBytes: 1_000))
            #expect(try await outcome(of: answer(200, 1_001, head), limits: limits).body.count == 1_001)
        }
        #expect(try await outcome(of: answer(400, 1_000, ""), limits: limits).body.count == 1_000)
        limits.bodyBytes = 10
        #expect(try await outcome(of: answer(400, 11, ""), limits: limits).error == .tooLarge(limitBytes: 10))
    }

    @Test(arguments: [200, 400]) func `a broken chunk is told as what it is, whatever the status`(status: Int)
        async throws
    {
        let head = "HTTP/1.1 \(status) So\r\nTransfer-Encoding: chunked\r\n\r\n"
        for chunks in ["zz\r\nhello", "5\r\nhello\r\nzz\r\n", "-5\r\nhello"] {
            #expect(try await outcome(of: head + chunks).error == .malformed)
        }
        let long = head + "3e9\r\n" + String(repeating: "x", count: 1_001) + "\r\n0\r\n\r\n"
        var limits = ClientLimits()
        limits.bodyBytes = 1_000
        #expect(try await outcome(of: long, limits: limits).error == .tooLarge(limitBytes: 1_000))
    }

    @Test(arguments: [HTTP.Method.get, .post, .put, .delete, .patch, .options])
    func `the method is the one that was asked for`(method: HTTP.Method) async throws {
        let seen = Mutex("")
        let script: Impostor.Script = { wire, head in
            seen.withLock { $0 = head }
            try wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        }
        try await Impostor.run(script) { server in
            try await withLoop { loop in
                #expect(await send(method, accepting: "text/event-stream", port: server.port, on: loop).status == 200)
            }
        }
        let lines = seen.withLock { $0 }.split(separator: "\r\n").map(String.init)
        #expect(lines.first == "\(method.rawValue) /it HTTP/1.1")
        #expect(lines.contains("Accept: text/event-stream"))
        #expect(!lines.contains { $0.lowercased().hasPrefix("content-type:") })
    }

    @Test func `a body goes along as JSON`() async throws {
        let seen = Mutex("")
        let script: Impostor.Script = { wire, head in
            let body = try wire.receive(atMost: 2)
            seen.withLock { $0 = head + String(decoding: body, as: UTF8.self) }
            try wire.send("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
        }
        try await Impostor.run(script) { server in
            try await withLoop { loop in
                #expect(await send(.post, body: Array("{}".utf8), port: server.port, on: loop).status == 201)
            }
        }
        let text = seen.withLock { $0 }
        #expect(text.hasSuffix("\r\n\r\n{}"))
        #expect(text.contains("Content-Type: application/json\r\n"))
        #expect(text.contains("Content-Length: 2\r\n"))
    }

    @Test func `who says nothing for too long is not waited for, however much time there is`() async throws {
        var limits = ClientLimits()
        limits.total = .seconds(3_600)
        limits.connection = .seconds(3_000)
        limits.silence = .milliseconds(200)
        let head = "HTTP/1.1 200 OK\r\n\r\n"
        for begun in ["", head, head + "hello"] {
            try await Impostor.run(Impostor.sendingAndWaiting(begun)) { [limits] server in
                try await withLoop { loop in
                    let outcome = await send(port: server.port, isReceived: true, limits: limits, on: loop)
                    #expect(outcome.error == .timedOut)
                    #expect(outcome.received == (begun.hasSuffix("hello") ? "hello" : ""))
                }
            }
        }
    }

    @Test func `who says something now and then is listened to`() async throws {
        var limits = ClientLimits()
        limits.total = .seconds(3_600)
        limits.silence = .seconds(5)
        let script: Impostor.Script = { wire, _ in
            try wire.send("HTTP/1.1 200 OK\r\n\r\n")
            for _ in 0..<30 {
                usleep(10_000)
                try wire.send(".")
            }
            wire.endSending()
            _ = try wire.receive()
        }
        try await Impostor.run(script) { [limits] server in
            try await withLoop { loop in
                let outcome = await send(port: server.port, isReceived: true, limits: limits, on: loop)
                #expect(outcome == Outcome(status: 200, received: String(repeating: ".", count: 30)))
            }
        }
    }

    @Test func `a connection that does not come about in time is unreachable`() async throws {
        let full = try FullListener()
        defer { full.close() }
        try await withLoop { loop in
            var limits = ClientLimits()
            limits.total = .seconds(3_600)
            limits.connection = .milliseconds(200)
            #expect(await send(port: full.port, limits: limits, on: loop).error == .unreachable)
        }
    }
}

/// Listens and accepts nobody, with a full backlog: the system ignores newcomers.
private struct FullListener {
    let port: UInt16
    private let descriptors: [Int32]

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        func withAddress<Value>(_ body: (UnsafeMutablePointer<sockaddr>) -> Value) -> Value {
            withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1, body)
            }
        }
        try #require(withAddress { bind(listener, $0, length) } == 0)
        try #require(listen(listener, 0) == 0)
        try #require(withAddress { getsockname(listener, $0, &length) } == 0)
        let clients = (0..<4).map { _ in
            let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
            _ = withAddress { connect(client, $0, length) }
            return client
        }
        port = UInt16(bigEndian: address.sin_port)
        descriptors = clients + [listener]
    }

    func close() {
        for descriptor in descriptors { Glibc.close(descriptor) }
    }
}
