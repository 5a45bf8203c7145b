/// The hash of a block: the SHA-256 of its canonical text.
public struct BlockHash: Hashable, Sendable, CustomStringConvertible {
    private let digest: Digest

    /// Hashes a block's text.
    package init(of text: CanonicalText) {
        digest = Digest(of: text.bytes)
    }

    /// Reads 64 lower-case hex digits; nil for anything else.
    ///
    /// Upper case is refused because a block names its predecessor by text, and texts are compared byte by
    /// byte.
    public init?(hexDigits: ArraySlice<UInt8>) {
        guard hexDigits.count == 64 else { return nil }
        let start = hexDigits.startIndex
        guard let first = Self.word(hexDigits, at: start),
            let second = Self.word(hexDigits, at: start + 16),
            let third = Self.word(hexDigits, at: start + 32),
            let fourth = Self.word(hexDigits, at: start + 48)
        else { return nil }
        digest = Digest(words: (first, second, third, fourth))
    }

    /// The 64 lower-case hex digits, in ASCII.
    public var hexDigits: [UInt8] {
        var digits: [UInt8] = []
        digits.reserveCapacity(64)
        Self.append(digest.words.0, to: &digits)
        Self.append(digest.words.1, to: &digits)
        Self.append(digest.words.2, to: &digits)
        Self.append(digest.words.3, to: &digits)
        return digits
    }

    /// The 64 lower-case hex digits.
    public var description: String { String(decoding: hexDigits, as: UTF8.self) }

    private static func word(_ digits: ArraySlice<UInt8>, at start: Int) -> UInt64? {
        var word: UInt64 = 0
        for index in start..<start + 16 {
            let digit = digits[index]
            let value: UInt8
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
            default: return nil
            }
            word = word << 4 | UInt64(value)
        }
        return word
    }

    private static func append(_ word: UInt64, to digits: inout [UInt8]) {
        var word = word
        for _ in 0..<16 {
            digits.append(UInt8(truncatingIfNeeded: word >> 60).lowHexDigit)
            word <<= 4
        }
    }
}
