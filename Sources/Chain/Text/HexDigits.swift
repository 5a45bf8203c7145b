/// Eight lower-case hex digits at a time, in a word whose highest byte is the first digit.
enum HexDigits {
    private static let ones: UInt64 = 0x0101_0101_0101_0101

    /// The digits of 32 bits.
    @inline(__always) static func digits(of value: UInt32) -> UInt64 {
        // Moves each nibble to its own byte: first halves apart, then quarters, then eighths.
        var nibbles = UInt64(value)
        nibbles = (nibbles | nibbles << 16) & 0x0000_FFFF_0000_FFFF
        nibbles = (nibbles | nibbles << 8) & 0x00FF_00FF_00FF_00FF
        nibbles = (nibbles | nibbles << 4) & 0x0F0F_0F0F_0F0F_0F0F
        let areLetters = (nibbles &+ ones &* 6) >> 4 & ones
        return nibbles &+ ones &* 0x30 &+ areLetters &* 0x27
    }

    /// The 32 bits that the digits encode. Sets `areHexDigits` to false if one isn't a lower-case hex digit.
    @inline(__always) static func value(of digits: UInt64, areHexDigits: inout Bool) -> UInt32 {
        // Letters are the bytes with this bit.
        let areLetters = digits >> 6 & ones
        var nibbles = (digits & (ones &* 0x0F)) &+ areLetters &* 9
        nibbles = (nibbles | nibbles >> 4) & 0x00FF_00FF_00FF_00FF
        nibbles = (nibbles | nibbles >> 8) & 0x0000_FFFF_0000_FFFF
        let value = UInt32(truncatingIfNeeded: nibbles | nibbles >> 16)
        // Anything that isn't a digit comes back as a different byte.
        areHexDigits = Self.digits(of: value) == digits && areHexDigits
        return value
    }
}

// MARK: - One at a time

extension UInt8 {
    /// The value of an ASCII hex digit of either case.
    var hexDigitValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The lower-case hex digit of the low four bits.
    var lowHexDigit: UInt8 {
        let value = self & 0x0F
        return value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
