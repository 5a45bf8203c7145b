internal import Dispatch
internal import EventLoop
internal import HTTP
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("A client's patience", .serialized, .timeLimit(.minutes(5)))
struct PatienceTests {
    private func limits(_ total: Duration = .seconds(300), unreadBytes: Int = 1 << 20) -> ClientLimits {
        var limits = ClientLimits()
        limits.total = total
        limits.unreadBytes = unreadBytes
        return limits
    }

    private static let head = "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\n", head, head + "half"])
    func `a server that falls silent times out`(bytes: String) async throws {
        try await Impostor.run(Impostor.sendingAndWaiting(bytes)) { server in
            try await withLoop { loop in
                let result = await fetch(port: server.port, limits: limits(.milliseconds(200)), on: loop)
                #expect(result == .failure(.timedOut))
            }
        }
    }

    @Test func `a server that sends in drips times out all the same`() async throws {
        let script: Impostor.Script = { wire, _ in
            try wire.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n")
            while true { try wire.send([0x20]) }
        }
        try await Impostor.run(script) { server in
            try await withLoop { loop in
                var limits = limits(.milliseconds(200))
                limits.bodyBytes = .max
                #expect(await fetch(port: server.port, limits: limits, on: loop) == .failure(.timedOut))
            }
        }
    }

    @Test func `a task that was cancelled before fetches nothing`() async throws {
        try await Impostor.run(Impostor.sendingAndWaiting("")) { server in
            try await withLoop { loop in
                let gate = Gate()
                let task = Task {
                    await gate.pass()
                    return await fetch(port: server.port, on: loop)
                }
                task.cancel()
                #expect(await task.value == .failure(.cancelled))
            }
        }
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\n", head, head + "half"])
    func `cancelling the task ends the fetch, wherever it is`(bytes: String) async throws {
        let hasSent = OneShot<Void>()
        let script: Impostor.Script = { wire, _ in
            try wire.send(bytes)
            hasSent.resolve(())
            while try !wire.receive().isEmpty {}
        }
        try await Impostor.run(script) { server in
            try await withLoop { loop in
                let task = Task { await fetch(port: server.port, on: loop) }
                await hasSent.value
                task.cancel()
                #expect(await task.value == .failure(.cancelled))
            }
        }
    }

    @Test func `a reader that wants no more ends the fetch`() async throws {
        let script: Impostor.Script = { wire, _ in
            try wire.send("HTTP/1.1 200 OK\r\n\r\n")
            // Ends when the client closes, not before.
            while true { try wire.send([UInt8](repeating: 0x20, count: 1_024)) }
        }
        try await Impostor.run(script) { server in
            try await withLoop { loop in
                let calls = Atomic(0)
                let result = await Task(executorPreference: loop) {
                    await Result { () async throws(FetchError) in
                        try await Client(loop: loop).get("/", host: "127.0.0.1", port: server.port) { _ in
                            calls.add(1, ordering: .relaxed).newValue < 3
                        }
                    }
                }.value
                #expect(result.failure == .cancelled)
                #expect(calls.load(ordering: .relaxed) == 3)
            }
        }
    }

    @Test func `a slow reader holds the server back, and gets everything in the end`() async throws {
        let size = 4 << 20
        let gate = Gate()
        let sentWhileHeld = Mutex(0)
        let script: Impostor.Script = { wire, _ in
            try wire.send("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
            let sent = try wire.sendUntilStuck(atMost: size)
            sentWhileHeld.withLock { $0 = sent }
            gate.open()
            try wire.send([UInt8](repeating: 0x20, count: size - sent))
            _ = try wire.receive()
        }
        try await Impostor.run(script) { server in
            try await withLoop { loop in
                let received = Atomic(0)
                let largest = Atomic(0)
                let limits = limits(unreadBytes: 64 * 1024)
                let result = await Task(executorPreference: loop) {
                    await Result { () async throws(FetchError) in
                        try await Client(loop: loop).get(
                            "/", host: "127.0.0.1", port: server.port, limits: limits
                        ) { piece in
                            await gate.pass()
                            received.add(piece.count, ordering: .relaxed)
                            largest.max(piece.count, ordering: .relaxed)
                            return true
                        }
                    }
                }.value
                #expect(result.failure == nil)
                #expect(received.load(ordering: .relaxed) == size)
                // What was unread, and the read that exceeded the limit.
                #expect(largest.load(ordering: .relaxed) <= 2 * 64 * 1024)
            }
        }
        // Beyond that, only the kernel's buffers took something.
        #expect(sentWhileHeld.withLock { $0 } < size / 2)
    }

    @Test(arguments: [false, true])
    func `the time is over also while a slow reader always finds something new`(isCancelled: Bool) async throws {
        let script: Impostor.Script = { wire, _ in
            try wire.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n")
            while true { try wire.send([0x20]) }
        }
        let hasBegun = Gate()
        try await Impostor.run(script) { server in
            try await withLoop { loop in
                var limits = limits(isCancelled ? .seconds(60) : .milliseconds(200))
                limits.bodyBytes = .max
                let task = Task(executorPreference: loop) { [limits] in
                    await Result { () async throws(FetchError) in
                        try await Client(loop: loop).get("/", host: "127.0.0.1", port: server.port, limits: limits) {
                            _ in
                            hasBegun.open()
                            // More has come by the time that the loop has served another fetch's connection.
                            _ = await fetch("/", port: 1, on: loop)
                            return true
                        }
                    }
                }
                await hasBegun.pass()
                if isCancelled { task.cancel() }
                #expect(await task.value.failure == (isCancelled ? .cancelled : .timedOut))
            }
        }
    }

    @Test(arguments: [FetchError.cutOff, .timedOut])
    func `what came before an answer broke off is handed over, however slow the reader is`(
        outcome: FetchError
    ) async throws {
        let reader = SlowReader()
        let script: Impostor.Script = { wire, head in
            guard head.contains(" /part ") else {
                return try Impostor.sending("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole")(wire, head)
            }
            try wire.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhel")
            reader.hasBegun.wait()
            try wire.send("lo")
            if outcome == .cutOff { wire.endSending() }
            reader.hasRest.open()
            while try !wire.receive().isEmpty {}
        }
        try await Impostor.run(script) { server in
            try await withLoop { loop in
                let end = ContinuousClock.now + .milliseconds(2_500)
                let result = await Task(executorPreference: loop) {
                    await Result { () async throws(FetchError) in
                        try await Client(loop: loop).get(
                            "/part", host: "127.0.0.1", port: server.port,
                            limits: limits(outcome == .timedOut ? .seconds(2) : .seconds(60))
                        ) { piece in
                            await reader.take(piece) {
                                // The loop has seen the rest and the end by the time that it has served a whole fetch.
                                repeat {
                                    #expect(await fetch("/whole", port: server.port, on: loop) == .success("whole"))
                                } while outcome == .timedOut && ContinuousClock.now < end
                            }
                        }
                    }
                }.value
                #expect(result.failure == outcome)
                #expect(reader.body.text == "hello")
            }
        }
    }

    @Test func `many fetches at once each have their own outcome`() async throws {
        let answers: [(target: String, outcome: Result<String, FetchError>)] = [
            ("/whole", .success("hello")), ("/half", .failure(.cutOff)), ("/none", .failure(.status(404))),
            ("/garbage", .failure(.malformed)), ("/silent", .failure(.timedOut)),
            ("/cancelled", .failure(.cancelled)),
        ]
        let script: Impostor.Script = { wire, head in
            let bytes = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
            switch head.split(separator: " ")[1] {
            case "/whole": try Impostor.sending(bytes + "hello")(wire, head)
            case "/half": try Impostor.sending(bytes + "he")(wire, head)
            case "/none": try Impostor.sending("HTTP/1.1 404 Not Found\r\n\r\n")(wire, head)
            case "/garbage": try Impostor.sending("garbage\r\n\r\n")(wire, head)
            default: try Impostor.sendingAndWaiting("")(wire, head)
            }
        }
        try await Impostor.run(script) { server in
            try await withLoop { loop in
                await withTaskGroup(of: (Int, Result<String, FetchError>).self) { group in
                    for number in 0..<120 {
                        let target = answers[number % answers.count].target
                        let total: Duration = target == "/silent" ? .milliseconds(300) : .seconds(60)
                        group.addTask { [limits = limits(total)] in
                            let task = Task {
                                await fetch(target, port: server.port, limits: limits, on: loop)
                            }
                            if target == "/cancelled" { task.cancel() }
                            return (number, await task.value)
                        }
                    }
                    for await (number, result) in group {
                        #expect(result == answers[number % answers.count].outcome)
                    }
                }
            }
        }
    }

    @Test func `a fetch needs no task of the loop's`() async throws {
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
        try await Impostor.run(Impostor.sending(answer)) { server in
            try await withLoop { loop in
                let client = Client(loop: loop)
                let start = ContinuousClock.now
                try await withThrowingTaskGroup { group in
                    for _ in 0..<200 {
                        group.addTask { [limits = limits(.seconds(30))] in
                            let body = Gathered()
                            try await client.get("/", host: "127.0.0.1", port: server.port, limits: limits) {
                                body.append($0)
                                return true
                            }
                            #expect(body.text == "hello")
                        }
                    }
                    try await group.waitForAll()
                }
                // None was woken only by its deadline.
                #expect(ContinuousClock.now < start + .seconds(30))
            }
        }
    }

    @Test func `fetches cancelled at any moment end once and leave nothing behind`() async throws {
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
        try await Impostor.run(Impostor.sendingAndWaiting(answer)) { server in
            try await withLoop { loop in
                for number in 0..<100 {
                    let task = Task { await fetch(port: server.port, on: loop) }
                    for _ in 0..<number { await Task.yield() }
                    task.cancel()
                    let result = await task.value
                    #expect([.success("hello"), .failure(.cancelled)].contains(result))
                }
            }
        }
    }
}

/// Takes its first piece only after the rest has been sent.
private struct SlowReader: Sendable {
    let body = Gathered()
    let hasBegun = DispatchSemaphore(value: 0)
    let hasRest = Gate()

    func take(_ piece: [UInt8], afterRest: () async -> Void) async -> Bool {
        if body.count == 0 {
            hasBegun.signal()
            await hasRest.pass()
            await afterRest()
        }
        body.append(piece)
        return true
    }
}

extension Result {
    /// Like `Result(catching:)`, for work that waits.
    fileprivate init(_ work: () async throws(Failure) -> Success) async {
        do throws(Failure) {
            self = .success(try await work())
        } catch {
            self = .failure(error)
        }
    }

    fileprivate var failure: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }
}
