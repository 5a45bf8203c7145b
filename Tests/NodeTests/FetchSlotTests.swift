internal import API
internal import Chain
internal import EventLoop
internal import HTTP
internal import TestSupport
internal import Testing

@testable import Node

@Suite("Who is asked for a longer chain, and when")
struct FetchSlotTests {
    /// As long as no chain is.
    private static let promised = 1_000_000_000_000_000

    private func peer(_ number: Int, promises length: Int, isFound: Bool = false) throws -> Peer {
        var peer = Peer(try .peer(number), isFound: isFound)
        peer.status = .of(number, Blockchain(rules: .easy))
        peer.length = length
        return peer
    }

    /// The fetches that begin at a time.
    private func begun(_ sync: inout Sync, _ peers: [Peer], at now: Duration = .zero) -> [ChainFetch] {
        var begun: [ChainFetch] = []
        let second = Int(now.components.seconds)
        while let fetch = sync.next(among: peers, longerThan: 1, now: now, uptimeSeconds: second) {
            begun.append(fetch)
        }
        return begun
    }

    @Test func `one of many who have the same block is asked`() throws {
        var sync = Sync()
        let peers = try (0..<128).map { try peer($0, promises: 2) }
        #expect(begun(&sync, peers).map(\.address) == [try .peer(0)])
        #expect(begun(&sync, peers, at: Sync.patience - .milliseconds(1)).isEmpty)
    }

    @Test func `a peer whose chain was taken before waits for no promise`() throws {
        var sync = Sync()
        var peers = try (0..<127).map { try peer($0, promises: Self.promised + $0) }
        _ = begun(&sync, peers)
        var honest = try peer(127, promises: 2)
        honest.hasDelivered = true
        peers.append(honest)
        #expect(begun(&sync, peers).map(\.address).contains(honest.address))
    }

    @Test(arguments: [true, false])
    func `a peer nobody knows anything of waits a second for 127 promises`(isRising: Bool) throws {
        var sync = Sync()
        let fakes = try (0..<127).map { try peer($0, promises: Self.promised + (isRising ? $0 : 0)) }
        let peers = fakes + [try peer(127, promises: 2)]
        let first = begun(&sync, peers)
        #expect((1...4).contains(first.count))
        #expect(begun(&sync, peers, at: Sync.patience).map(\.address).contains(try .peer(127)))
        #expect(begun(&sync, peers, at: Sync.patience * 2).isEmpty)
    }

    @Test func `who broke a promise goes last, and keeps nobody waiting`() throws {
        var sync = Sync()
        var liar = try peer(0, promises: Self.promised)
        liar.fruitlessFetches = 1
        let peers = [liar, try peer(1, promises: Self.promised, isFound: true), try peer(2, promises: 2)]
        // Those whose word is worth more are also asked.
        #expect(begun(&sync, peers).map(\.address) == (try [2, 1].map { try .peer($0) }))
        #expect(begun(&sync, peers, at: Sync.patience).map(\.address) == [try .peer(0)])
    }

    @Test func `strangers are asked one at a time in each host, and two in all`() throws {
        var sync = Sync()
        func ask(_ address: String, at second: Int) throws -> ChainFetch? {
            sync.stranger(
                try PeerAddress(address), length: Self.promised + second, longerThan: 1, now: .seconds(second),
                uptimeSeconds: second)
        }
        let first = try #require(try ask("10.0.0.1:5000", at: 0))
        #expect(try ask("10.0.0.1:5001", at: 10) == nil)
        #expect(try ask("10.0.0.2:5000", at: 20) != nil)
        #expect(try ask("10.0.0.3:5000", at: 30) == nil)
        sync.end(first)
        sync.brokePromise(first, uptimeSeconds: 30)
        // Another port is the same host.
        #expect(try ask("10.0.0.1:5001", at: 31) == nil)
        #expect(try ask("10.0.0.1:5001", at: 32) != nil)
    }

    @Test func `so many hosts are remembered and no more`() {
        var hosts = RestingHosts()
        for _ in 0..<3 { hosts.noteFailure(of: "first", at: 0) }
        for number in 0..<1_000 { hosts.noteFailure(of: "\(number)", at: 0) }
        #expect(hosts.isResting("first", at: 7))
        #expect((0..<1_000).count { hosts.isResting("\($0)", at: 1) } == 255)
    }

    @Test func `the block of a peer that delivered before is taken among 127 who promise and don't send`()
        async throws
    {
        try await withLoop { loop in
            // Time stands still, so that nothing is given up.
            let scene = try GossipScene(on: loop, peers: 0..<128, clock: StubClock(waits: 0))
            let (first, second) = (try Blockchain.mined(length: 2), try Blockchain.mined(length: 3))
            let (gate, honest) = (Gate(), try PeerAddress.peer(127))
            try scene.gossip(127)
            scene.network.set(honest) { .success(first) }
            await scene.start()
            try await eventually { (try? await scene.peer(127)?.status) != nil }
            _ = await scene.tell(127, has: first)
            try await eventually { await scene.node.chain == first }
            for number in 0..<127 {
                scene.network.set(try .peer(number)) {
                    await gate.pass()
                    return .failure(.noAnswer("gone"))
                }
                _ = await scene.node.note(status(number), of: try .peer(number))
            }
            _ = await scene.tell(127, has: first)
            try await eventually { await scene.node.fetchCount > 0 }
            scene.network.set(honest) { .success(second) }
            _ = await scene.tell(127, has: second)
            try await eventually { await scene.node.chain == second }
            gate.open()
            await scene.node.cancelWork()
        }
    }

    private func status(_ number: Int) -> NodeStatus {
        let honest = NodeStatus.of(number, Blockchain(rules: .easy))
        return NodeStatus(
            instance: honest.instance, version: honest.version, rules: honest.rules, difficulty: honest.difficulty,
            genesis: honest.genesis, length: Self.promised, tip: honest.tip, port: honest.port, gossips: true)
    }
}
