/// The number that solves the previous block's puzzle: a non-negative integer of any length that Python reads.
///
/// Nearly all fit in 64 bits, and need no further memory; a longer one keeps its digits.
public struct Proof: Hashable, Sendable, CustomStringConvertible {
    /// How many digits a proof may have: the same as any integer.
    public static let maximumDigits = JSONDocument.maximumIntegerDigits

    private enum Value: Hashable {
        case word(UInt64)
        /// ASCII digits without leading zeros, of a number larger than any word.
        case digits([UInt8])
    }

    private let value: Value

    /// A proof of 64 bits.
    public init(_ word: UInt64) {
        value = .word(word)
    }

    /// Reads decimal ASCII digits; nil unless they are 1 to ``maximumDigits``, without leading zeros.
    public init?(digits: some Collection<UInt8>) {
        guard (1...Self.maximumDigits).contains(digits.count), digits.count == 1 || digits.first != UInt8(ascii: "0"),
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        // No word has more than 20 digits.
        let word = digits.count <= 20 ? UInt64(String(decoding: digits, as: UTF8.self)) : nil
        value = word.map { .word($0) } ?? .digits(Array(digits))
    }

    /// Reads an integer; nil for a negative one, and for anything else.
    public init?(_ json: JSONValue) {
        guard json.kind == .integer else { return nil }
        self.init(digits: json.canonicalText.bytes)
    }

    /// Reads the proof from a block's canonical text. Takes time linear in what precedes it.
    init(ofBlock text: [UInt8]) {
        var scanner = BlockScanner(text)
        guard let proof = scanner.value(of: .proof).flatMap({ Proof(digits: text[$0]) }) else {
            preconditionFailure("a block's text has a proof")
        }
        self = proof
    }

    /// The number, if it fits in 64 bits.
    public var word: UInt64? {
        if case .word(let word) = value { word } else { nil }
    }

    /// The number in decimal, in ASCII.
    public var digits: [UInt8] {
        switch value {
        case .word(let word): Array(String(word).utf8)
        case .digits(let digits): digits
        }
    }

    /// The number as it is in a block.
    public var text: CanonicalText { CanonicalText(uncheckedBytes: digits) }

    /// The number in decimal.
    public var description: String { String(decoding: digits, as: UTF8.self) }
}
