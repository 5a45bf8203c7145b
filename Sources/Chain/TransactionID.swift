/// Tells a transaction from identical ones: 16 bytes, spelled as 32 lower-case hex digits.
public struct TransactionID: Hashable, Sendable, CustomStringConvertible {
    private let high: UInt64
    private let low: UInt64

    /// How many hex digits it has.
    static let digitCount = 32

    /// Reads 32 lower-case hex digits; nil for anything else. Upper case is refused because texts are compared byte by
    /// byte.
    public init?(hexDigits: some Collection<UInt8>) {
        guard hexDigits.count == Self.digitCount else { return nil }
        var words: (UInt64, UInt64) = (0, 0)
        for digit in hexDigits {
            guard let value = digit.hexDigitValue, value.lowHexDigit == digit else { return nil }
            words = (words.0 << 4 | words.1 >> 60, words.1 << 4 | UInt64(value))
        }
        (high, low) = words
    }

    /// A random one, which nobody else has.
    public init(random generator: inout some RandomNumberGenerator) {
        high = generator.next()
        low = generator.next()
    }

    /// The 32 lower-case hex digits.
    public var description: String {
        func digits(_ word: UInt64) -> [UInt8] {
            stride(from: 60, through: 0, by: -4).map { UInt8(truncatingIfNeeded: word >> UInt64($0)).lowHexDigit }
        }
        return String(decoding: digits(high) + digits(low), as: UTF8.self)
    }
}
