/// One JSON text, read strictly and kept whole.
///
/// The text is UTF-8 without a byte order mark and holds one value with white space around it. Refused are,
/// besides what is no JSON: NaN, infinities and numbers that round to one, integers of more than 4,300
/// digits, and more than 1,000 levels. Reading takes time linear in the text, plus the sorting of keys, and
/// up to 20 bytes of memory for each byte of text at worst.
public struct JSONDocument: Sendable {
    /// How many arrays and objects may lie inside each other; CPython's recursion limit refuses deeper ones.
    public static let maximumDepth = 1_000
    /// How many digits an integer may have, its sign not counted; CPython's own limit.
    public static let maximumIntegerDigits = 4_300
    /// How long a text may be, in bytes: places in it are kept in 32 bits.
    public static let maximumBytes = Int(UInt32.max)

    private let tree: JSONTree

    /// Reads a whole text.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        try self.init(parsing: bytes, in: bytes.indices)
    }

    /// Reads a part of an array as a whole text; offsets in errors count from the part's start.
    public init(parsing bytes: ArraySlice<UInt8>) throws(JSONError) {
        try self.init(parsing: Array(bytes))
    }

    /// Reads one value that was cut out of a larger text.
    ///
    /// - Parameters:
    ///   - range: the part of `bytes` to read.
    ///   - offset: where that part begins in the larger text, for errors.
    ///   - depth: how many arrays and objects of the larger text the value lies in.
    init(
        parsing bytes: [UInt8], in range: Range<Int>, offset: Int = 0, depth: Int = 0
    ) throws(JSONError) {
        guard bytes.count <= Self.maximumBytes else {
            throw JSONError(offset: offset + Self.maximumBytes, reason: .tooLong)
        }
        var reader = JSONReader(source: bytes, range: range, offset: offset, depth: depth)
        tree = try reader.readTree()
    }

    /// The text's one value.
    public var root: JSONValue { JSONValue(tree: tree, index: 0) }
}
