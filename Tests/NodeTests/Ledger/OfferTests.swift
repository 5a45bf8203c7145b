internal import API
internal import Chain
internal import EventLoop
internal import HTTP
internal import Synchronization
internal import TestSupport
internal import Testing

@testable import Node

/// What peers hear of payments that wait.
@Suite("Payments that wait")
struct OfferTests {
    @Test(arguments: [Duration.zero, .seconds(6)])
    func `are told again after ten minutes, though a peer seemed to keep them`(late: Duration) async throws {
        try await withLoop { loop in
            let scene = try LedgerScene()
            let (network, peer) = (StubNetwork(), try PeerAddress.peer(1))
            // A busy machine wakes too late, and no second comes for sure.
            let clock = StubClock(early: .zero - late)
            let times = Mutex<[Duration]>([])
            var options = NodeOptions()
            options.gossips = true
            let node = try Node.stub(
                on: loop, identifier: scene.ledger.people[LedgerScene.miner].description, peers: [peer],
                rules: scene.ledger.rules, network: network, clock: clock, options: options)
            let status = NodeStatus.of(1, scene.ledger.chain).with(work: .zero)
            network.listen(peer) { message in
                if !message.transactions.isEmpty { times.withLock { $0.append(clock.now) } }
                return .success(GossipAnswer(status: status, kept: message.transactions.count))
            }
            await node.start(listeningOn: 5000)
            await node.newPayment(try scene.payment(0)) { _ in }
            try await eventually { times.withLock { $0.count } >= 3 }
            // The first of these, whenever the payment was made, is due at once.
            let between = times.withLock { $0[2] - $0[1] }
            #expect((.seconds(590) ... .seconds(700)).contains(between))
            await node.cancelWork()
        }
    }
}

extension NodeStatus {
    /// The same of a ledger's node.
    func with(work: UInt256?) -> NodeStatus {
        NodeStatus(
            instance: instance, version: version, rules: rules, difficulty: difficulty, genesis: genesis,
            length: length, tip: tip, port: port, gossips: gossips, work: work)
    }
}
