internal import Chain
internal import Cryptography
internal import TestSupport
internal import Testing
internal import Wording

@testable import Demo

@Suite("The odds of a private fork")
struct PrivateForkTests {
    @Test func `come out by hand behind one confirmation`() {
        // 3/4 × 1/9, that it finds none before; 3/16 × 1/3, that it finds one; 1/16, that it finds more.
        let odds = PrivateFork(share: 0.25).odds(confirmations: 1)
        #expect(abs(odds - (3.0 / 36 + 3.0 / 48 + 1.0 / 16)) < 1e-12)
    }

    @Test(arguments: [(10, 1), (4, 2), (4, 6), (3, 6)])
    func `are what races by lot come to`(tickets: Int, confirmations: Int) {
        let rounds = 20_000
        var lots = Lots(seed: 1)
        let won = (0..<rounds).count { _ in isCaughtUp(tickets: UInt64(tickets), confirmations, by: &lots) }
        let odds = PrivateFork(share: 1 / Double(tickets)).odds(confirmations: confirmations)
        // Five standard deviations.
        let tolerance = 5 * (odds * (1 - odds) / Double(rounds)).squareRoot()
        #expect(abs(Double(won) / Double(rounds) - odds) < tolerance)
    }

    /// One race, given up when it is as good as lost.
    private func isCaughtUp(tickets: UInt64, _ confirmations: Int, by lots: inout Lots) -> Bool {
        var (honest, hidden) = (0, 0)
        while honest < confirmations || hidden <= honest && hidden + 30 > honest {
            if lots.isDrawn(oneOf: tickets) { hidden += 1 } else { honest += 1 }
        }
        return hidden > honest
    }

    @Test func `fall with each confirmation, and rise with the share`() {
        for share in [0.05, 0.25, 0.45] {
            let odds = (1...12).map { PrivateFork(share: share).odds(confirmations: $0) }
            #expect(zip(odds, odds.dropFirst()).allSatisfy { $0 > $1 })
            #expect(odds.allSatisfy { (0...1).contains($0) })
        }
        #expect(PrivateFork(share: 0.3).odds(confirmations: 6) < PrivateFork(share: 0.4).odds(confirmations: 6))
    }

    @Test(arguments: [
        (0.587, "58.7 %"), (0.0095, "0.95 %"), (0.01, "1.0 %"), (0.00003, "< 0.01 %"), (0.00011, "0.01 %"),
    ])
    func `are shown with the digits that count`(odds: Double, text: String) {
        #expect(LedgerTexts(language: .english).percent(odds) == text)
        #expect(LedgerTexts(language: .spanish).percent(odds) == text.replacing(".", with: ","))
    }
}

@Suite("A person of a ledger's story")
struct PersonTests {
    private let ed25519: Ed25519
    private let network = LedgerNetwork.practice
    private let alice: Person
    private let mallory: Person

    init() throws {
        ed25519 = try Ed25519()
        alice = try Person("alice", seedByte: 1, ed25519)
        mallory = try Person("mallory", seedByte: 2, ed25519)
    }

    @Test func `signs what is hers, and for one network`() throws {
        let payment = try alice.pay(5, to: mallory, nonce: 0, on: network)
        #expect(payment.isSigned(on: network.id, by: ed25519))
        #expect(!payment.isSigned(on: Block.genesis.hash, by: ed25519))
        #expect(payment.payment.sender == alice.address && payment.payment.recipient == mallory.address)
    }

    @Test func `signs nothing for another, and no other number`() throws {
        let forged = try mallory.pay(5, to: mallory, as: alice, nonce: 0, on: network)
        #expect(forged.payment.sender == alice.address)
        #expect(!forged.isSigned(on: network.id, by: ed25519))
        let copy = try alice.pay(5, to: mallory, nonce: 0, on: network).renumbered(1)
        #expect(copy.payment.nonce == 1)
        #expect(!copy.isSigned(on: network.id, by: ed25519))
    }
}
