import TestSupport
import Testing

@testable import Chain

@Suite struct `A number of 256 bits` {
    private static let edges: [UInt256] = [
        .zero, UInt256(1), UInt256(9), UInt256(10), UInt256(.max), UInt256(high: 0, low: .max),
        UInt256(high: 1, low: 0),
        UInt256(high: 1, low: .max), UInt256(high: .max, low: 0), UInt256(high: 1 << 127, low: 0), .max,
        UInt256(high: .max, low: .max - 1), LedgerParameters.easiestOfAll,
    ]

    /// Random numbers of all lengths, and those where words meet.
    private static func numbers(_ count: Int) -> [UInt256] {
        var generator = SeededGenerator(seed: Seed.value)
        return edges
            + (0..<count).map { _ in
                let places = Int.random(in: 0...128, using: &generator)
                let high = UInt128.random(in: 0 ... .max, using: &generator)
                let low = UInt128.random(in: 0 ... .max, using: &generator)
                return Bool.random(using: &generator)
                    ? UInt256(high: high >> places, low: low) : UInt256(high: 0, low: low >> places)
            }
    }

    @Test func `is written in 64 hex digits, and read from nothing else`() throws {
        for number in Self.numbers(rounds(500)) {
            let digits = number.hexDigits
            #expect(digits.count == 64 && UInt256(hexDigits: digits[...]) == number)
            #expect(UInt256(hexDigits: (digits + digits).dropFirst(64)) == number)
            #expect(UInt256(hexDigits: digits.dropFirst()) == nil)
        }
        #expect(UInt256(hexDigits: Array(String(repeating: "F", count: 64).utf8)[...]) == nil)
        #expect(UInt256(hexDigits: [UInt8](repeating: 0x2F, count: 64)[...]) == nil)
    }

    @Test func `is written in decimal as by hand, and read again`() {
        for number in Self.numbers(rounds(200)) {
            #expect(number.digits == Self.digitsByHand(of: number))
            #expect(UInt256(digits: number.digits) == number)
        }
        #expect(UInt256.max.description.count == 78)
        let one = Array("1".utf8)
        for text in [[], Array("-1".utf8), Array(" 1".utf8), Array("1.0".utf8), Array("a".utf8)] {
            #expect(UInt256(digits: text) == nil)
        }
        #expect(UInt256(digits: Array("007".utf8)) == UInt256(7))
        // 2^256, and a digit more than any.
        let next = "115792089237316195423570985008687907853269984665640564039457584007913129639936"
        #expect(UInt256(digits: next.utf8) == nil)
        #expect(UInt256(digits: UInt256.max.digits + one) == nil)
    }

    /// A bit at a time, from the highest: doubles the digits and carries.
    private static func digitsByHand(of number: UInt256) -> [UInt8] {
        var digits: [UInt8] = [0]
        for place in (0..<256).reversed() {
            let bit = (place < 128 ? number.low >> place : number.high >> (place - 128)) & 1
            var carry = UInt8(bit)
            for position in digits.indices.reversed() {
                let doubled = digits[position] * 2 + carry
                digits[position] = doubled % 10
                carry = doubled / 10
            }
            if carry > 0 { digits.insert(carry, at: 0) }
        }
        return digits.map { $0 + UInt8(ascii: "0") }
    }

    @Test func `is ordered as its digits are`() {
        let numbers = Self.numbers(rounds(60))
        for left in numbers {
            for right in numbers {
                #expect((left < right) == left.hexDigits.lexicographicallyPrecedes(right.hexDigits))
            }
        }
    }

    @Test func `grows up to the largest, and is subtracted again`() {
        let numbers = Self.numbers(rounds(60))
        for left in numbers {
            #expect(left.adding(.max) == .max && left.adding(.zero) == left)
            for right in numbers {
                let sum = left.adding(right)
                #expect(sum == right.adding(left))
                if sum != .max { #expect(sum.subtracting(right) == left) }
                #expect(sum >= left && sum >= right)
            }
        }
        #expect(UInt256(high: 0, low: .max).adding(UInt256(1)) == UInt256(high: 1, low: 0))
        #expect(UInt256(high: .max, low: .max - 1).adding(UInt256(1)) == .max)
    }

    @Test func `is multiplied and divided by words without a loss`() {
        var generator = SeededGenerator(seed: Seed.value)
        for number in Self.numbers(rounds(500)) {
            let word =
                [1, 2, .max, UInt64.random(in: 1 ... .max, using: &generator)].randomElement(using: &generator) ?? 1
            let addend = UInt64.random(in: 0..<word, using: &generator)
            let (carry, low) = number.multiplied(by: word, adding: addend)
            let (quotient, remainder) = low.divided(by: word, carrying: carry)
            #expect(quotient == number && remainder == addend, "\(number) times \(word)")
            #expect(number.scaled(by: word, over: word) == number)
            #expect(number.divided(by: UInt256(word)) == number.divided(by: word).quotient)
        }
        #expect(UInt256.max.scaled(by: 2, over: 1) == .max)
        #expect(UInt256(3).scaled(by: 7, over: 2) == UInt256(10))
    }

    @Test func `is divided by another as by taking the divisor away`() {
        for number in Self.numbers(rounds(300)) {
            for divisor in Self.edges where divisor != .zero {
                let quotient = number.divided(by: divisor)
                // The product fits in a sum of doubled divisors.
                var product = UInt256.zero
                for place in (0..<256).reversed() {
                    product = product.adding(product)
                    let bit = (place < 128 ? quotient.low >> place : quotient.high >> (place - 128)) & 1
                    if bit == 1 { product = product.adding(divisor) }
                }
                #expect(product <= number && number.subtracting(product) < divisor, "\(number) by \(divisor)")
            }
        }
    }

    @Test func `says as a target how many guesses it takes`() {
        #expect(UInt256.max.expectedGuesses == UInt256(1))
        #expect(UInt256(1).expectedGuesses == UInt256(high: 1 << 127, low: 0))
        #expect(LedgerParameters.easiestOfAll.expectedGuesses == UInt256(65_536))
        #expect(UInt256(high: .max >> 1, low: .max).expectedGuesses == UInt256(2))
        #expect(UInt256(high: 1 << 127, low: 0).expectedGuesses == UInt256(1))
    }
    @Test func `is the target that takes so many guesses`() {
        #expect(UInt256(expectingGuesses: 1) == .max)
        #expect(UInt256(expectingGuesses: 2) == UInt256(high: .max >> 1, low: .max))
        #expect(UInt256(expectingGuesses: 65_536) == LedgerParameters.easiestOfAll)
        for guesses: UInt64 in [3, 5, 17, 65_535, 65_537, 600_000_000, 1 << 63, .max] {
            let target = UInt256(expectingGuesses: guesses)
            #expect(target.expectedGuesses == UInt256(guesses), "\(guesses)")
            // The easiest one.
            #expect(target.adding(UInt256(1)).expectedGuesses < UInt256(guesses), "\(guesses)")
        }
    }
}
