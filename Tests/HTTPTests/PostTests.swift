internal import EventLoop
internal import Glibc
internal import HTTP
internal import Synchronization
internal import TestSupport
internal import Testing

/// Posts, and returns the answer's body as text.
func post(
    _ body: String, to target: String = "/gossip", host: String = "127.0.0.1", port: UInt16,
    limits: ClientLimits = ClientLimits(), on loop: EventLoop
) async -> Result<String, FetchError> {
    await withTaskExecutorPreference(loop) {
        do throws(FetchError) {
            let answer = try await Client(loop: loop).post(
                target, body: Array(body.utf8), host: host, port: port, limits: limits)
            return .success(String(decoding: answer.body, as: UTF8.self))
        } catch {
            return .failure(error)
        }
    }
}

@Suite("A client that posts", .serialized, .timeLimit(.minutes(5)))
struct PostTests {
    private func limits(_ total: Duration = .seconds(60), bodyBytes: Int = AnswerCase.bodyLimit) -> ClientLimits {
        var limits = ClientLimits()
        limits.total = total
        limits.bodyBytes = bodyBytes
        return limits
    }

    /// Reads the body of a request with this head.
    private static func receiveBody(_ wire: Wire, _ head: String) throws -> [UInt8] {
        let field = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length: ") }
        let length = try #require(Int(field?.dropFirst("content-length: ".count) ?? "none"))
        var body: [UInt8] = []
        while body.count < length {
            let bytes = try wire.receive(atMost: length - body.count)
            try #require(!bytes.isEmpty)
            body += bytes
        }
        return body
    }

    /// Reads the whole request, and answers.
    private static func sending(_ text: String) -> Impostor.Script {
        { wire, head in
            _ = try receiveBody(wire, head)
            try Impostor.sending(text)(wire, head)
        }
    }

    @Test(arguments: [0, 1, 70_000, 1 << 20])
    func `the request is one that any server understands`(count: Int) async throws {
        let seen = Mutex("")
        let received = Mutex([UInt8]())
        let script: Impostor.Script = { wire, head in
            seen.withLock { $0 = head }
            let body = try Self.receiveBody(wire, head)
            received.withLock { $0 = body }
            try wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        }
        let body = String((0..<count).map { Character(UnicodeScalar(UInt8(0x61 + $0 % 26))) })
        let port = try await Impostor.run(script) { server in
            try await withLoop { loop in
                #expect(await post(body, to: "/gossip?a=b", port: server.port, on: loop) == .success(""))
            }
            return server.port
        }
        let lines = seen.withLock { $0 }.split(separator: "\r\n").map(String.init)
        #expect(lines.first == "POST /gossip?a=b HTTP/1.1")
        #expect(lines.contains("Host: 127.0.0.1:\(port)"))
        #expect(lines.contains("Connection: close"))
        #expect(lines.contains("Content-Type: application/json"))
        #expect(lines.contains("Content-Length: \(count)"))
        #expect(lines.count { $0.lowercased().hasPrefix("content-length:") } == 1)
        #expect(received.withLock { $0 } == Array(body.utf8))
    }

    @Test(arguments: AnswerCase.whole)
    func `a whole answer comes back`(answer: AnswerCase) async throws {
        try await Impostor.run(Self.sending(answer.bytes)) { server in
            try await withLoop { loop in
                #expect(await post("{}", port: server.port, limits: limits(), on: loop) == answer.outcome)
            }
        }
    }

    @Test(arguments: AnswerCase.whole)
    func `a whole answer comes back however it is cut`(answer: AnswerCase) async throws {
        let script: Impostor.Script = { wire, head in
            _ = try Self.receiveBody(wire, head)
            for byte in answer.bytes.utf8 { try wire.send([byte]) }
            wire.endSending()
            _ = try wire.receive()
        }
        try await Impostor.run(script) { server in
            try await withLoop { loop in
                #expect(await post("{}", port: server.port, limits: limits(), on: loop) == answer.outcome)
            }
        }
    }

    @Test(arguments: AnswerCase.failed)
    func `what is no whole answer of status 200 fails with its reason`(answer: AnswerCase) async throws {
        try await Impostor.run(Self.sending(answer.bytes)) { server in
            try await withLoop { loop in
                #expect(await post("{}", port: server.port, limits: limits(), on: loop) == answer.outcome)
            }
        }
    }

    @Test(arguments: AnswerCase.broken)
    func `what breaks the rules of HTTP fails`(bytes: String) async throws {
        try await Impostor.run(Self.sending(bytes)) { server in
            try await withLoop { loop in
                let result = await post("{}", port: server.port, limits: limits(), on: loop)
                #expect(throws: FetchError.self) { try result.get() }
            }
        }
    }

    @Test func `our own server takes a body up to its limit, and says no to a longer one`() async throws {
        try await withLoop { loop in
            let live = try await LiveServer(on: loop)
            for count in [0, 5, 64 * 1024, 1 << 20] {
                let body = String(repeating: "x", count: count)
                let limits = limits(bodyBytes: 1 << 20)
                #expect(await post(body, to: "/echo", port: live.port, limits: limits, on: loop) == .success(body))
            }
            #expect(await post("{}", to: "/nothing", port: live.port, on: loop) == .failure(.status(404)))
            // The answer of a server that closes during an upload may arrive or not.
            let result = await post(String(repeating: "x", count: 1 << 20 + 1), to: "/echo", port: live.port, on: loop)
            #expect([.failure(.status(413)), .failure(.cutOff)].contains(result))
            await live.server.shutDown(grace: .zero)
        }
    }

    @Test(arguments: [1, 2_000])
    func `a status counts though the server never read the short body`(count: Int) async throws {
        let answer = "HTTP/1.0 404 NOT FOUND\r\nContent-Length: 5\r\n\r\nhello"
        try await Impostor.run({ wire, _ in try wire.send(answer) }) { server in
            try await withLoop { loop in
                let body = String(repeating: "x", count: count)
                for _ in 0..<20 {
                    #expect(await post(body, port: server.port, on: loop) == .failure(.status(404)))
                }
            }
        }
    }

    @Test func `a server that takes the request and goes is not asked again`() async throws {
        let requests = Atomic(0)
        let script: Impostor.Script = { wire, head in
            requests.add(1, ordering: .relaxed)
            _ = try Self.receiveBody(wire, head)
        }
        try await Impostor.run(script) { server in
            try await withLoop { loop in
                #expect(await post("{}", port: server.port, on: loop) == .failure(.cutOff))
            }
        }
        #expect(requests.load(ordering: .relaxed) == 1)
    }

    @Test func `nobody listening is unreachable`() async throws {
        let wire = try Wire.bound()
        try await withLoop { loop in
            #expect(await post("{}", port: wire.port, on: loop) == .failure(.unreachable))
        }
    }

    @Test func `a name is looked up, and all its addresses are tried`() async throws {
        try await withLoop { loop in
            let live = try await LiveServer(on: loop)
            #expect(await post("once", to: "/echo", host: "localhost", port: live.port, on: loop) == .success("once"))
            await live.server.shutDown(grace: .zero)
        }
    }

    /// More than all buffers on the way can hold.
    private static let huge = String(repeating: "x", count: 32 << 20)

    @Test func `a server that reads nothing times out`() async throws {
        let isOver = Atomic(false)
        let script: Impostor.Script = { _, _ in while !isOver.load(ordering: .relaxed) { usleep(1_000) } }
        try await Impostor.run(script) { server in
            try await withLoop { loop in
                let limits = limits(.milliseconds(300))
                #expect(await post(Self.huge, port: server.port, limits: limits, on: loop) == .failure(.timedOut))
                isOver.store(true, ordering: .relaxed)
            }
        }
    }

    @Test func `cancelling the task ends the post, sent or not`() async throws {
        for body in ["{}", Self.huge] {
            let hasBegun = OneShot<Void>()
            let isOver = Atomic(false)
            let script: Impostor.Script = { wire, _ in
                hasBegun.resolve(())
                while !isOver.load(ordering: .relaxed) { usleep(1_000) }
                while try !wire.receive().isEmpty {}
            }
            try await Impostor.run(script) { server in
                try await withLoop { loop in
                    let task = Task { await post(body, port: server.port, on: loop) }
                    await hasBegun.value
                    task.cancel()
                    #expect(await task.value == .failure(.cancelled))
                    isOver.store(true, ordering: .relaxed)
                }
            }
        }
    }

    @Test func `what a server pours in while it reads nothing is not gathered`() async throws {
        let poured = Atomic(0)
        let script: Impostor.Script = { wire, _ in
            // The kernel's buffers take several megabytes.
            poured.store(try wire.sendUntilStuck(atMost: 64 << 20), ordering: .relaxed)
            while try !wire.receive().isEmpty {}
        }
        try await Impostor.run(script) { server in
            try await withLoop { loop in
                let result = await post(Self.huge, port: server.port, limits: limits(.seconds(10)), on: loop)
                #expect(throws: FetchError.self) { try result.get() }
            }
        }
        #expect(poured.load(ordering: .relaxed) < 32 << 20)
    }

    @Test func `a type that would split the request is a fault of ours`() async {
        await #expect(processExitsWith: .failure) {
            try await withLoop { loop in
                _ = try? await withTaskExecutorPreference(loop) {
                    try await Client(loop: loop).post(
                        "/", body: [], contentType: "text/plain\r\nX: y", host: "127.0.0.1", port: 1)
                }
            }
        }
    }
}
