internal import API
internal import Chain
internal import Records
internal import TestSupport
internal import Testing

@testable import Node

@Suite("What a peer has acknowledged")
struct RelayTests {
    private let tip = Block.genesis.hash
    private let peer: Peer
    private let mempool: Mempool

    /// A peer that gossips, and ten relayable transactions.
    init() throws {
        var peer = Peer(try .peer(1))
        peer.status = .of(1, Blockchain(rules: .easy))
        self.peer = peer
        var mempool = Mempool()
        for number in 1...10 { mempool.add(try mempool.admit(.identified(number))) }
        self.mempool = mempool
    }

    /// Begins a message, and returns its content.
    private func send(_ relay: inout Relay) -> [AcceptedTransaction] {
        relay.transactions(for: peer, mempool, now: 0)
    }

    private func acknowledge(_ relay: inout Relay, _ transactions: [AcceptedTransaction], kept: Int? = nil) {
        relay.acknowledge(
            tip, transactions, kept: kept ?? transactions.count, by: peer.address, restUntil: 7)
    }

    @Test func `is not sent again`() {
        var relay = Relay()
        let sent = send(&relay)
        #expect(sent == mempool.pending)
        acknowledge(&relay, sent)
        #expect(send(&relay).isEmpty)
    }

    @Test func `is followed by a message with what it says now, made anew or not`() throws {
        var relay = Relay()
        let statuses = [NodeStatus.of(1, Blockchain(rules: .easy)), .of(1, try Blockchain.mined(length: 2))]
        let contents = [mempool.pending, Array(mempool.pending.dropLast()), Array(mempool.pending.dropFirst()), []]
        for _ in 1...2 {
            for status in statuses {
                for content in contents {
                    for wantsPeers in [true, true, false, false] {
                        let message = relay.message(status, content, wantsPeers: wantsPeers)
                        let plain = GossipMessage(
                            status: status, transactions: content.map(\.transaction), wantsPeers: wantsPeers)
                        #expect(message.text == plain.text)
                        #expect(message.transactions == plain.transactions && message.status == status)
                    }
                }
            }
        }
    }

    @Test func `has a block if it has announced it itself, not if others have in its name`() throws {
        var peer = peer
        peer.length = 1
        peer.nextContactSecond = 1
        let longer = try Blockchain.mined(length: 2)
        let state = NodeState(KeptState(chain: longer), peers: PeerList(), identifier: "node")
        let relay = Relay()
        peer.claimed(longer.tipHash, weight: ChainWeight(length: 2), byItself: false)
        #expect(relay.isDue(peer, state, now: 0))
        peer.claimed(longer.tipHash, weight: ChainWeight(length: 2), byItself: true)
        #expect(!relay.isDue(peer, state, now: 0))
        // What others say hides nothing of that.
        for length in [1, 3] { peer.claimed(Block.genesis.hash, weight: ChainWeight(length: length), byItself: false) }
        #expect(!relay.isDue(peer, state, now: 0))
        #expect(peer.possibleWeight == ChainWeight(length: 2) && peer.possibleTip == longer.tipHash)
        // Another node there has announced nothing.
        peer.forgetWord()
        #expect(relay.isDue(peer, state, now: 0))
    }

    @Test func `goes on after what the peer had room for, once it has rested`() {
        var relay = Relay()
        acknowledge(&relay, send(&relay), kept: 4)
        #expect(send(&relay).isEmpty)
        #expect(relay.transactions(for: peer, mempool, now: 7).map(\.number) == Array(5...10))
    }

    @Test(arguments: [1, 5, 10])
    func `is only what lies below what has to be sent again meanwhile`(number: Int) {
        var relay = Relay()
        let sent = send(&relay)
        // Something was committed late, or its block was orphaned.
        relay.resend(from: number)
        acknowledge(&relay, sent)
        #expect(send(&relay).map(\.number) == Array(number...10))
    }

    @Test func `is what was sent if something new comes after it meanwhile`() {
        var relay = Relay()
        let sent = send(&relay)
        relay.resend(from: 11)
        acknowledge(&relay, sent)
        #expect(send(&relay).isEmpty)
    }

    @Test func `is nothing once another node is there`() {
        var relay = Relay()
        acknowledge(&relay, send(&relay))
        let sent = send(&relay)
        relay.forget(peer.address)
        acknowledge(&relay, sent)
        #expect(send(&relay) == mempool.pending)
    }

    @Test func `includes what it has brought, unless something else is to be sent before`() throws {
        var (mempool, relay) = (mempool, Relay())
        acknowledge(&relay, send(&relay))
        let brought = try (11...12).map { number in
            let accepted = try mempool.admit(.identified(number), isPosted: false)
            mempool.add(accepted)
            return accepted
        }
        relay.received(brought, from: peer.address, mempool)
        #expect(relay.transactions(for: peer, mempool, now: 0).isEmpty)
        var late = Relay()
        late.received(brought, from: peer.address, mempool)
        #expect(late.transactions(for: peer, mempool, now: 0).count == 12)
    }
}
