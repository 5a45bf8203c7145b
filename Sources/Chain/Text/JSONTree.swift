/// One value, or one object key, of a parsed text.
///
/// The meaning of `lower` and `upper` depends on the kind. At 32 bits each, a token takes 12 bytes; a hostile text of
/// `[0,0,0,...` makes one for every two bytes.
struct JSONToken {
    enum Kind: UInt8 {
        case null, `true`, `false`
        /// `lower..<upper` are its characters in the source.
        case integer
        /// `upper` and `lower` are the two halves of the double's bit pattern.
        case double
        /// `lower..<upper` are in the source; all are ASCII characters that canonical text leaves unchanged.
        case printableString
        /// `lower..<upper` are in the source, without escapes.
        case sourceString
        /// `lower..<upper` are in `JSONTree.decoded`, because the source had escapes.
        case decodedString
        /// `lower..<upper` are in `JSONTree.children`: the elements' tokens, in order.
        case array
        /// `lower..<upper` are in `JSONTree.children`: the keys' tokens, sorted and unique, each followed by its
        /// value's.
        case object
    }

    let kind: Kind
    var lower: UInt32
    var upper: UInt32

    init(_ kind: Kind, _ range: Range<Int> = 0..<0) {
        self.kind = kind
        lower = UInt32(range.lowerBound)
        upper = UInt32(range.upperBound)
    }

    init(_ double: Double) {
        kind = .double
        lower = UInt32(truncatingIfNeeded: double.bitPattern)
        upper = UInt32(truncatingIfNeeded: double.bitPattern >> 32)
    }

    var range: Range<Int> { Int(lower)..<Int(upper) }
    var double: Double { Double(bitPattern: UInt64(upper) << 32 | UInt64(lower)) }
    var isString: Bool { kind == .printableString || kind == .sourceString || kind == .decodedString }
}

/// A parsed text as flat arrays; token 0 is the root.
///
/// Nothing here nests, so freeing a deep value needs no deep call stack. A class of constants, so that a cursor into it
/// costs one reference count instead of four.
final class JSONTree: Sendable {
    let source: [UInt8]
    /// How much of the source the text takes.
    let sourceLength: Int
    /// The strings that had escapes, in UTF-8 that may contain lone surrogates as three bytes each. The order of its
    /// bytes is the order of code points.
    let decoded: [UInt8]
    let tokens: [JSONToken]
    let children: [UInt32]

    init(source: [UInt8], sourceLength: Int, decoded: [UInt8], tokens: [JSONToken], children: [UInt32]) {
        self.source = source
        self.sourceLength = sourceLength
        self.decoded = decoded
        self.tokens = tokens
        self.children = children
    }

    /// The characters of a string token.
    func characters(of token: JSONToken) -> ArraySlice<UInt8> {
        token.kind == .decodedString ? decoded[token.range] : source[token.range]
    }
}
