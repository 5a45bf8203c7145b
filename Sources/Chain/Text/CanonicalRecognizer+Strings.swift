extension CanonicalRecognizer {
    /// Takes a string whose characters and escapes canonical text leaves unchanged, eight bytes at a time.
    mutating func takeString(
        _ source: RawSpan, _ output: inout MutableRawSpan, canHaveEscapes: Bool = true
    ) -> Bool {
        guard next(source) == UInt8(ascii: "\"") else { return false }
        copy(source, &output)
        while true {
            if position + 8 <= end {
                let word = source.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt64.self)
                output.storeBytes(of: word, toUncheckedByteOffset: count, as: UInt64.self)
                let plain = UInt64(littleEndian: word).leadingPlainCharacters
                position += plain
                count += plain
                if plain == 8 { continue }
            }
            switch next(source) {
            case UInt8(ascii: "\""):
                copy(source, &output)
                return true
            case UInt8(ascii: "\\"):
                guard canHaveEscapes, takeEscape(source, &output) else { return false }
            case 0x20...0x7E: copy(source, &output)
            default: return false
            }
        }
    }

    /// Takes an escape if canonical text has it for its character.
    private mutating func takeEscape(_ source: RawSpan, _ output: inout MutableRawSpan) -> Bool {
        copy(source, &output)
        switch next(source) {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            copy(source, &output)
            return true
        case UInt8(ascii: "u"): copy(source, &output)
        default: return false
        }
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = next(source).hexDigitValue, digit.lowHexDigit == next(source) else { return false }
            unit = unit << 4 | UInt16(digit)
            copy(source, &output)
        }
        return switch unit {
        case 0x08, 0x09, 0x0A, 0x0C, 0x0D, 0x20...0x7E: false
        default: true
        }
    }
}

extension UInt64 {
    /// How many of eight characters, the lowest byte first, are printable ASCII and neither quote nor backslash.
    @inline(__always)
    fileprivate var leadingPlainCharacters: Int { specialCharacters.trailingZeroBitCount / 8 }

    /// The high bit of each byte that is none of these, and possibly of some after the first one.
    @inline(__always)
    var specialCharacters: UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs = ones << 7
        /// Sets the high bit of zero bytes, and possibly of some bytes above the first one.
        func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word }
        let controls = (self &- ones &* 0x20) & ~self
        let special =
            self | controls | zeros(self ^ ones &* 0x22) | zeros(self ^ ones &* 0x5C) | zeros(self ^ ones &* 0x7F)
        return special & highs
    }
}
