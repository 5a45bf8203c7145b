extension CanonicalRecognizer {
    /// Takes a number, without the white space after it.
    mutating func takeNumber(_ source: RawSpan, _ output: inout MutableRawSpan) -> Bool {
        let start = position
        if next(source) == UInt8(ascii: "-") { copy(source, &output) }
        let firstDigit = position
        copyDigits(source, &output)
        let digitCount = position - firstDigit
        let hasLeadingZero = digitCount > 0 && source.byte(at: firstDigit) == UInt8(ascii: "0")
        guard digitCount == 1 || (digitCount > 1 && !hasLeadingZero) else { return false }
        let isDouble = [UInt8(ascii: "."), UInt8(ascii: "e")].contains(next(source))
        guard isDouble else {
            // If the number continues in another spelling, such as 1E5, the caller fails on the next byte.
            return digitCount <= JSONDocument.maximumIntegerDigits && (firstDigit == start || !hasLeadingZero)
        }
        while next(source).isInDouble { copy(source, &output) }
        return source.isCanonicalDouble(in: start..<position)
    }

    /// Takes an unsigned integer of up to 18 digits and the white space after it; nil for anything else.
    @inline(__always)
    mutating func takeInteger(_ source: RawSpan, _ output: inout MutableRawSpan) -> UInt64? {
        let start = position
        let first = next(source)
        var value: UInt64 = 0
        while true {
            let digit = next(source) &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            value = value &* 10 &+ UInt64(digit)
            copy(source, &output)
        }
        let count = position - start
        // That many digits cannot overflow; longer numbers are rare.
        guard count == 1 || (2...18 ~= count && first != UInt8(ascii: "0")) else { return nil }
        skipWhitespace(source)
        return value
    }

    /// Takes any number.
    mutating func takeAnyNumber(_ source: RawSpan, _ output: inout MutableRawSpan) -> Bool {
        guard takeNumber(source, &output) else { return false }
        skipWhitespace(source)
        return true
    }

    @inline(__always)
    private mutating func copyDigits(_ source: RawSpan, _ output: inout MutableRawSpan) {
        while (next(source) &- UInt8(ascii: "0")) < 10 { copy(source, &output) }
    }
}

extension UInt8 {
    /// Whether a double's canonical text may contain this byte after its first digits.
    fileprivate var isInDouble: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "+"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
