internal import Chain
internal import Testing

@testable import Node

@Suite("What a peer was told")
struct DeliveryTests {
    /// A list of one peer to whom a message with transactions up to a number is under way.
    private func telling(upTo number: Int, delivered: Int = 0) throws -> PeerList {
        var peers = PeerList()
        let address = try address
        try peers.add([address])
        peers[address]?.delivered = delivered
        peers[address]?.deliverable = number
        return peers
    }

    private var address: PeerAddress { get throws { try PeerAddress("node2:5000") } }

    private let tip = Block.genesis.hash

    @Test func `what was kept there is delivered`() throws {
        var peers = try telling(upTo: 3)
        peers.tellAgain(from: 4)
        try peers[address]?.noteDelivery(of: tip, upTo: 3)
        #expect(try peers[address]?.delivered == 3)
    }

    @Test func `what comes in below it meanwhile is told next`() throws {
        var peers = try telling(upTo: 3)
        peers.tellAgain(from: 2)
        try peers[address]?.noteDelivery(of: tip, upTo: 3)
        #expect(try peers[address]?.delivered == 1)
    }

    @Test func `what falls out of the chain meanwhile is told again`() throws {
        var peers = try telling(upTo: 9, delivered: 7)
        peers.tellAgain(from: 5)
        try peers[address]?.noteDelivery(of: tip, upTo: 9)
        #expect(try peers[address]?.delivered == 4)
    }

    @Test func `a peer that has started anew is told all of it`() throws {
        var peers = try telling(upTo: 9, delivered: 7)
        let chain = Blockchain(rules: .easy)
        try peers[address]?.noteStatus(.of(1, chain), at: 0)
        try peers[address]?.noteDelivery(of: tip, upTo: 9)
        #expect(try peers[address]?.delivered == 0)
    }
}
