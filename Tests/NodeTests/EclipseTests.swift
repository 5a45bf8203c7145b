internal import API
internal import Chain
internal import EventLoop
internal import HTTP
internal import TestSupport
internal import Testing

@testable import Node
import Wording

/// Places for found peers, and those who want all of them.
@Suite("Found peers under attack")
struct EclipseTests {
    private func scene(on loop: EventLoop, peers: Range<Int> = 0..<0) throws -> GossipScene {
        try GossipScene(on: loop, peers: peers) { $0.discovers = true }
    }

    /// A node at an address that answers every message and speaks once.
    private func speak(_ scene: GossipScene, _ number: Int, at address: PeerAddress) async {
        let status = NodeStatus.of(number, Blockchain(rules: .easy), port: address.port)
        scene.network.listen(address) { _ in .success(GossipAnswer(status: status, kept: 0)) }
        let message = GossipMessage(status: status, transactions: [], wantsPeers: false)
        _ = await Task(executorPreference: scene.node.executor) {
            await scene.node.receive(message, from: address.host)
        }.value
    }

    private func found(_ scene: GossipScene) async -> [PeerAddress] {
        await scene.node.peers.all.filter(\.isFound).map(\.address)
    }

    /// Fills all places, each by a network of its own.
    private func fill(_ scene: GossipScene) async throws -> [PeerAddress] {
        let all = try (1...PeerList.maximumFound).map { try PeerAddress("203.\($0).113.9:5000") }
        for (number, address) in all.enumerated() {
            try await eventually {
                await speak(scene, number, at: address)
                return await found(scene).contains(address)
            }
        }
        return all
    }

    @Test func `one address takes its share of the places, and whoever speaks afterwards becomes a peer`() async throws
    {
        try await withLoop { loop in
            let scene = try scene(on: loop)
            await scene.start()
            let fakes = try (1...24).map { try PeerAddress(host: "203.0.113.9", port: UInt16(7000 + $0)) }
            try await eventually {
                for (number, fake) in fakes.enumerated() { await speak(scene, number, at: fake) }
                return await found(scene).count >= PeerList.maximumFoundOfNetwork
            }
            let end = await scene.node.uptimeSeconds + 20
            try await eventually {
                for (number, fake) in fakes.enumerated() { await speak(scene, number, at: fake) }
                return await scene.node.uptimeSeconds >= end
            }
            #expect(await found(scene).count == PeerList.maximumFoundOfNetwork)
            let honest = try PeerAddress("198.51.100.7:5000")
            await speak(scene, 100, at: honest)
            try await eventually { await found(scene).contains(honest) }
            await scene.node.cancelWork()
        }
    }

    @Test func `a newcomer takes the place of one that fails, and of no other`() async throws {
        try await withLoop { loop in
            let scene = try scene(on: loop)
            await scene.start()
            let all = try await fill(scene)
            let newcomer = try PeerAddress("198.51.100.7:5000")
            await speak(scene, 100, at: newcomer)
            let end = await scene.node.uptimeSeconds + 20
            try await eventually { await scene.node.uptimeSeconds >= end }
            #expect(await found(scene) == all)
            #expect(scene.network.told(newcomer).isEmpty)
            scene.network.listen(all[7]) { _ in .failure(.noAnswer(Statement(.unreachable))) }
            try await eventually { await scene.node.peers[all[7]]?.failures ?? 0 >= 6 }
            try await eventually {
                await speak(scene, 100, at: newcomer)
                return await found(scene).contains(newcomer)
            }
            #expect(await found(scene) == all.filter { $0 != all[7] } + [newcomer])
            await scene.node.cancelWork()
        }
    }

    @Test func `those who have brought blocks for longest, or were there before, keep their places for long`() throws {
        let all = try (1...8).map { try PeerAddress("203.\($0).113.9:5000") }
        var generator = SystemRandomNumberGenerator()
        func fail(_ number: Int, _ book: inout PeerBook) {
            _ = book.failed(all[number], .noAnswer(Statement(.unreachable)), now: 0, wallTime: 0, using: &generator)
        }
        var book = PeerBook(PeerList(), options: NodeOptions())
        book.add(all, areFound: true)
        for number in [7, 5, 3, 2, 1] { book.fetched(all[number]) }
        for _ in 0..<5 { for number in all.indices { fail(number, &book) } }
        #expect(book.giver(among: all) == nil)
        for number in [1, 2, 3, 5] { fail(number, &book) }
        #expect(book.giver(among: all) == nil)
        fail(7, &book)
        #expect(book.giver(among: all) == all[7])
        #expect(book.giver(among: Array(all.prefix(7))) == nil)
        fail(6, &book)
        #expect(book.giver(among: [all[6]]) == all[6])
        book.add([all[6]], areFound: false)
        #expect(book.giver(among: [all[6]]) == nil)

        var list = PeerList()
        try list.add(all, areFound: true)
        var kept = PeerBook(list, options: NodeOptions())
        for _ in 0..<6 { for number in all.indices { fail(number, &kept) } }
        #expect(all.filter { kept.giver(among: [$0]) == nil } == Array(all.prefix(4)))
    }

    @Test func `what an announcement makes the node connect to is bounded by its speaker`() async throws {
        try await withLoop { loop in
            // The clock stands still after less than a minute.
            let scene = try GossipScene(on: loop, peers: 0..<0, clock: StubClock(waits: 50)) { $0.discovers = true }
            await scene.start()
            let ports = Array(UInt16(1)...100)
            let longer = try Blockchain.mined(length: 5)
            func speak(_ number: Int) async {
                let message = GossipMessage(
                    status: .of(number, longer, port: ports[number % 100]), transactions: [], wantsPeers: false)
                let host = number % 2 == 0 ? "2001:db8::1" : "2001:db8::2"
                _ = await Task(executorPreference: loop) { await scene.node.receive(message, from: host) }.value
            }
            func contacts() throws -> [Int] {
                try ports.map { port in
                    try ["2001:db8::1", "2001:db8::2"].reduce(0) { count, host in
                        let address = try PeerAddress(host: host, port: port)
                        return count + scene.network.askedCount(address) + scene.network.told(address).count
                    }
                }
            }
            for number in 1...500 { await speak(number) }
            // Each round of discovery waits by the clock.
            var number = 500
            try await eventually {
                number += 1
                await speak(number)
                return await scene.node.uptimeSeconds >= 50
            }
            await drain(loop)
            let contacted = try contacts()
            #expect((1...Strangers.maximumPorts).contains(contacted.count { $0 > 0 }))
            #expect(contacted.reduce(0, +) <= 2 * Strangers.maximumContacts)
            await scene.node.cancelWork()
        }
    }

    @Test func `a speaker's contacts count for a minute, unless they bring something`() {
        var strangers = Strangers(secondsBetweenNews: 10)
        for second in 0..<Strangers.maximumContacts {
            #expect(strangers.mayContact(5000, from: "203.0.113.9", now: second))
            strangers.noteContact(5000, from: "::ffff:203.0.113.9", now: second)
        }
        #expect(!strangers.mayContact(5000, from: "203.0.113.9", now: 59))
        #expect(strangers.mayContact(5000, from: "203.0.113.8", now: 59))
        strangers.contactWasWorthIt(from: "203.0.113.9")
        #expect(strangers.mayContact(5000, from: "203.0.113.9", now: 59))
        strangers.noteContact(5000, from: "203.0.113.9", now: 59)
        #expect(strangers.mayContact(5000, from: "203.0.113.9", now: 60))
        for port in 1...4 { strangers.noteContact(UInt16(port), from: "2001:db8::\(port)", now: 60) }
        #expect(
            !strangers.mayContact(5, from: "2001:db8::5", now: 60)
                && strangers.mayContact(4, from: "2001:db8::5", now: 60))
        #expect(strangers.mayContact(5, from: "2001:db8:0:1::5", now: 60))
    }

    @Test func `a limit of none lets no speaker make a contact`() {
        var (contacts, ports) = (PeerLimits(), PeerLimits())
        (contacts.strangerContacts, ports.strangerPorts) = (0, 0)
        for limits in [contacts, ports] {
            #expect(!Strangers(limits, secondsBetweenNews: 10).mayContact(5000, from: "203.0.113.9", now: 0))
        }
    }
}
