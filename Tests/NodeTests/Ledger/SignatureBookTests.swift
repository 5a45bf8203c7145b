internal import Chain
internal import Cryptography
internal import Synchronization
internal import TestSupport
internal import Testing

@testable import Node

@Suite("A book of signatures")
struct SignatureBookTests {
    private let ledger: RandomLedger
    private let ed25519: Ed25519

    init() throws {
        var generator = SeededGenerator(seed: Seed.value)
        ledger = try RandomLedger(by: &generator)
        ed25519 = try Ed25519()
    }

    @Test func `answers as if each were checked by itself, in order and again`() throws {
        let book = SignatureBook(ed25519)
        // More than one processor takes at once, and every third is signed by another.
        let payments = try (0..<300).map { number in
            try ledger.payment(from: 0, to: 1, nonce: number % 200, signedBy: number % 3 == 0 ? 1 : 0)
        }
        let expected = ed25519.areSigned(payments, on: ledger.network.id)
        for _ in 1...3 { #expect(book.areSigned(payments, on: ledger.network.id) == expected) }
        #expect(expected.filter { $0 }.count == 200)
        #expect(book.areSigned([], on: ledger.network.id) == [])
        // What holds on one network says nothing of another.
        #expect(!book.areSigned(payments, on: Block.genesis.hash).contains(true))
    }

    @Test func `brings the results of other work in its order`() {
        let book = SignatureBook(ed25519)
        for count in [0, 1, 2, 999] { #expect(book.results(count) { $0 * $0 } == (0..<count).map { $0 * $0 }) }
    }

    @Test func `checks each once that holds, and remembers the newest`() throws {
        let checker = CountingChecker(ed25519)
        let book = SignatureBook(checker, remembering: 100)
        let payments = try (0..<250).map { try ledger.payment(from: 0, to: 1, nonce: $0) }
        func check(_ range: Range<Int>) -> Int {
            let before = checker.count
            #expect(!book.areSigned(Array(payments[range]), on: ledger.network.id).contains(false))
            return checker.count - before
        }
        #expect(check(0..<150) == 150 && check(0..<150) == 0)
        #expect(check(150..<200) == 50 && check(100..<200) == 0)
        // A third generation begins, and the first one goes.
        #expect(check(200..<250) == 50 && check(100..<250) == 0 && check(0..<100) == 100)
        let others = try (0..<10).map { try ledger.payment(from: 0, to: 1, nonce: $0, signedBy: 1) }
        for _ in 1...2 {
            let before = checker.count
            #expect(!book.areSigned(others, on: ledger.network.id).contains(true))
            #expect(checker.count - before == 10)
        }
    }
}

/// Counts what it is asked.
private final class CountingChecker: SignatureChecker {
    private let ed25519: Ed25519
    private let asked = Atomic(0)

    var count: Int { asked.load(ordering: .relaxed) }

    init(_ ed25519: Ed25519) {
        self.ed25519 = ed25519
    }

    func areSigned(_ payments: [SignedPayment], on network: BlockHash) -> [Bool] {
        asked.add(payments.count, ordering: .relaxed)
        return ed25519.areSigned(payments, on: network)
    }
}
