internal import EventLoop
internal import Foundation
internal import HTTP
internal import Synchronization
internal import TestSupport
internal import Testing
internal import Wording

@Suite("A server and a decent client", .serialized, .timeLimit(.minutes(5)))
struct ServerTests {
    @Test func `requests on one connection are answered one after the other`() async throws {
        try await LiveServer.run { live in
            let client = try live.connect()
            for _ in 0..<100 {
                let answer = try client.get("/hello")
                #expect(answer.status == 200)
                #expect(answer.text == "\"hello\"\n")
                #expect(answer["Content-Type"] == "application/json")
                #expect(answer["Connection"] == nil)
            }
            #expect(live.connectionCount == 1)
        }
    }

    @Test func `every answer has a date in the one right form`() async throws {
        try await LiveServer.run { live in
            let formatter = DateFormatter()
            formatter.locale = Locale(identifier: "en_US_POSIX")
            formatter.timeZone = TimeZone(identifier: "GMT")
            formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
            let text = try #require(try live.connect().get("/hello")["Date"])
            let date = try #require(formatter.date(from: text), "\(text)")
            #expect(abs(date.timeIntervalSinceNow) < 3_600)
            #expect(formatter.string(from: date) == text)
        }
    }

    @Test func `pipelined requests are answered in order, whatever each one takes`() async throws {
        try await LiveServer.run { live in
            let client = try live.connect()
            var requests = ""
            for number in 0..<50 {
                requests += "GET /later HTTP/1.1\r\nHost: test\r\n\r\n"
                requests += "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 2\r\n\r\n\(number + 10)"
                requests += "GET /hello HTTP/1.1\r\nHost: test\r\n\r\n"
            }
            try client.send(requests)
            for number in 0..<50 {
                #expect(try client.receive().text == "\"later\"\n")
                #expect(try client.receive().text == "\(number + 10)")
                #expect(try client.receive().text == "\"hello\"\n")
            }
        }
    }

    @Test func `a request may come byte by byte`() async throws {
        try await LiveServer.run { live in
            let client = try live.connect()
            let request = "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\nbytes"
            for byte in request.utf8 { try client.wire.send([byte]) }
            #expect(try client.receive().text == "bytes")
        }
    }

    @Test(arguments: [
        ("/blocks/7", 507, "7 nil"), ("/blocks/%37?a=%2537", 507, "7 %37"), ("/blocks/%252F?a=1+2", 507, "%2F 1 2"),
        ("/blocks/%7Bblock%7D?", 507, "{block} nil"), ("/blocks/a%3Fa=b", 507, "a?a=b nil"),
        ("/blocks/a%2Fb", 404, nil), ("/blocks/a%2f", 404, nil), ("/blocks/%2F", 404, nil),
        ("/blocks%2F7", 507, "7 nil"),
        ("/blocks/7%00", 400, nil), ("/blocks/7?a=%", 400, nil),
    ])
    func `parameters of path and query come decoded once`(target: String, status: Int, text: String?) async throws {
        var router = Router()
        router.on(.get, path: "/blocks/{block}") { request in
            guard let query = try? Query(request.query) else { return .now(.error(.badRequest, .targetNoPath)) }
            let values = "\(request.parameters["block"]) \((try? query["a"]) ?? "nil")"
            return .now(Response(.insufficientStorage, body: .bytes(Array(values.utf8))))
        }
        try await LiveServer.run(handler: router.handle) { live in
            let answer = try live.connect().get(target)
            #expect(answer.status == status)
            if let text { #expect(answer.text == text) }
        }
    }

    @Test func `a handler gets the request as it was meant`() async throws {
        let seen = Mutex<Request?>(nil)
        let handler: Handler = { request in
            seen.withLock { $0 = request }
            return .now(Response(.created, headers: [Header("X-Own", "kept")], body: .bytes([])))
        }
        try await LiveServer.run(handler: handler) { live in
            let client = try live.connect()
            try client.send("PUT", "/a%20b/%C3%A9?q=%20&r", headers: ["x-Key:  some value "], body: "text")
            let answer = try client.receive()
            #expect(answer.status == 201)
            #expect(answer["X-Own"] == "kept")
            #expect(answer["Content-Length"] == "0")
        }
        let request = try #require(seen.withLock { $0 })
        #expect(request.method == .put)
        #expect(request.path == "/a b/é")
        #expect(request.query == "q=%20&r")
        #expect(request.headers.contains(Header("x-Key", "some value")))
        #expect(request.body == Array("text".utf8))
    }

    @Test(arguments: Method.allCases)
    func `every method gets to the handler`(method: Method) async throws {
        let handler: Handler = { .now(Response(.ok, body: .bytes(Array($0.method.rawValue.utf8)))) }
        try await LiveServer.run(handler: handler) { live in
            let client = try live.connect()
            try client.send(method.rawValue, "/")
            let answer = try client.receive(toHead: method == .head)
            #expect(answer.status == 200)
            #expect(answer.text == (method == .head ? "" : method.rawValue))
        }
    }

    @Test func `a handler runs on the loop, and so does what it does later`() async throws {
        try await withLoop { loop in
            let handler: Handler = { _ in
                let before = loop.isCurrent
                return .later {
                    let start = loop.isCurrent
                    try? await Task.sleep(for: .milliseconds(1))
                    let end = loop.isCurrent
                    return Response(.ok, body: .bytes(Array("\(before) \(start) \(end)".utf8)))
                }
            }
            let live = try await LiveServer(on: loop, handler: handler)
            let text = try await onThread { try live.connect().get("/").text }
            await live.server.shutDown(grace: .zero)
            #expect(text == "true true true")
        }
    }

    @Test func `an answer later than another connection's does not hold that one up`() async throws {
        let gate = Gate()
        let handler: Handler = { request in
            guard request.path == "/held" else { return Site.handler(request) }
            return .later {
                await gate.pass()
                return Response(.ok, body: .bytes(Array("held".utf8)))
            }
        }
        try await LiveServer.run(handler: handler) { live in
            let patient = try live.connect()
            try patient.send("GET", "/held")
            try blockUntil { gate.waitingCount == 1 }
            #expect(try live.connect().get("/hello").status == 200)
            gate.open()
            #expect(try patient.receive().text == "held")
            #expect(try patient.get("/hello").status == 200)
        }
    }

    @Test func `a chunked body arrives whole`() async throws {
        try await LiveServer.run { live in
            let client = try live.connect()
            try client.send("POST", "/echo", headers: ["Transfer-Encoding: chunked"])
            try client.send("3\r\nabc\r\n8\r\ndefghijk\r\n0\r\nTrailer: x\r\n\r\n")
            #expect(try client.receive().text == "abcdefghijk")
            #expect(try client.get("/hello").status == 200)
        }
    }

    @Test func `a body at the limit is taken`() async throws {
        var limits = ServerLimits()
        limits.bodyBytes = 100_000
        try await LiveServer.run(limits: limits) { live in
            let client = try live.connect()
            let body = String(repeating: "x", count: 100_000)
            try client.send("POST", "/echo", body: body)
            #expect(try client.receive().text == body)
        }
    }

    @Test func `a client that asks whether to go on is told to`() async throws {
        try await LiveServer.run { live in
            let client = try live.connect()
            try client.send("POST", "/echo", headers: ["Expect: 100-continue", "Content-Length: 4"])
            let goOn = try client.wire.receive(atMost: 25)
            #expect(String(decoding: goOn, as: UTF8.self) == "HTTP/1.1 100 Continue\r\n\r\n")
            try client.send("body")
            #expect(try client.receive().text == "body")
        }
    }

    @Test func `HEAD brings the head of GET and no body`() async throws {
        try await LiveServer.run { live in
            let client = try live.connect()
            for (target, length) in [("/hello", "8"), ("/long", "\(Site.long.count)"), ("/later", "8")] {
                try client.send("HEAD", target)
                let answer = try client.receive(toHead: true)
                #expect(answer.status == 200)
                #expect(answer["Content-Length"] == length)
            }
            #expect(try client.get("/hello").text == "\"hello\"\n")
        }
    }

    @Test func `HTTP 1-0 ends with the answer, unless asked to keep the connection`() async throws {
        try await LiveServer.run { live in
            for target in ["/hello", "/later", "/long"] {
                let client = try live.connect()
                try client.send("GET \(target) HTTP/1.0\r\n\r\n")
                #expect(try client.receive().status == 200)
                #expect(try client.isAtEnd())
            }
            let client = try live.connect()
            for _ in 0..<3 {
                try client.send("GET", "/hello", version: "1.0", headers: ["Connection: keep-alive"])
                #expect(try client.receive().status == 200)
            }
        }
    }

    @Test func `a client that wants no more than one answer gets one and the end`() async throws {
        try await LiveServer.run { live in
            for target in ["/hello", "/later", "/long"] {
                let client = try live.connect()
                #expect(try client.get(target, headers: ["Connection: close"]).status == 200)
                #expect(try client.isAtEnd())
            }
            try blockUntil { live.connectionCount == 0 }
        }
    }
}
