// What a target and work are computed with. Nothing here wraps around.

extension UInt256 {
    /// The sum, or ``max`` if it is larger.
    public func adding(_ other: UInt256) -> UInt256 {
        let (low, carries) = low.addingReportingOverflow(other.low)
        let (sum, overflows) = high.addingReportingOverflow(other.high)
        let (high, overflowsToo) = sum.addingReportingOverflow(carries ? 1 : 0)
        return overflows || overflowsToo ? .max : UInt256(high: high, low: low)
    }

    /// The difference from a number that is no larger.
    public func subtracting(_ other: UInt256) -> UInt256 {
        precondition(other <= self, "there are no numbers below 0")
        let (low, borrows) = low.subtractingReportingOverflow(other.low)
        return UInt256(high: high - other.high - (borrows ? 1 : 0), low: low)
    }

    /// The product with a word, plus another word, in 320 bits.
    func multiplied(by factor: UInt64, adding addend: UInt64 = 0) -> (carry: UInt64, low: UInt256) {
        var carry = addend
        func product(_ word: UInt64) -> UInt64 {
            let (high, low) = word.multipliedFullWidth(by: factor)
            let (sum, overflows) = low.addingReportingOverflow(carry)
            // Even the largest product leaves room for one more.
            carry = high + (overflows ? 1 : 0)
            return sum
        }
        let words = words
        let fourth = product(words.3)
        let third = product(words.2)
        let second = product(words.1)
        let first = product(words.0)
        return (carry, UInt256(Digest(words: (first, second, third, fourth))))
    }

    /// The quotient and the remainder of a division by a word. The number divided may have 320 bits: its highest word
    /// is the remainder from before, which is below the divisor.
    func divided(by divisor: UInt64, carrying carried: UInt64 = 0) -> (quotient: UInt256, remainder: UInt64) {
        var remainder = carried
        func quotient(_ word: UInt64) -> UInt64 {
            let (quotient, rest) = divisor.dividingFullWidth((remainder, word))
            remainder = rest
            return quotient
        }
        let words = words
        let first = quotient(words.0)
        let second = quotient(words.1)
        let third = quotient(words.2)
        let fourth = quotient(words.3)
        return (UInt256(Digest(words: (first, second, third, fourth))), remainder)
    }

    /// This times one word, divided by another, rounded down: exact, or ``max`` if it is larger.
    func scaled(by factor: UInt64, over divisor: UInt64) -> UInt256 {
        precondition(divisor > 0, "nothing is divided by 0")
        let (carry, low) = multiplied(by: factor)
        guard carry < divisor else { return .max }
        return low.divided(by: divisor, carrying: carry).quotient
    }

    /// The quotient, rounded down. Takes time linear in the number of its bits.
    func divided(by divisor: UInt256) -> UInt256 {
        precondition(divisor != .zero, "nothing is divided by 0")
        guard divisor <= self else { return .zero }
        let places = divisor.leadingZeroBitCount - leadingZeroBitCount
        var rest = self
        var subtrahend = divisor.shiftedUp(by: places)
        var quotient = UInt256.zero
        for _ in 0...places {
            quotient = quotient.shiftedUp(by: 1)
            if subtrahend <= rest {
                rest = rest.subtracting(subtrahend)
                quotient = UInt256(high: quotient.high, low: quotient.low | 1)
            }
            subtrahend = subtrahend.halved
        }
        return quotient
    }

    private func shiftedUp(by places: Int) -> UInt256 {
        // Shifting by 128 and more yields 0, and by less than 0 shifts the other way.
        UInt256(high: high << places | low >> (128 - places), low: low << places)
    }

    private var halved: UInt256 { UInt256(high: high >> 1, low: low >> 1 | high << 127) }
}

// MARK: - Targets

extension UInt256 {
    /// How many guesses it takes on average to find a hash that is at most this target: 2^256 div (target + 1). It must
    /// not be 0, for the result would have 257 bits.
    public var expectedGuesses: UInt256 {
        precondition(self != .zero, "the result has to fit")
        guard self != .max else { return UInt256(1) }
        let divisor = adding(UInt256(1))
        // 2^256 itself doesn't fit. Without the divisor it does, and the quotient is one less.
        return UInt256(high: ~high, low: ~low).divided(by: divisor).adding(UInt256(1))
    }
    /// The target that is found after so many guesses on average: 2^256 div guesses, less 1. There must be at least 1.
    public init(expectingGuesses guesses: UInt64) {
        precondition(guesses > 0, "nothing is found without a guess")
        let (quotient, remainder) = UInt256.max.divided(by: guesses)
        // 2^256 itself doesn't fit.
        self = remainder == guesses - 1 ? quotient : quotient.subtracting(UInt256(1))
    }
}
