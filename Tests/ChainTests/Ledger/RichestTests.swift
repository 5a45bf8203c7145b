internal import Chain
internal import TestSupport
internal import Testing

@Suite("The richest accounts")
struct RichestTests {
    /// Accounts of which many have the same.
    private func accounts(_ count: Int, seed: UInt64) throws -> Accounts {
        var generator = SeededGenerator(seed: seed)
        return try Accounts(
            (0..<count).map { number in
                let key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
                let balance = Int.random(in: 0...max(count / 3, 1), using: &generator)
                return (try #require(Address(publicKey: key)), Account(balance: balance, nonce: 1))
            })
    }

    @Test(arguments: [0, 1, 2, 7, 100, 1_000])
    func `are those that sorting all would give`(count: Int) throws {
        for seed in 1...5 as ClosedRange<UInt64> {
            let accounts = try accounts(count, seed: seed)
            let sorted = accounts.all.sorted {
                ($1.value.balance, $0.key.description) < ($0.value.balance, $1.key.description)
            }
            for wanted in [1, 2, 10, 99, 100, 5_000] {
                let richest = accounts.richest(wanted)
                #expect(richest.map(\.address) == sorted.prefix(wanted).map(\.key))
                #expect(richest.allSatisfy { accounts[$0.address] == $0.account })
            }
        }
    }
}
