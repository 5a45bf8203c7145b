internal import Dispatch
internal import EventLoop
internal import Synchronization
internal import TestSupport
internal import Testing

@testable import HTTP

/// Resolves names as a test says, and counts.
private final class StubLookup: Sendable {
    private let asked = Mutex<[String: Int]>([:])
    private let held = Mutex<[String: DispatchSemaphore]>([:])

    func askedCount(_ host: String) -> Int { asked.withLock { $0[host] ?? 0 } }

    /// Makes lookups of a host hang until `release` is called.
    func hold(_ host: String) {
        held.withLock { $0[host] = DispatchSemaphore(value: 0) }
    }

    func release(_ host: String) {
        held.withLock { $0.removeValue(forKey: host) }?.signal()
    }

    /// What the resolver calls: every name is this machine, except `nobody`.
    func callAsFunction(_ host: String, _ port: UInt16) throws -> [SocketAddress] {
        asked.withLock { $0[host, default: 0] += 1 }
        held.withLock { $0[host] }?.wait()
        return host == "nobody" ? [] : try SocketAddress.resolve(host: "127.0.0.1", port: port, numericOnly: true)
    }
}

@Suite("Looking names up", .timeLimit(.minutes(5)))
struct ResolverTests {
    private func look(
        up host: String, with resolver: Resolver, for total: Duration = .seconds(60), on loop: EventLoop
    ) async -> Result<[String], FetchError> {
        await withTaskExecutorPreference(loop) {
            do throws(FetchError) {
                let addresses = try await resolver.addresses(of: host, port: 80, until: .now + total)
                return .success(addresses.map(\.numericHost))
            } catch {
                return .failure(error)
            }
        }
    }

    @Test(arguments: ["127.0.0.1", "192.168.0.5", "::1", "fe80::1"])
    func `an address is its own`(address: String) async throws {
        let lookup = StubLookup()
        try await withLoop { loop in
            let resolver = Resolver(loop: loop) { try lookup($0, $1) }
            #expect(await look(up: address, with: resolver, on: loop) == .success([address]))
        }
        #expect(lookup.askedCount(address) == 0)
    }

    @Test func `a name has an address, or is unknown`() async throws {
        let lookup = StubLookup()
        try await withLoop { loop in
            let resolver = Resolver(loop: loop) { try lookup($0, $1) }
            #expect(await look(up: "node", with: resolver, on: loop) == .success(["127.0.0.1"]))
            #expect(await look(up: "nobody", with: resolver, on: loop) == .failure(.unknownHost("nobody")))
        }
    }

    @Test func `all who ask for a name at once share a lookup`() async throws {
        let lookup = StubLookup()
        lookup.hold("node")
        try await withLoop { loop in
            let resolver = Resolver(loop: loop) { try lookup($0, $1) }
            let tasks = (0..<20).map { _ in
                Task(executorPreference: loop) { await look(up: "node", with: resolver, on: loop) }
            }
            try await eventually { await resolver.waiterCount(of: "node", port: 80) == tasks.count }
            lookup.release("node")
            for task in tasks { #expect(await task.value == .success(["127.0.0.1"])) }
            #expect(lookup.askedCount("node") == 1)
        }
    }

    @Test func `a lookup that hangs holds up only those who want that name`() async throws {
        let lookup = StubLookup()
        lookup.hold("slow")
        try await withLoop { loop in
            let resolver = Resolver(loop: loop) { try lookup($0, $1) }
            let slow = await look(up: "slow", with: resolver, for: .milliseconds(50), on: loop)
            #expect(slow == .failure(.timedOut))
            for number in 0..<20 {
                let name = "node\(number)"
                #expect(await look(up: name, with: resolver, on: loop) == .success(["127.0.0.1"]))
            }
            lookup.release("slow")
        }
    }

    @Test func `cancelling gives up a lookup`() async throws {
        let lookup = StubLookup()
        lookup.hold("slow")
        try await withLoop { loop in
            let resolver = Resolver(loop: loop) { try lookup($0, $1) }
            let task = Task { await look(up: "slow", with: resolver, on: loop) }
            while lookup.askedCount("slow") == 0 { await Task.yield() }
            task.cancel()
            #expect(await task.value == .failure(.cancelled))
            lookup.release("slow")
        }
    }

    @Test func `with many names the one that was found longest ago is forgotten first`() async throws {
        let lookup = StubLookup()
        try await withLoop { loop in
            let resolver = Resolver(loop: loop) { try lookup($0, $1) }
            for number in 0...Resolver.memory {
                _ = await look(up: "node\(number)", with: resolver, on: loop)
                // The first one is found again, which makes the second the oldest.
                if number == Resolver.memory - 1 { _ = await look(up: "node0", with: resolver, on: loop) }
            }
            for name in ["node0", "node1", "node2", "node\(Resolver.memory)"] { lookup.hold(name) }
            #expect(await look(up: "node\(Resolver.memory)", with: resolver, on: loop) == .success(["127.0.0.1"]))
            #expect(await look(up: "node0", with: resolver, on: loop) == .success(["127.0.0.1"]))
            #expect(await look(up: "node2", with: resolver, on: loop) == .success(["127.0.0.1"]))
            let forgotten = await look(up: "node1", with: resolver, for: .milliseconds(50), on: loop)
            #expect(forgotten == .failure(.timedOut))
            for name in ["node0", "node1", "node2", "node\(Resolver.memory)"] { lookup.release(name) }
        }
    }

    @Test func `what a name was is used when looking it up again hangs`() async throws {
        let lookup = StubLookup()
        try await withLoop { loop in
            let resolver = Resolver(loop: loop) { try lookup($0, $1) }
            #expect(await look(up: "node", with: resolver, on: loop) == .success(["127.0.0.1"]))
            lookup.hold("node")
            #expect(await look(up: "node", with: resolver, on: loop) == .success(["127.0.0.1"]))
            #expect(lookup.askedCount("node") == 2)
            lookup.release("node")
        }
    }
}
