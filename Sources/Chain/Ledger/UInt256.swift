/// An integer of 256 bits: a target, the work behind a chain, or a SHA-256 read as a number.
///
/// It can do what the ledger's rules need. Work alone may come close to its end, and is added without an overflow.
public struct UInt256: Hashable, Sendable {
    /// The upper half.
    let high: UInt128
    /// The lower half.
    let low: UInt128

    /// Puts a number together from its halves.
    init(high: UInt128, low: UInt128) {
        (self.high, self.low) = (high, low)
    }

    /// A number of 64 bits.
    public init(_ word: UInt64) {
        self.init(high: 0, low: UInt128(word))
    }

    /// A SHA-256 as a number, its first byte the highest.
    init(_ digest: Digest) {
        let words = digest.words
        self.init(
            high: UInt128(words.0) << 64 | UInt128(words.1), low: UInt128(words.2) << 64 | UInt128(words.3))
    }

    /// Reads 32 bytes, of which the first is the lowest.
    init(littleEndian bytes: ArraySlice<UInt8>) {
        precondition(bytes.count == 32, "a number has 32 bytes")
        func half(_ bytes: ArraySlice<UInt8>) -> UInt128 {
            bytes.reversed().reduce(0) { $0 << 8 | UInt128($1) }
        }
        self.init(high: half(bytes.suffix(16)), low: half(bytes.prefix(16)))
    }

    /// Reads 64 lower-case hex digits; nil for anything else.
    public init?(hexDigits: ArraySlice<UInt8>) {
        guard let digest = Digest(hexDigits: hexDigits) else { return nil }
        self.init(digest)
    }

    /// The number 0.
    public static let zero = UInt256(0)
    /// The largest number: 2^256 − 1.
    public static let max = UInt256(high: .max, low: .max)

    /// The 64 lower-case hex digits.
    public var hexDigits: [UInt8] { Digest(words: words).hexDigits }

    /// The number, or the largest of 128 bits.
    public var clamped: UInt128 { high == 0 ? low : .max }

    /// The 64 hex digits as a string.
    public var hexText: String { String(decoding: hexDigits, as: UTF8.self) }

    /// Its four words, the highest first.
    package var words: (UInt64, UInt64, UInt64, UInt64) {
        (
            UInt64(truncatingIfNeeded: high >> 64), UInt64(truncatingIfNeeded: high),
            UInt64(truncatingIfNeeded: low >> 64), UInt64(truncatingIfNeeded: low)
        )
    }

    /// How many zeros stand before its first bit that is set.
    var leadingZeroBitCount: Int { high == 0 ? 128 + low.leadingZeroBitCount : high.leadingZeroBitCount }
}

extension UInt256: Comparable {
    /// Whether one number is below another.
    public static func < (left: UInt256, right: UInt256) -> Bool { (left.high, left.low) < (right.high, right.low) }
}

// MARK: - In decimal

extension UInt256: CustomStringConvertible {
    /// How many decimal digits are converted at once: as many as fit in a word whatever they are.
    private static let digitsOfPart = 19
    private static let part: UInt64 = 10_000_000_000_000_000_000

    /// The decimal digits in ASCII, without leading zeros: up to 78.
    public var digits: [UInt8] {
        var parts: [UInt64] = []
        var rest = self
        repeat {
            let (quotient, remainder) = rest.divided(by: Self.part)
            parts.append(remainder)
            rest = quotient
        } while rest != .zero
        var digits: [UInt8] = []
        for part in parts.reversed() {
            let text = String(part).utf8
            if !digits.isEmpty {
                digits += [UInt8](repeating: UInt8(ascii: "0"), count: Self.digitsOfPart - text.count)
            }
            digits += text
        }
        return digits
    }

    /// Reads decimal ASCII digits; nil for anything else, for none and for a number of more than 256 bits.
    public init?(digits: some Collection<UInt8>) {
        guard !digits.isEmpty else { return nil }
        var value = UInt256.zero
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            let (carry, next) = value.multiplied(by: 10, adding: UInt64(digit - UInt8(ascii: "0")))
            guard carry == 0 else { return nil }
            value = next
        }
        self = value
    }

    /// The number in decimal.
    public var description: String { String(decoding: digits, as: UTF8.self) }
}
