/// Sixteen lower-case hex digits at a time, as a vector of which the first element is the first digit.
///
/// Only with arithmetic: comparisons of vectors are compiled to loops over their elements. The processor must be
/// little-endian, as all are on which Swift runs.
enum HexDigits {
    typealias Vector = SIMD16<UInt8>

    /// The digits of 64 bits.
    @inline(__always) static func digits(of value: UInt64) -> Vector {
        let bytes = unsafeBitCast(value.bigEndian, to: SIMD8<UInt8>.self)
        let pairs = SIMD8<UInt16>(truncatingIfNeeded: bytes)
        let nibbles = pairs &>> 4 | (pairs &<< 8 & 0x0F00)
        return digits(ofNibbles: unsafeBitCast(nibbles, to: Vector.self))
    }

    @inline(__always) private static func digits(ofNibbles nibbles: Vector) -> Vector {
        let areLetters = Vector.zero &- ((nibbles &+ 6) &>> 4)
        return nibbles &+ 0x30 &+ (areLetters & 0x27)
    }

    /// The 64 bits that the digits encode. If one isn't a lower-case hex digit, sets bits of `difference`.
    @inline(__always) static func value(of digits: Vector, difference: inout Vector) -> UInt64 {
        // Letters are the bytes with this bit.
        let areLetters = Vector.zero &- (digits &>> 6 & 1)
        let nibbles = (digits &+ (areLetters & 9)) & 0x0F
        // Anything that isn't a digit comes back as a different byte.
        difference |= Self.digits(ofNibbles: nibbles) ^ digits
        let pairs = unsafeBitCast(nibbles, to: SIMD8<UInt16>.self)
        let bytes = SIMD8<UInt8>(truncatingIfNeeded: pairs &<< 4 | pairs &>> 8)
        return UInt64(bigEndian: unsafeBitCast(bytes, to: UInt64.self))
    }

    @inline(__always) static func areAllZero(_ vector: Vector) -> Bool { unsafeBitCast(vector, to: UInt128.self) == 0 }
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
