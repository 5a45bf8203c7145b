/// One JSON text, parsed strictly and kept whole.
///
/// The text is UTF-8 without a byte order mark, and contains one value with optional white space around it. Besides
/// invalid JSON, these are refused: NaN, infinities and numbers that round to one, integers of more than 4,300 digits,
/// and more than 1,000 levels. Parsing takes time linear in the text, plus the sorting of keys, and at worst 20 bytes
/// of memory for each byte of text.
public struct JSONDocument: Sendable {
    /// How deep arrays and objects may nest; CPython's recursion limit refuses deeper ones.
    public static let maximumDepth = 1_000
    /// How many digits an integer may have, without its sign; the same limit as CPython's.
    public static let maximumIntegerDigits = 4_300
    /// How long a text may be, in bytes: positions in it are 32-bit.
    public static let maximumBytes = Int(UInt32.max)

    private let tree: JSONTree

    /// Parses a whole text.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        try self.init(parsing: bytes, in: bytes.indices)
    }

    /// Parses part of an array as a whole text; offsets in errors count from the part's start.
    public init(parsing bytes: ArraySlice<UInt8>) throws(JSONError) {
        try self.init(parsing: Array(bytes))
    }

    /// Parses one value that was cut out of a larger text.
    ///
    /// - Parameters:
    ///   - range: the part of `bytes` to parse.
    ///   - offset: where that part begins in the larger text, for errors.
    ///   - depth: how many arrays and objects of the larger text contain the value.
    init(
        parsing bytes: [UInt8], in range: Range<Int>, offset: Int = 0, depth: Int = 0
    ) throws(JSONError) {
        guard bytes.count <= Self.maximumBytes else {
            throw JSONError(offset: offset + Self.maximumBytes, reason: .tooLong)
        }
        var reader = JSONReader(source: bytes, range: range, offset: offset, depth: depth)
        tree = try reader.readTree()
    }

    /// The text's only value.
    public var root: JSONValue { JSONValue(tree: tree, index: 0) }
}

// MARK: - Values

/// A value inside a ``JSONDocument``: a cursor, cheap to copy.
public struct JSONValue: Sendable {
    /// The kind of a value. Unlike JSON itself, integers and doubles are distinguished by spelling, as in CPython.
    public enum Kind: Hashable, Sendable {
        /// The literal `null`.
        case null
        /// `true` or `false`.
        case boolean
        /// A number without point and exponent.
        case integer
        /// A number with a point or an exponent.
        case double
        /// A string.
        case string
        /// An array.
        case array
        /// An object.
        case object
    }

    let tree: JSONTree
    let index: Int

    private var token: JSONToken { tree.tokens[index] }

    /// The kind of the value.
    public var kind: Kind {
        switch token.kind {
        case .null: .null
        case .true, .false: .boolean
        case .integer: .integer
        case .double: .double
        case .printableString, .sourceString, .decodedString: .string
        case .array: .array
        case .object: .object
        }
    }

    /// The value of a member, or nil if there is none or this isn't an object. Takes time logarithmic in the number of
    /// members.
    public subscript(key: String) -> JSONValue? {
        let token = token
        guard token.kind == .object else { return nil }
        var (lower, upper) = (Int(token.lower), Int(token.upper))
        while lower < upper {
            let middle = (lower + upper) / 2
            let member = Int(tree.children[middle])
            let order = tree.characters(of: tree.tokens[member]).order(before: key.utf8)
            if order == 0 { return JSONValue(tree: tree, index: member + 1) }
            if order < 0 {
                lower = middle + 1
            } else {
                upper = middle
            }
        }
        return nil
    }

    /// How many members an object has, or nil if this isn't one.
    package var memberCount: Int? { token.kind == .object ? token.range.count : nil }

    /// The keys of an object's first members, by their order, as far as they are text; none if this isn't one.
    package func memberKeys(atMost count: Int) -> [String] {
        let token = token
        guard token.kind == .object else { return [] }
        return tree.children[token.range].prefix(count).compactMap { child in
            String(validating: tree.characters(of: tree.tokens[Int(child)]), as: UTF8.self)
        }
    }

    /// The values of an object's members, by the order of their keys; none if this isn't one.
    var memberValues: [JSONValue] {
        let token = token
        guard token.kind == .object else { return [] }
        return tree.children[token.range].map { JSONValue(tree: tree, index: Int($0) + 1) }
    }

    /// The elements in order, or nil if this isn't an array.
    public var elements: JSONElements? {
        token.kind == .array ? JSONElements(tree: tree, range: token.range) : nil
    }

    /// The string, or nil if this isn't one or contains lone surrogates, which no Swift string can.
    public var string: String? {
        characters.flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// A string's UTF-8, in which lone surrogates are three bytes each; nil if this isn't a string.
    var characters: ArraySlice<UInt8>? {
        token.isString ? tree.characters(of: token) : nil
    }

    /// The boolean, or nil if this isn't one.
    public var boolean: Bool? {
        switch token.kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// The integer from 0 to 2^64-1, or nil if this isn't one.
    public var unsignedInteger: UInt64? { fixedWidthInteger() }

    /// The integer, or nil if this isn't one or it doesn't fit.
    public var integer: Int? { fixedWidthInteger() }

    /// The double, or nil if this isn't one; integers aren't.
    var double: Double? { token.kind == .double ? token.double : nil }

    /// Whether this is an integer or a double; booleans are neither.
    public var isNumber: Bool { token.kind == .integer || token.kind == .double }

    /// Whether this is a number below zero; `-0` and `-0.0` aren't.
    public var isNegative: Bool {
        switch token.kind {
        case .integer: tree.source[Int(token.lower)] == UInt8(ascii: "-")
        case .double: token.double < 0
        default: false
        }
    }

    /// The output of CPython's `json.dumps(value, sort_keys=True)`. Takes time linear in the value.
    public var canonicalText: CanonicalText { CanonicalWriter.text(of: self) }

    private func fixedWidthInteger<Integer: FixedWidthInteger>() -> Integer? {
        let token = token
        // The longest that fits has 20 characters, so a longer one need not be parsed.
        guard token.kind == .integer, token.range.count <= 20 else { return nil }
        return Integer(String(decoding: tree.source[token.range], as: UTF8.self))
    }
}

/// The elements of a JSON array.
public struct JSONElements: RandomAccessCollection, Sendable {
    let tree: JSONTree
    let range: Range<Int>

    /// Always 0.
    public var startIndex: Int { 0 }
    /// The number of elements.
    public var endIndex: Int { range.count }

    /// The element at a position.
    public subscript(position: Int) -> JSONValue {
        precondition(position >= 0 && position < range.count, "no element at \(position)")
        return JSONValue(tree: tree, index: Int(tree.children[range.lowerBound + position]))
    }
}

extension ArraySlice<UInt8> {
    /// Below 0, 0 or above 0, by the first byte that differs.
    fileprivate func order(before other: String.UTF8View) -> Int {
        var index = startIndex
        for byte in other {
            guard index < endIndex else { return -1 }
            let difference = Int(self[index]) - Int(byte)
            if difference != 0 { return difference }
            index += 1
        }
        return endIndex - index
    }
}
