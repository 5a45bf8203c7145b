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
