internal import API
internal import Chain
internal import Dispatch
internal import EventLoop
internal import HTTP
internal import Synchronization
internal import TestSupport
internal import Testing

@testable import Node

/// What is long is read away from the loop. The queues stand still here, so that whatever is answered meanwhile was not
/// kept waiting by it.
@Suite("Long bodies", .timeLimit(.minutes(5)))
struct LongBodyTests {
    /// Requests whose answers are noted as they come.
    private final class Client: Sendable {
        private let router: Router
        private let loop: EventLoop
        private let answered = Mutex<[(name: String, status: Int, text: String)]>([])

        init(_ node: Node, _ loop: EventLoop) {
            (router, self.loop) = (Routes.router(for: node), loop)
        }

        /// The names of the requests that were answered, in order.
        var names: [String] { answered.withLock { $0.map(\.name) } }

        func status(_ name: String) -> Int? { answered.withLock { $0.first { $0.name == name }?.status } }

        func text(_ name: String) -> String? { answered.withLock { $0.first { $0.name == name }?.text } }

        /// Sends a request, and returns once the loop has done what is due.
        func send(
            _ name: String, _ method: Method, _ path: String, _ body: String = "", from host: String = "10.0.0.1"
        ) async {
            let request = Request(method: method, path: path, body: Array(body.utf8), remoteHost: host)
            Task(executorPreference: loop) { [self] in
                let response = await router.handle(request).response
                var bytes: [UInt8] = []
                if case .bytes(let all) = response.body { bytes = all }
                let text = String(decoding: bytes, as: UTF8.self)
                answered.withLock { $0.append((name, response.status.code, text)) }
            }
            await drain(loop)
        }
    }

    private static func payment(ofBytes bytes: Int) -> String {
        let payment = #"{"sender": "a", "recipient": "b", "amount": 1}"#
        return payment + String(repeating: " ", count: bytes - payment.utf8.count)
    }

    /// Every path that takes a body, and the answer to a long one that is read to its end.
    private static let long: [(path: String, body: String, status: Int)] = [
        ("/transactions/new", payment(ofBytes: 17_000), 201),
        ("/transactions/new", String(repeating: " ", count: 17_000), 400),
        ("/nodes/register", #"{"nodes": ["10.0.0.7:5000"]}"# + String(repeating: " ", count: 17_000), 201),
        ("/gossip", String(repeating: " ", count: 17_000), 400),
        ("/blocks/explain", String(repeating: "[", count: 17_000), 400),
        ("/blocks/explain", "{}" + String(repeating: " ", count: 17_000), 200),
    ]

    @Test(arguments: long.indices)
    func `keep nobody waiting`(number: Int) async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop, peers: 0..<0)
            let client = Client(scene.node, loop)
            await scene.node.stopReading()
            await client.send("long", .post, Self.long[number].path, Self.long[number].body)
            await client.send("health", .get, "/health")
            await client.send("short", .post, "/transactions/new", Self.payment(ofBytes: 16_384))
            try await eventually { client.names == ["health", "short"] }
            await scene.node.goOnReading()
            try await eventually { client.names.count == 3 }
            #expect(client.status("long") == Self.long[number].status)
        }
    }

    @Test func `that are asked for keep nobody waiting either`() async throws {
        try await withLoop { loop in
            let node = try Node.stub(on: loop)
            let client = Client(node, loop)
            _ = try await node.newTransaction(.payment(ofBytes: 17_000))
            for _ in 1...2 { _ = try await node.mine() }
            await node.stopReading()
            for height in 1...3 { await client.send("\(height)", .get, "/blocks/\(height)/explain") }
            // Those beside it aren't long themselves.
            try await eventually { client.names == ["1", "3"] }
            await node.goOnReading()
            try await eventually { client.status("2") == 200 }
        }
    }

    @Test func `of one client wait for those of others`() async throws {
        try await withLoop { loop in
            var options = NodeOptions()
            options.limits.longBodies.atOnce = 1
            let node = try Node.stub(on: loop, options: options)
            let client = Client(node, loop)
            let body = Self.payment(ofBytes: 20_000)
            await node.stopReading()
            for number in 1...4 { await client.send("greedy \(number)", .post, "/blocks/explain", body) }
            await client.send("honest", .post, "/blocks/explain", body, from: "10.0.0.2")
            await node.goOnReading()
            try await eventually { client.names.count == 5 }
            #expect(client.names == ["greedy 1", "greedy 2", "honest", "greedy 3", "greedy 4"])
        }
    }

    @Test func `wait as far as there is room, and who has most waiting gives way`() async throws {
        try await withLoop { loop in
            var options = NodeOptions()
            (options.limits.longBodies.atOnce, options.limits.longBodies.waiting) = (1, 2)
            let node = try Node.stub(on: loop, options: options)
            let client = Client(node, loop)
            let body = Self.payment(ofBytes: 20_000)
            await node.stopReading()
            for number in 1...4 { await client.send("greedy \(number)", .post, "/blocks/explain", body) }
            await client.send("honest", .post, "/blocks/explain", body, from: "10.0.0.2")
            try await eventually { client.names == ["greedy 4", "greedy 3"] }
            #expect(client.status("greedy 4") == 503)
            #expect(client.text("greedy 4")?.contains("2 texts of more than 16384 bytes wait to be read.") == true)
            await node.goOnReading()
            try await eventually { client.names.count == 5 }
            #expect(client.status("honest") == 200)
        }
    }
}

extension Node {
    fileprivate func stopReading() { for queue in reading.longBodies.queues { queue.suspend() } }
    fileprivate func goOnReading() { for queue in reading.longBodies.queues { queue.resume() } }
}
