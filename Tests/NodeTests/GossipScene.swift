internal import API
internal import Chain
internal import EventLoop
internal import TestSupport
internal import Testing

@testable import Node

/// A gossiping node among scripted peers.
struct GossipScene {
    let node: Node
    let network = StubNetwork()

    init(
        on loop: EventLoop, peers: Range<Int> = 0..<1, store: (any KeepingStore)? = nil,
        prover: any Prover = PlainProver(), clock: StubClock = StubClock(),
        options change: (inout NodeOptions) -> Void = { _ in }
    ) throws {
        var options = NodeOptions()
        options.gossips = true
        change(&options)
        node = try Node.stub(
            on: loop, peers: try peers.map { try .peer($0) }, store: store, network: network, prover: prover,
            clock: clock, options: options)
    }

    func start() async { await node.start(listeningOn: 5000) }

    /// Makes a peer answer every message, as a node with this chain.
    func gossip(_ number: Int, with chain: Blockchain = Blockchain(rules: .easy)) throws {
        let status = NodeStatus.of(number, chain)
        network.listen(try .peer(number)) { message in
            .success(GossipAnswer(status: status, kept: message.transactions.count))
        }
    }

    /// What the node answers to a message of a peer, or of somebody at another address in its name.
    func tell(
        _ number: Int, has chain: Blockchain, transactions: [Transaction] = [], from host: String? = nil,
        isPassedOn: Bool = false
    ) async -> GossipAnswer? {
        let message = GossipMessage(
            status: .of(number, chain), transactions: transactions, wantsPeers: false)
        let host = host ?? (try? PeerAddress.peer(number))?.resolvedHost ?? ""
        return await Task(executorPreference: node.executor) {
            await node.receive(message, from: host, isPassedOn: isPassedOn)
        }.value
    }

    func peer(_ number: Int) async throws -> Peer? { await node.peers[try .peer(number)] }
}

extension NodeStatus {
    /// The status of the peer with this number when it has this chain.
    static func of(
        _ number: Int, _ chain: Blockchain, gossips: Bool = true, port: UInt16 = 5000
    ) -> NodeStatus {
        let digits = String(number, radix: 16)
        return NodeStatus(
            instance: String(repeating: "0", count: 32 - digits.count) + digits, version: "1",
            rules: chain.rules.set.name, difficulty: chain.rules.difficulty.hexZeros, genesis: chain.blocks[0].hash,
            length: chain.length,
            tip: chain.lastBlock.hash, port: port, gossips: gossips)
    }
}
