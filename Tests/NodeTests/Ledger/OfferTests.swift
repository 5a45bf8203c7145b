internal import API
internal import Chain
internal import EventLoop
internal import HTTP
internal import TestSupport
internal import Testing

@testable import Node

/// What peers hear of payments that wait.
@Suite("Payments that wait")
struct OfferTests {
    @Test func `are told again after a while, though a peer seemed to keep them`() async throws {
        try await withLoop { loop in
            let scene = try LedgerScene()
            let (network, peer) = (StubNetwork(), try PeerAddress.peer(1))
            var options = NodeOptions()
            options.gossips = true
            let node = try Node.stub(
                on: loop, identifier: scene.ledger.people[LedgerScene.miner].description, peers: [peer],
                rules: scene.ledger.rules, network: network, options: options)
            let status = NodeStatus.of(1, scene.ledger.chain).with(work: .zero)
            network.listen(peer) { .success(GossipAnswer(status: status, kept: $0.transactions.count)) }
            await node.start(listeningOn: 5000)
            await node.newPayment(try scene.payment(0)) { _ in }
            try await eventually { network.told(peer).count { !$0.transactions.isEmpty } >= 3 }
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
