import TestSupport
import Testing

@testable import Chain

@Suite struct `The id of a transaction` {
    @Test(arguments: [
        String(repeating: "0", count: 32), String(repeating: "f", count: 32), "0123456789abcdeffedcba9876543210",
        "80000000000000000000000000000001",
    ])
    func `is spelled as it was read`(digits: String) throws {
        #expect(try #require(TransactionID(hexDigits: Array(digits.utf8))).description == digits)
    }

    @Test(arguments: [
        "", "0", String(repeating: "0", count: 31), String(repeating: "0", count: 33),
        "0123456789abcdefFedcba9876543210", "0123456789abcdefgedcba9876543210", "0123456789abcdef:edcba9876543210",
        "0123456789abcdef/edcba9876543210", "0123456789abcdef`edcba9876543210", "0x23456789abcdeffedcba9876543210",
        " 123456789abcdeffedcba9876543210", "0123456789abcdeffedcba98765432é", "-0123456789abcdeffedcba987654321",
    ])
    func `is nothing but 32 lower-case hex digits`(text: String) {
        #expect(TransactionID(hexDigits: Array(text.utf8)) == nil)
    }

    @Test func `differs in any digit`() throws {
        let zero = try #require(TransactionID(hexDigits: Array(repeating: UInt8(ascii: "0"), count: 32)))
        for position in 0..<32 {
            var digits = Array(zero.description.utf8)
            digits[position] = UInt8(ascii: "1")
            let other = try #require(TransactionID(hexDigits: digits))
            #expect(other != zero)
            #expect(Array(other.description.utf8) == digits)
        }
    }

    @Test func `made at random is another each time, and the same for one seed`() throws {
        let seed = Seed.value
        var generator = SeededGenerator(seed: seed)
        let all = (0..<2_000).map { _ in TransactionID(random: &generator) }
        #expect(Set(all).count == all.count)
        // Each digit takes each of its values somewhere: all 16 bytes are random.
        for position in 0..<32 {
            let values = Set(all.map { Array($0.description.utf8)[position] })
            #expect(values.count == 16, "seed \(seed), digit \(position)")
        }
        var again = SeededGenerator(seed: seed)
        #expect(all == all.map { _ in TransactionID(random: &again) })
        for id in all { #expect(TransactionID(hexDigits: Array(id.description.utf8)) == id) }
    }

    @Test func `made of the time is greater than earlier ones, and another each time`() throws {
        var generator = SeededGenerator(seed: 1)
        let all = (0..<2_000).map { TransactionID(secondsSince1970: 1.7e9 + Double($0) / 1e5, random: &generator) }
        let texts = all.map(\.description)
        #expect(texts == texts.sorted())
        let same = (0..<2_000).map { _ in TransactionID(secondsSince1970: 1.7e9, random: &generator) }
        #expect(Set(same).count == same.count)
        #expect(Set(same.map { $0.description.prefix(16) }) == ["00060a24181e4000"])
        for seconds in [-1, .nan, .infinity, 1e30] {
            let id = TransactionID(secondsSince1970: seconds, random: &generator)
            #expect(id.description.hasPrefix("0000000000000000"))
        }
    }
}
