internal import API
internal import Chain
internal import EventLoop
internal import HTTP
internal import TestSupport
internal import Testing

@testable import Node
import Wording

@Suite("Who is asked for a longer chain, and when")
struct FetchSlotTests {
    /// As long as no chain is.
    private static let promised = 1_000_000_000_000_000

    private func peer(
        _ number: Int, promises length: Int, isFound: Bool = false, with chain: Blockchain = Blockchain(rules: .easy)
    ) throws -> Peer {
        var peer = Peer(try .peer(number), isFound: isFound)
        peer.status = .of(number, chain)
        peer.length = length
        return peer
    }

    /// The fetches that begin at a time.
    private func begun(_ sync: inout Sync, _ peers: [Peer], at now: Duration = .zero) -> [ChainFetch] {
        var begun: [ChainFetch] = []
        let second = Int(now.components.seconds)
        while let fetch = sync.next(among: peers, heavierThan: ChainWeight(length: 1), now: now, uptimeSeconds: second)
        {
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

    /// Lets peers send at their pace, in bytes a second, and returns when one of them is first asked.
    private func secondsUntilAsked(
        _ address: PeerAddress, _ sync: inout Sync, _ peers: [Peer], pace: (ChainFetch) -> Int
    ) -> Int? {
        for second in 0..<600 {
            if begun(&sync, peers, at: .seconds(second)).contains(where: { $0.address == address }) { return second }
            for fetch in sync.fetches { fetch.course.receive(pace(fetch)) }
        }
        return nil
    }

    @Test func `the slowest of those that bring just enough gives way to who waits`() throws {
        var sync = Sync()
        let peers = try (0..<5).map { try peer($0, promises: $0 < 4 ? Self.promised : 2) }
        let slowest = try PeerAddress.peer(1)
        let seconds = try secondsUntilAsked(.peer(4), &sync, peers) { fetch in
            Sync.enoughBytesPerSecond * (fetch.address == slowest ? 1 : 2)
        }
        #expect(try #require(seconds) <= 5)
        #expect(sync.fetches.filter(\.course.isGivenUp).map(\.address) == [slowest])
    }

    @Test func `of many that bring just enough each gives way once, and the fastest never`() throws {
        var sync = Sync()
        var peers = try (0..<127).map { try peer($0, promises: Self.promised) } + [peer(127, promises: 2)]
        var asked: [PeerAddress] = []
        let (honest, fastest) = (try PeerAddress.peer(127), try PeerAddress.peer(2))
        for second in 0..<200 where !asked.contains(honest) {
            asked += begun(&sync, peers, at: .seconds(second)).map(\.address)
            for fetch in sync.fetches {
                let isFastest = fetch.address == fastest
                fetch.course.receive(Sync.enoughBytesPerSecond * (isFastest ? 2 : 1))
                guard fetch.course.isGivenUp else { continue }
                #expect(!isFastest)
                sync.end(fetch)
                let position = try #require(peers.firstIndex { $0.address == fetch.address })
                peers[position].fruitlessFetches += 1
            }
        }
        #expect(asked.firstIndex(of: honest) == 127)
    }

    /// A chain whose tip is no other number's.
    private func chain(_ number: Int) throws -> Blockchain {
        try Blockchain.mined(length: 2, timestamp: Double(number))
    }

    @Test func `those who bring another chain than a peer's keep it waiting only for a moment`() throws {
        var sync = Sync()
        let fakes = try (0..<127).map { try peer($0, promises: Self.promised, with: chain($0)) }
        let peers = fakes + [try peer(127, promises: 2, with: chain(127))]
        #expect((1...4).contains(begun(&sync, peers).count))
        // They bring enough.
        for fetch in sync.fetches { fetch.course.receive(Sync.enoughBytesPerSecond) }
        #expect(begun(&sync, peers, at: Sync.patience).map(\.address).contains(try .peer(127)))
    }

    @Test func `what others claim in peers' names keeps nobody waiting, however often`() throws {
        var sync = Sync()
        var named = try (0..<127).map { try peer($0, promises: 1) }
        let honest = try peer(127, promises: 2, isFound: true)
        for millisecond in 0..<1_000 {
            for position in named.indices {
                named[position].claimed(
                    honest.status?.tip ?? Block.genesis.hash, weight: ChainWeight(length: Self.promised),
                    byItself: false)
            }
            let now = Duration.milliseconds(millisecond)
            let asked = begun(&sync, millisecond < 500 ? named : named + [honest], at: now).map(\.address)
            #expect(sync.fetches.count(where: \.isHearsay) == 1)
            if millisecond == 500 { #expect(asked.contains(honest.address)) }
            // Each is answered at once.
            for fetch in sync.fetches where fetch.isHearsay { sync.end(fetch) }
        }
    }

    @Test func `what others claim is looked at by turns, one at a time, and no turn is long`() throws {
        var sync = Sync()
        var peers = try (0..<3).map { try peer($0, promises: 1) }
        for (position, length) in [2, 2, Self.promised].enumerated() {
            peers[position].claimed(Block.genesis.hash, weight: ChainWeight(length: length), byItself: false)
        }
        let first = try #require(begun(&sync, peers).first)
        #expect(first.address == peers[0].address && first.isHearsay && first.weight == ChainWeight(length: 2))
        peers[0].lookedAtHearsay(now: 0)
        sync.end(first)
        // It is claimed again, and waits for its next turn.
        peers[0].claimed(Block.genesis.hash, weight: ChainWeight(length: Self.promised), byItself: false)
        let second = try #require(begun(&sync, peers, at: .seconds(1)).first)
        #expect(second.address == peers[1].address)
        peers[1].lookedAtHearsay(now: 1)
        #expect(begun(&sync, peers, at: .seconds(1) + Sync.slowestPatience).isEmpty)
        let third = begun(&sync, peers, at: .seconds(2) + Sync.slowestPatience)
        #expect(third.map(\.address) == [peers[2].address])
        #expect(second.course.isGivenUp)
    }

    @Test func `what others bring about doesn't count against a peer's own word`() throws {
        var book = PeerBook(PeerList(), options: NodeOptions())
        let address = try PeerAddress.peer(0)
        book.add([address], areFound: false)
        for isHearsay in [false, true, true] {
            let fetch = ChainFetch(
                address: address, weight: ChainWeight(length: 3), tip: nil, isItsWord: false, isHearsay: isHearsay,
                standing: .registered,
                start: .zero)
            book.fetchedInVain(fetch, now: 0)
        }
        let peer = try #require(book[address])
        #expect(peer.fruitlessFetches == 1 && peer.nextFetchSecond == 2)
        #expect(peer.fruitlessHearsay == 2 && peer.nextHearsaySecond == 4)
        #expect(peer.standing == .brokenPromise)
        book.fetched(address)
        #expect(book[address]?.fruitlessHearsay == 0)
    }

    @Test func `a claim is of the peer that answers there, or may be of all that give that name`() throws {
        let chain = Blockchain(rules: .easy)
        var book = PeerBook(PeerList(), options: NodeOptions())
        let (one, other) = (try PeerAddress.peer(1), try PeerAddress.peer(2))
        book.add([one, other], areFound: false)
        for address in [one, other] {
            _ = book.heard(.of(7, chain), from: address, ours: .of(9, chain), now: 10, wallTime: 0)
            // Where it speaks from is asked soon.
            #expect(book[address]?.nextContactSecond == 0)
        }
        _ = book.heard(.of(7, chain), from: other, reachedAt: "10.0.0.2", ours: .of(9, chain), now: 10, wallTime: 0)
        #expect(try #require(book[other]).nextContactSecond > 10)
        let longer = NodeStatus.of(7, try .mined(length: 3))
        let isKnown = book.claimed(longer, from: "10.0.0.2", isPassedOn: false, now: 10)
        #expect(isKnown)
        #expect(book[other]?.possibleWeight == ChainWeight(length: 3) && book[other]?.hearsay == nil)
        #expect(book[one]?.hearsay == nil)
        for (host, isPassedOn) in [("10.0.0.3", false), ("10.0.0.2", true)] {
            _ = book.claimed(longer, from: host, isPassedOn: isPassedOn, now: 10)
            #expect(book[one]?.hearsay == ChainWeight(length: 3) && book[other]?.hearsay == ChainWeight(length: 3))
        }
        let isStranger = !book.claimed(.of(8, chain), from: "10.0.0.2", isPassedOn: false, now: 10)
        #expect(isStranger)
    }

    @Test func `those who have the chain that another brings are not asked for it`() throws {
        var sync = Sync()
        let (one, other) = (try chain(1), try chain(2))
        let peers = try (0..<128).map { try peer($0, promises: 3, with: $0 == 0 ? one : other) }
        #expect(begun(&sync, peers).map(\.address) == [try .peer(0)])
        for fetch in sync.fetches { fetch.course.receive(Sync.enoughBytesPerSecond) }
        // One with the other chain, and no second one.
        #expect(begun(&sync, peers, at: Sync.patience).map(\.address) == [try .peer(1)])
        #expect(begun(&sync, peers, at: Sync.patience).isEmpty)
    }

    @Test func `who delivered before and brings enough gives way to none that did not`() throws {
        var sync = Sync()
        let peers = try (0..<5).map { number in
            var known = try peer(number, promises: 3)
            known.hasDelivered = number < 4
            return known
        }
        let seconds = try secondsUntilAsked(.peer(4), &sync, peers) { _ in Sync.enoughBytesPerSecond }
        #expect(seconds == nil)
        #expect(sync.fetches.allSatisfy { !$0.course.isGivenUp })
    }

    @Test func `strangers are asked one at a time in each host, and two in all`() throws {
        var sync = Sync()
        func ask(_ address: String, at second: Int) throws -> ChainFetch? {
            sync.stranger(
                try PeerAddress(address), weight: ChainWeight(length: Self.promised + second),
                heavierThan: ChainWeight(length: 1), now: .seconds(second), uptimeSeconds: second)
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
                    return .failure(.noAnswer(Statement(.unreachable)))
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

    @Test func `a peer nobody knows anything of is asked as soon as the time of those that promised is over`()
        async throws
    {
        try await withLoop { loop in
            // No second passes, so that nothing else makes the node look again.
            let scene = try GossipScene(on: loop, peers: 0..<3, clock: StubClock(longestSeconds: 0.9))
            let (gate, chain) = (Gate(), try Blockchain.mined(length: 2))
            for number in 0..<3 { try scene.gossip(number) }
            for number in 0..<2 {
                scene.network.set(try .peer(number)) {
                    await gate.pass()
                    return .failure(.noAnswer(Statement(.unreachable)))
                }
            }
            scene.network.set(try .peer(2)) { .success(chain) }
            await scene.start()
            for number in 0..<3 { try await eventually { (try? await scene.peer(number)?.status) != nil } }
            for number in 0..<2 { _ = await scene.node.note(status(number), of: try .peer(number)) }
            _ = await scene.tell(2, has: chain)
            try await eventually { await scene.node.chain == chain }
            gate.open()
            await scene.node.cancelWork()
        }
    }

    @Test func `a rest of the time that is shorter than the clock's steps doesn't keep a peer waiting`() async throws {
        try await withLoop { loop in
            // No second passes, and no wait that is as short as what each leaves.
            let clock = StubClock(longestSeconds: 0.9, early: .nanoseconds(1))
            let scene = try GossipScene(on: loop, peers: 0..<2, clock: clock)
            let (gate, chain) = (Gate(), try Blockchain.mined(length: 2))
            for number in 0..<2 { try scene.gossip(number) }
            scene.network.set(try .peer(0)) {
                await gate.pass()
                return .failure(.noAnswer(Statement(.unreachable)))
            }
            scene.network.set(try .peer(1)) { .success(chain) }
            await scene.start()
            for number in 0..<2 { try await eventually { (try? await scene.peer(number)?.status) != nil } }
            _ = await scene.node.note(status(0), of: try .peer(0))
            _ = await scene.tell(1, has: chain)
            try await eventually { await scene.node.chain == chain }
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
