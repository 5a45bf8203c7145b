internal import HTTP
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("Clients that leave", .serialized, .timeLimit(.minutes(5)))
struct DepartureTests {
    /// Holds back every request to `/held`, and also serves the site.
    private func handler(_ gate: Gate) -> Handler {
        { request in
            guard request.path == "/held" else { return Site.handler(request) }
            return .later {
                await gate.pass()
                return Response(.ok, body: .bytes(Array("held".utf8)))
            }
        }
    }

    @Test(arguments: [false, true])
    func `a client that leaves while its answer is made has the task cancelled`(byReset: Bool) async throws {
        let gate = Gate()
        try await LiveServer.run(handler: handler(gate)) { live in
            for number in 1...5 {
                do {
                    let client = try live.connect()
                    try client.send("GET", "/held")
                    try blockUntil { gate.waitingCount == 1 }
                    if byReset { client.wire.resetOnClose() }
                }
                try blockUntil { gate.cancelledCount == number }
            }
            try blockUntil { live.connectionCount == 0 }
            #expect(gate.waitingCount == 0)
        }
    }

    @Test func `a client that had left before the handler was called is noticed too`() async throws {
        let gate = Gate()
        try await LiveServer.run(handler: handler(gate)) { live in
            do {
                let client = try live.connect()
                try client.send("GET /held HTTP/1.1\r\nHost: test\r\n\r\n")
            }
            try blockUntil { gate.cancelledCount == 1 }
            try blockUntil { live.connectionCount == 0 }
        }
    }

    @Test func `what a client sends meanwhile is no departure`() async throws {
        let gate = Gate()
        try await LiveServer.run(handler: handler(gate)) { live in
            let client = try live.connect()
            try client.send("GET", "/held")
            try blockUntil { gate.waitingCount == 1 }
            for _ in 0..<3 { try client.send("GET", "/hello") }
            // By the time another request is answered, the server has noticed.
            for _ in 0..<20 { _ = try live.connect().get("/hello") }
            #expect(gate.cancelledCount == 0)
            gate.open()
            #expect(try client.receive().text == "held")
            for _ in 0..<3 { #expect(try client.receive().text == "\"hello\"\n") }
        }
    }

    @Test func `one that sent more before it left is noticed`() async throws {
        let gate = Gate()
        try await LiveServer.run(handler: handler(gate)) { live in
            do {
                let client = try live.connect()
                try client.send("GET", "/held")
                try blockUntil { gate.waitingCount == 1 }
                try client.send("GET", "/hello")
            }
            try blockUntil { gate.cancelledCount == 1 }
            try blockUntil { live.connectionCount == 0 }
        }
    }

    /// As `nc -N` does after its request.
    @Test func `one that only stops sending gets the answer that was promised`() async throws {
        let promises = Mutex<[Promise]>([])
        let handler: Handler = { request in
            guard request.path == "/promised" else { return Site.handler(request) }
            return .promised { promise in promises.withLock { $0.append(promise) } }
        }
        try await LiveServer.run(handler: handler) { live in
            let client = try live.connect()
            try client.send("GET", "/promised")
            try blockUntil { promises.withLock { $0.count } == 1 }
            try client.send("GET", "/hello")
            client.wire.endSending()
            // By the time another request is answered, the server has noticed.
            for _ in 0..<20 { _ = try live.connect().get("/hello") }
            let promise = try #require(promises.withLock { $0.popLast() })
            live.onLoop { promise.answer(Response(.ok, body: .bytes(Array("kept".utf8)))) }
            #expect(try client.receive().text == "kept")
            #expect(try client.receive().text == "\"hello\"\n")
            #expect(try client.wire.receiveToEnd().isEmpty)
            try blockUntil { live.connectionCount == 0 }
        }
    }

    @Test func `one that only stops sending gets what comes soon, and one that breaks off has it cancelled`()
        async throws
    {
        let gate = Gate()
        let handler: Handler = { request in
            guard request.path == "/soon" else { return Site.handler(request) }
            return .soon {
                await gate.pass()
                return Response(.ok, body: .bytes(Array((Task.isCancelled ? "cancelled" : "whole").utf8)))
            }
        }
        try await LiveServer.run(handler: handler) { live in
            do {
                let client = try live.connect()
                try client.send("GET", "/soon")
                try blockUntil { gate.waitingCount == 1 }
                client.wire.resetOnClose()
            }
            try blockUntil { gate.cancelledCount == 1 }
            let client = try live.connect()
            try client.send("GET", "/soon")
            client.wire.endSending()
            try blockUntil { gate.waitingCount == 1 }
            // By the time another request is answered, the server has noticed.
            for _ in 0..<20 { _ = try live.connect().get("/hello") }
            gate.open()
            #expect(try client.receive().text == "whole")
            #expect(try client.wire.receiveToEnd().isEmpty)
            try blockUntil { live.connectionCount == 0 }
        }
    }

    @Test func `a task that ignores its cancellation answers nobody`() async throws {
        let gate = Gate()
        let handler: Handler = { _ in
            .later {
                await gate.pass(ignoringCancellation: true)
                return Response(.ok, body: .bytes([]))
            }
        }
        try await LiveServer.run(handler: handler) { live in
            do {
                let client = try live.connect()
                try client.send("GET", "/")
                try blockUntil { gate.waitingCount == 1 }
                client.wire.resetOnClose()
            }
            gate.open()
            try blockUntil { live.connectionCount == 0 }
        }
    }

    @Test(arguments: [
        "", "G", "GET /hello HTTP/1.1\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nha",
    ])
    func `half a request is dropped with its connection`(bytes: String) async throws {
        try await LiveServer.run { live in
            for byReset in [false, true] {
                do {
                    let client = try live.connect()
                    try client.send(bytes)
                    try blockUntil { live.connectionCount == 1 }
                    if byReset { client.wire.resetOnClose() }
                }
                try blockUntil { live.connectionCount == 0 }
            }
        }
    }

    @Test func `a thousand clients one after the other leave no connection behind`() async throws {
        try await LiveServer.run { live in
            for number in 0..<1_000 {
                let client = try live.connect()
                switch number % 5 {
                case 0: break
                case 1: client.wire.resetOnClose()
                case 2: try client.send("GET", "/long")
                case 3: #expect(try client.get("/later").status == 200)
                default: #expect(try client.get("/hello").status == 200)
                }
            }
            try blockUntil { live.connectionCount == 0 }
        }
    }
}
