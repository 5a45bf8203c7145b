extension RawSpan {
    /// Whether part of the source, a number with a point or an exponent, is a double as Python's `repr` prints it.
    @inline(__always)
    func isCanonicalDouble(in range: Range<Int>) -> Bool {
        // The longest is 24 characters: a sign, 17 digits, a point and an exponent.
        range.count <= 24 && (Decimal(range, of: self)?.isShortest == true || isPrinted(range))
    }

    /// Whether parsing it and printing it again gives the same text.
    private func isPrinted(_ range: Range<Int>) -> Bool {
        let text = String(unsafeUninitializedCapacity: range.count) { buffer in
            for (offset, place) in range.enumerated() { buffer[offset] = byte(at: place) }
            return range.count
        }
        guard let value = Double(text), value.isFinite else { return false }
        var writer = CanonicalWriter()
        writer.append(value)
        return writer.bytes.elementsEqual(text.utf8)
    }
}

/// A number from 1 to 2^52 with a point and up to 17 digits, such as a timestamp.
struct Decimal {
    /// All digits, as if there were no point.
    private var digits: UInt64 = 0
    /// Ten to the power of the number of digits after the point.
    private var scale: UInt64 = 1

    /// The digits must be from 1 to 2^52 before the point.
    @inline(__always)
    init(digits: UInt64, scale: UInt64) {
        (self.digits, self.scale) = (digits, scale)
    }

    @inline(__always)
    fileprivate init?(_ range: Range<Int>, of source: RawSpan) {
        guard range.count <= 18 else { return nil }
        var place = range.lowerBound
        while place < range.upperBound, let digit = Self.digit(source.byte(at: place)) {
            digits = digits &* 10 &+ digit
            place += 1
        }
        guard 1..<(1 << 52) ~= digits, place < range.upperBound - 1, source.byte(at: place) == UInt8(ascii: ".") else {
            return nil
        }
        for place in place + 1..<range.upperBound {
            guard let digit = Self.digit(source.byte(at: place)) else { return nil }
            digits = digits &* 10 &+ digit
            scale = scale &* 10
        }
    }

    @inline(__always)
    private static func digit(_ byte: UInt8) -> UInt64? {
        let digit = byte &- UInt8(ascii: "0")
        return digit < 10 ? UInt64(digit) : nil
    }

    /// Whether `repr` prints these digits for the nearest double: as few as identify it, and the closest of those. Also
    /// false when the case is close to undecided.
    ///
    /// Exact, in integers. With the double's mantissa m and a power of two, `digits * power = m * scale + rest`. The
    /// digits mean that double while `rest` is within half of `scale`, and incrementing the last digit adds `power` to
    /// `rest`.
    @inline(__always)
    var isShortest: Bool {
        let lastDigit = Int64(digits % 10)
        if lastDigit == 0 { return scale == 10 }
        // No two decimals of so few digits are nearest to the same double.
        if digits < 1_000_000_000_000_000 { return true }
        var shift = 53 - (scale.leadingZeroBitCount - digits.leadingZeroBitCount)
        var division = divided(by: shift)
        if division.mantissa >= 1 << 53 {
            shift -= 1
            division = divided(by: shift)
        }
        var (mantissa, rest) = division
        if rest > Int64(scale) / 2 {
            mantissa += 1
            rest -= Int64(scale)
        }
        // At a power of two, the doubles below are closer together.
        guard mantissa != 1 << 52, mantissa != 1 << 53 else { return false }
        let power = Int64(1) << Int64(shift)
        func isSameDouble(_ rest: Int64) -> Bool { 2 * abs(rest) <= Int64(scale) }
        return 2 * abs(rest) < power && 2 * abs(rest) < Int64(scale)
            && !isSameDouble(rest - lastDigit * power) && !isSameDouble(rest + (10 - lastDigit) * power)
    }

    /// `digits`, shifted left, divided by `scale`. The quotient has 53 or 54 bits.
    @inline(__always)
    private func divided(by shift: Int) -> (mantissa: UInt64, rest: Int64) {
        let low = digits << UInt64(shift)
        let high = shift == 0 ? 0 : digits >> UInt64(64 - shift)
        let (quotient, remainder) = scale.dividingFullWidth((high, low))
        return (quotient, Int64(remainder))
    }
}
