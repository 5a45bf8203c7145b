/// Finds the end of a JSON value in a text that arrives in chunks.
///
/// It knows only strings, escapes and brackets, which is enough to cut out a value. Whether the piece is valid JSON is
/// for `JSONReader` to say.
package struct JSONPieceScanner {
    private enum Position {
        /// In a number or literal, which ends before the next delimiter.
        case scalar
        /// In brackets, outside of strings.
        case brackets
        case string
        /// After a backslash.
        case escape
    }

    private var position: Position
    private var depth = 0
    /// How many brackets may be open in this piece.
    private let availableDepth: Int

    /// Begins before a value's first byte.
    ///
    /// - Parameter depth: how many arrays and objects contain the value.
    package init(firstByte: UInt8, depth: Int) {
        availableDepth = JSONDocument.maximumDepth - depth
        switch firstByte {
        case UInt8(ascii: "\""), UInt8(ascii: "["), UInt8(ascii: "{"): position = .brackets
        default: position = .scalar
        }
    }

    /// Where in the chunk the value ends, or nil if it continues after the chunk.
    package mutating func end(in chunk: [UInt8], from start: Int) throws(TooDeep) -> Int? {
        var index = start
        while index < chunk.count {
            switch position {
            case .scalar:
                if chunk[index].endsScalar { return index }
                index += 1
            case .brackets:
                let byte = chunk[index]
                index += 1
                switch byte {
                case UInt8(ascii: "\""): position = .string
                case UInt8(ascii: "["), UInt8(ascii: "{"):
                    depth += 1
                    guard depth <= availableDepth else { throw TooDeep(index: index - 1) }
                case UInt8(ascii: "]"), UInt8(ascii: "}"):
                    depth -= 1
                    if depth == 0 { return index }
                default: break
                }
            case .string:
                index = Self.endOfPlainCharacters(in: chunk, from: index)
                guard index < chunk.count else { return nil }
                position = chunk[index] == UInt8(ascii: "\\") ? .escape : .brackets
                index += 1
                if position == .brackets, depth == 0 { return index }
            case .escape:
                position = .string
                index += 1
            }
        }
        return nil
    }

    /// More brackets than allowed; the last one is here.
    package struct TooDeep: Error {
        let index: Int
    }

    private static func endOfPlainCharacters(in chunk: [UInt8], from start: Int) -> Int {
        var index = start
        while index < chunk.count, chunk[index] != UInt8(ascii: "\""), chunk[index] != UInt8(ascii: "\\") {
            index += 1
        }
        return index
    }
}

extension UInt8 {
    /// Whether a number or literal ends before this byte.
    fileprivate var endsScalar: Bool { isJSONWhitespace || endsValue }

    /// Whether a value in an array or object ends before this byte, so that no value can begin with it.
    var endsValue: Bool {
        self == UInt8(ascii: ",") || self == UInt8(ascii: "]") || self == UInt8(ascii: "}")
    }
}
