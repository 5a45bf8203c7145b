internal import API
internal import Chain
internal import EventLoop
internal import HTTP
internal import Records
internal import Storage
internal import TestSupport
internal import Testing

@testable import Node
import Wording

@Suite("Peers of peers")
struct DiscoveryTests {
    /// Makes a peer answer every message and name others.
    private func gossip(_ scene: GossipScene, _ number: Int, naming named: [PeerAddress]) throws {
        let status = NodeStatus.of(number, Blockchain(rules: .easy))
        scene.network.listen(try .peer(number)) { message in
            .success(GossipAnswer(status: status, kept: 0, peers: message.wantsPeers ? named.map(\.description) : []))
        }
    }

    @Test func `those who answer become peers, are kept, and are asked in their turn`() async throws {
        try await withLoop { loop in
            let store = try ChainStore(inMemoryBy: .easy)
            let scene = try GossipScene(on: loop, store: store) { $0.discovers = true }
            try gossip(scene, 0, naming: [.peer(1), .peer(5)])
            try gossip(scene, 1, naming: [.peer(2), .peer(0)])
            try gossip(scene, 2, naming: [])
            await scene.start()
            try await eventually { await scene.node.peers.addresses.count == 3 }
            #expect(await scene.node.peers.addresses == [try .peer(0), try .peer(1), try .peer(2)])
            #expect(await scene.node.peers.all.map(\.isFound) == [false, true, true])
            try await eventually { (try? !scene.network.told(.peer(5)).isEmpty) == true }
            await scene.node.cancelWork()
            #expect(Set(try store.load(rules: .easy).foundPeers) == ["peer1:5000", "peer2:5000"])
        }
    }

    @Test func `without being told to, a node asks for no peers and takes none`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop)
            let status = NodeStatus.of(0, Blockchain(rules: .easy))
            let stranger = try PeerAddress.peer(1)
            scene.network.listen(try .peer(0)) { _ in
                .success(GossipAnswer(status: status, kept: 0, peers: [stranger.description]))
            }
            await scene.start()
            try await eventually { await scene.node.uptimeSeconds >= 20 }
            #expect(scene.network.told(try .peer(0)).allSatisfy { !$0.wantsPeers })
            #expect(scene.network.told(try .peer(1)).isEmpty)
            await scene.node.cancelWork()
        }
    }

    @Test func `who asks is named the others that answer`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop, peers: 0..<3)
            for number in 0...1 { try gossip(scene, number, naming: []) }
            await scene.start()
            for number in 0...1 { try await eventually { (try? await scene.peer(number)?.state) == .up } }
            let message = GossipMessage(
                status: .of(0, Blockchain(rules: .easy)), transactions: [], wantsPeers: true)
            let node = scene.node
            let answer = await Task(executorPreference: loop) { await node.receive(message, from: "10.0.0.1") }.value
            #expect(answer?.peers == [try PeerAddress.peer(1).description])
            await node.cancelWork()
        }
    }

    @Test func `they are bounded`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop) { $0.discovers = true }
            let all = try (1...100).map { try PeerAddress.peer($0) }
            let status = NodeStatus.of(0, Blockchain(rules: .easy))
            scene.network.listen(try .peer(0)) { message in
                let named = message.wantsPeers ? Array(all.shuffled().prefix(GossipAnswer.maximumPeers)) : []
                return .success(GossipAnswer(status: status, kept: 0, peers: named.map(\.description)))
            }
            for number in 1...100 { try gossip(scene, number, naming: []) }
            await scene.start()
            try await eventually { await scene.node.peers.all.count(where: \.isFound) == PeerList.maximumFound }
            let uptimeSeconds = await scene.node.uptimeSeconds
            try await eventually { await scene.node.uptimeSeconds >= uptimeSeconds + 20 }
            #expect(await scene.node.peers.all.count(where: \.isFound) == PeerList.maximumFound)
            await scene.node.cancelWork()
        }
    }

    @Test func `public names are known by where they lead, and places are given by that`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop) { $0.discovers = true }
            // Many names of one machine, and nodes of three networks whose names end alike.
            let fakes = try (1...9).map { try PeerAddress("a\($0).example\($0).org:500\($0)") }
            let honest = try (1...3).map { try PeerAddress("node\($0).co.uk:5000") }
            let places = try (1...3).map { try PeerAddress("198.\($0).100.7:5000") }
            func answer(_ number: Int, at name: PeerAddress, leadingTo address: PeerAddress) {
                scene.network.name(name, leadsTo: address)
                let status = NodeStatus.of(number, Blockchain(rules: .easy))
                scene.network.listen(address) { _ in .success(GossipAnswer(status: status, kept: 0)) }
            }
            for (number, fake) in fakes.enumerated() {
                answer(10 + number, at: fake, leadingTo: try PeerAddress(host: "203.0.113.9", port: fake.port))
            }
            for number in 0..<3 { answer(20 + number, at: honest[number], leadingTo: places[number]) }
            try gossip(scene, 0, naming: fakes + honest)
            await scene.start()
            try await eventually { await places.allSatisfy(scene.node.peers.addresses.contains) }
            try await eventually { await scene.node.peers.all.count(where: \.isFound) == 5 }
            let end = await scene.node.uptimeSeconds + 70
            try await eventually { await scene.node.uptimeSeconds >= end }
            let found = await scene.node.peers.all.filter(\.isFound).map(\.address.host)
            #expect(found.count { $0 == "203.0.113.9" } == 2)
            #expect(found.count == 5)
            await scene.node.cancelWork()
        }
    }

    @Test func `who answers with another node's instance keeps it from nothing`() async throws {
        let (liar, honest) = (try PeerAddress("198.51.100.7:5000"), try PeerAddress("203.0.113.9:5000"))
        let others = try [PeerAddress("198.51.100.7:5001"), PeerAddress("192.0.2.1:5000")]
        try await withLoop { loop in
            let scene = try GossipScene(on: loop) { $0.discovers = true }
            let node = scene.node
            let status = NodeStatus.of(7, Blockchain(rules: .easy))
            for address in [liar, honest, others[0]] {
                scene.network.listen(address) { _ in .success(GossipAnswer(status: status, kept: 0)) }
            }
            // What says that it is the asking node itself is none.
            scene.network.listen(others[1]) { _ in .success(GossipAnswer(status: await node.status, kept: 0)) }
            try gossip(scene, 0, naming: [liar, others[0], others[1]])
            await scene.start()
            try await eventually { await node.peers[liar]?.reachedHost == liar.host }
            let message = GossipMessage(status: status, transactions: [], wantsPeers: false)
            _ = await Task(executorPreference: loop) { await node.receive(message, from: honest.host) }.value
            try await eventually { await node.peers[honest]?.reachedHost == honest.host }
            // Under another port of the same host it is the same node.
            try await eventually { others.allSatisfy { !scene.network.told($0).isEmpty } }
            await drain(loop)
            #expect(await Set(node.peers.addresses) == [try .peer(0), liar, honest])
            await node.cancelWork()
        }
    }

    @Test func `a name that leads nowhere, or where the node doesn't connect, becomes no peer`() async throws {
        let range = try AddressRange("198.51.100.0/24")
        try await withLoop { loop in
            let scene = try GossipScene(on: loop) { options in
                options.discovers = true
                options.allowedPeers = AllowedPeers([range])
            }
            let outside = try PeerAddress("203.0.113.9:5000")
            scene.network.name(try PeerAddress("outside.example.org:5000"), leadsTo: outside)
            let inside = try PeerAddress("198.51.100.7:5000")
            scene.network.name(try PeerAddress("inside.example.org:5000"), leadsTo: inside)
            let status = NodeStatus.of(7, Blockchain(rules: .easy))
            for address in [outside, inside] {
                scene.network.listen(address) { _ in .success(GossipAnswer(status: status, kept: 0)) }
            }
            try gossip(
                scene, 0,
                naming: ["nowhere", "outside", "inside"].map { try PeerAddress("\($0).example.org:5000") })
            await scene.start()
            try await eventually { await scene.node.peers[inside] != nil }
            #expect(scene.network.told(outside).isEmpty)
            #expect(await scene.node.peers.all.count(where: \.isFound) == 1)
            await scene.node.cancelWork()
        }
    }

    @Test func `a name that has led to a peer is left alone while others go on naming it`() async throws {
        try await withLoop { loop in
            // Of less than an hour.
            let clock = StubClock(waits: 3_000)
            let scene = try GossipScene(on: loop, clock: clock) { $0.discovers = true }
            let (name, place) = (try PeerAddress("node.example.org:5000"), try PeerAddress("198.51.100.7:5000"))
            let (ours, here) = (try PeerAddress("ours.example.org:5000"), try PeerAddress("203.0.113.9:5000"))
            let vacant = try PeerAddress("nowhere.example.org:5000")
            let node = scene.node
            scene.network.name(name, leadsTo: place)
            scene.network.name(ours, leadsTo: here)
            let status = NodeStatus.of(7, Blockchain(rules: .easy))
            scene.network.listen(place) { _ in .success(GossipAnswer(status: status, kept: 0)) }
            scene.network.listen(here) { _ in .success(GossipAnswer(status: await node.status, kept: 0)) }
            try gossip(scene, 0, naming: [name, ours, vacant])
            await scene.start()
            // This one is asked for again each minute.
            try await eventually { scene.network.resolvedCount(vacant) >= 3 }
            #expect(await node.peers[place] != nil)
            #expect(scene.network.resolvedCount(name) == 1)
            #expect(scene.network.resolvedCount(ours) == 1)
            await node.cancelWork()
        }
    }

    @Test func `of a name's addresses two are tried`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop) { $0.discovers = true }
            let name = try PeerAddress("node.example.org:5000")
            let places = try ["[2001:db8::7]:5000", "198.51.100.7:5000"].map { try PeerAddress($0) }
            scene.network.name(name, leadsTo: places[0], places[1])
            let lost = try PeerAddress("lost.example.org:5000")
            let nobody = try (1...3).map { try PeerAddress("203.0.113.\($0):5000") }
            scene.network.name(lost, leadsTo: nobody[0], nobody[1], nobody[2])
            let status = NodeStatus.of(7, Blockchain(rules: .easy))
            scene.network.listen(places[1]) { _ in .success(GossipAnswer(status: status, kept: 0)) }
            try gossip(scene, 0, naming: [name, lost])
            await scene.start()
            try await eventually { await scene.node.peers[places[1]] != nil }
            #expect(await scene.node.peers[places[0]] == nil)
            try await eventually { scene.network.resolvedCount(lost) >= 2 }
            #expect(scene.network.told(nobody[1]).count >= 1)
            #expect(scene.network.told(nobody[2]).isEmpty)
            await scene.node.cancelWork()
        }
    }

    @Test func `another name of a peer, or of the node itself, is no new peer`() async throws {
        let (peers, own) = (
            try PeerAddress(host: PeerAddress.peer(0).resolvedHost, port: 5000), try PeerAddress.peer(2)
        )
        try await withLoop { loop in
            let scene = try GossipScene(on: loop) { $0.discovers = true }
            try gossip(scene, 0, naming: [peers, own])
            let node = scene.node
            let status = NodeStatus.of(0, Blockchain(rules: .easy))
            scene.network.listen(peers) { _ in .success(GossipAnswer(status: status, kept: 0)) }
            scene.network.listen(own) { _ in .success(GossipAnswer(status: await node.status, kept: 0)) }
            await scene.start()
            for other in [peers, own] { try await eventually { scene.network.told(other).count >= 2 } }
            #expect(await node.peers.all.map(\.address) == [try .peer(0)])
            await node.cancelWork()
        }
    }

    @Test func `a found peer that stays away is forgotten, a registered one is not`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop) { $0.discovers = true }
            try gossip(scene, 0, naming: [.peer(1)])
            try gossip(scene, 1, naming: [])
            await scene.start()
            try await eventually { await scene.node.peers.all.count(where: \.isFound) == 1 }
            for number in 0...1 {
                scene.network.listen(try .peer(number)) { _ in .failure(.noAnswer(Statement(.unreachable))) }
            }
            try await eventually { await scene.node.peers.all.count(where: \.isFound) == 0 }
            #expect(await scene.node.peers.addresses == [try .peer(0)])
            await scene.node.cancelWork()
        }
    }

    @Test func `a node that is met under two names at the same time becomes one peer`() async throws {
        try await withLoop { loop in
            let scene = try GossipScene(on: loop) { $0.discovers = true }
            let names = try [.peer(1), PeerAddress(host: PeerAddress.peer(1).resolvedHost, port: 5000)]
            try gossip(scene, 0, naming: names)
            let gate = Gate()
            let status = NodeStatus.of(7, Blockchain(rules: .easy))
            for name in names {
                scene.network.listen(name) { _ in
                    await gate.pass()
                    return .success(GossipAnswer(status: status, kept: 0))
                }
            }
            await scene.start()
            for name in names { try await eventually { !scene.network.told(name).isEmpty } }
            gate.open()
            try await eventually { await scene.node.peers.meetingCount == 0 }
            try await eventually { await scene.node.peers.all.count(where: \.isFound) == 1 }
            await scene.node.cancelWork()
        }
    }
}
