/// Reads one JSON object as it arrives, one piece at a time: a key, an element of a long array, or the value of another
/// member.
///
/// It holds at most one piece, up to a limit, so the arrays may have any length. It checks everything between the
/// pieces and parses the keys; the caller parses the other pieces.
package struct ObjectStream: Sendable {
    /// What was read.
    package enum Event {
        /// A key, and its length in bytes; its value comes next.
        case key(String, length: Int)
        /// The value of the last key, unless it is a long array.
        case value(Piece)
        /// The beginning of a long array, the value of the last key.
        case array
        /// A comma in the array: another element comes next.
        case comma
        /// An element of the array.
        case element(Piece)
    }

    /// A value as it was sent.
    package struct Piece {
        /// The chunk that has the value, or the value alone if it came in several chunks.
        package let bytes: [UInt8]
        package let range: Range<Int>
        /// Whether it came in several chunks.
        let wasHeld: Bool
        /// Its position in the object's text.
        let offset: Int
        /// How many arrays and objects it lies in.
        fileprivate let depth: Int

        /// The value, which keeps all of ``bytes`` in memory.
        func parsed() throws(Fault) -> JSONValue {
            do {
                return try JSONDocument(parsing: bytes, in: range, offset: offset, depth: depth).root
            } catch {
                throw .notJSON(error)
            }
        }

        /// The value, which keeps only a copy of its own bytes in memory.
        package func parsedCopy() throws(Fault) -> JSONValue {
            let bytes = Array(bytes[range])
            return try Piece(bytes: bytes, range: bytes.indices, wasHeld: wasHeld, offset: offset, depth: depth)
                .parsed()
        }
    }

    /// Why the text was refused.
    package enum Fault: Error {
        /// It begins like JSON of another kind.
        case notAnObject(offset: Int)
        /// It is not JSON.
        case notJSON(JSONError)
        /// A piece is longer than its limit.
        case tooLong(isElement: Bool)
    }

    /// What may come next, outside of pieces.
    private enum Expectation {
        case object, firstKey, key, colon, value, memberEnd, firstElement, element, elementEnd, nothing
    }

    /// The kind of the piece being read.
    private enum Kind {
        case key, value, element

        /// How many arrays and objects it lies in.
        var depth: Int { self == .element ? 2 : 1 }
    }

    /// Each array of what is held has at least this many bytes, except the last: single bytes would take 50 times as
    /// much.
    private static let leastHeldBytes = 64 * 1024

    /// The members whose arrays are returned element by element.
    private let arrays: Set<String>
    /// The maximum size of an element, in bytes.
    private let maximumElementBytes: Int
    /// The maximum size of each further key, and of the value of each further member, in bytes.
    package var maximumMemberBytes: Int

    private var expectation = Expectation.object
    /// Whether the text is the long array itself.
    private let isArray: Bool
    private var key = ""
    private var kind: Kind?
    private var scanner = JSONPieceScanner(firstByte: 0, depth: 0)
    /// The start of the piece, from earlier chunks. Not in one array: that would take up to twice as much as it has.
    private var held: [[UInt8]] = []
    /// How long that is, in bytes.
    package private(set) var heldBytes = 0
    /// The position where the piece begins.
    private var pieceOffset = 0
    /// The length of all chunks before the present one.
    package private(set) var earlierBytes = 0

    /// Makes a stream before its first byte.
    package init(arrays: Set<String>, maximumElementBytes: Int, maximumMemberBytes: Int) {
        self.arrays = arrays
        self.maximumElementBytes = maximumElementBytes
        self.maximumMemberBytes = maximumMemberBytes
        isArray = false
    }

    /// Makes a stream of a long array that is in no object.
    init(ofArrayWithElementsOf maximumElementBytes: Int) {
        (arrays, self.maximumElementBytes, maximumMemberBytes) = ([""], maximumElementBytes, 0)
        (isArray, expectation) = (true, .value)
    }

    /// Whether the object has ended.
    package var isComplete: Bool { expectation == .nothing }

    /// Reads a chunk from an index up to the next event, and moves the index after it. Returns nil at the end of the
    /// chunk: then the next chunk must follow.
    package mutating func next(in chunk: [UInt8], from index: inout Int) throws(Fault) -> Event? {
        while index < chunk.count {
            if let kind {
                guard let piece = try readPiece(kind, of: chunk, from: &index) else { break }
                return try finish(kind, piece)
            }
            if chunk[index].isJSONWhitespace {
                index += 1
            } else if try step(over: chunk[index], at: earlierBytes + index) {
                index += 1
                if expectation == .firstElement { return .array }
                if expectation == .element { return .comma }
            }
        }
        earlierBytes += chunk.count
        return nil
    }
}

// MARK: - Elements that the caller reads

extension ObjectStream {
    /// Whether an element may begin at an index of the chunk, which this moves over white space.
    func isAtElement(in chunk: [UInt8], from index: inout Int) -> Bool {
        guard kind == nil, expectation == .firstElement || expectation == .element else { return false }
        while index < chunk.count, chunk[index].isJSONWhitespace { index += 1 }
        return index < chunk.count
    }

    /// The caller has read one or more elements, with the commas between them.
    mutating func skipElements() {
        expectation = .elementEnd
    }
}

// MARK: - Between pieces

extension ObjectStream {
    /// Steps over a delimiter and returns true, or begins a piece with this byte and returns false.
    private mutating func step(over byte: UInt8, at offset: Int) throws(Fault) -> Bool {
        switch (expectation, byte) {
        case (.object, UInt8(ascii: "{")): expectation = .firstKey
        case (.firstKey, UInt8(ascii: "}")), (.memberEnd, UInt8(ascii: "}")): expectation = .nothing
        case (.firstKey, UInt8(ascii: "\"")), (.key, UInt8(ascii: "\"")): return begin(.key, with: byte, at: offset)
        case (.colon, UInt8(ascii: ":")): expectation = .value
        case (.value, UInt8(ascii: "[")) where arrays.contains(key): expectation = .firstElement
        case (.memberEnd, UInt8(ascii: ",")): expectation = .key
        case (.firstElement, UInt8(ascii: "]")), (.elementEnd, UInt8(ascii: "]")):
            expectation = isArray ? .nothing : .memberEnd
        case (.elementEnd, UInt8(ascii: ",")): expectation = .element
        case (.value, _) where !byte.endsValue: return begin(.value, with: byte, at: offset)
        case (.firstElement, _) where !byte.endsValue, (.element, _) where !byte.endsValue:
            return begin(.element, with: byte, at: offset)
        default: throw unexpected(byte, at: offset)
        }
        return true
    }

    private func unexpected(_ byte: UInt8, at offset: Int) -> Fault {
        let reason: JSONError.Reason
        switch expectation {
        case .object:
            if "[\"-0123456789tfn".utf8.contains(byte) { return .notAnObject(offset: offset) }
            reason = byte == 0xEF ? .byteOrderMark : .expectedValue
        case .firstKey, .key: reason = .expectedKey
        case .colon: reason = .expectedColon
        case .value, .firstElement, .element: reason = .expectedValue
        case .memberEnd, .elementEnd: reason = .expectedCommaOrEnd
        case .nothing: reason = .textAfterValue
        }
        return .notJSON(JSONError(offset: offset, reason: reason))
    }
}

// MARK: - Pieces

extension ObjectStream {
    private mutating func begin(_ kind: Kind, with byte: UInt8, at offset: Int) -> Bool {
        self.kind = kind
        scanner = JSONPieceScanner(firstByte: byte, depth: kind.depth)
        pieceOffset = offset
        return false
    }

    /// Takes the part of the piece that is in the chunk, and moves the index to its end; nil if the piece continues.
    private mutating func readPiece(
        _ kind: Kind, of chunk: [UInt8], from index: inout Int
    ) throws(Fault) -> Piece? {
        let start = index
        let end: Int?
        do {
            end = try scanner.end(in: chunk, from: start)
        } catch {
            throw .notJSON(JSONError(offset: earlierBytes + error.index, reason: .tooDeep))
        }
        let maximum = kind == .element ? maximumElementBytes : maximumMemberBytes
        guard heldBytes + (end ?? chunk.count) - start <= maximum else {
            throw .tooLong(isElement: kind == .element)
        }
        guard let end else {
            hold(chunk[start...])
            return nil
        }
        index = end
        self.kind = nil
        let wasHeld = heldBytes > 0
        var (bytes, range) = (chunk, start..<end)
        if wasHeld {
            bytes = joined(with: chunk[range])
            range = bytes.indices
        }
        return Piece(bytes: bytes, range: range, wasHeld: wasHeld, offset: pieceOffset, depth: kind.depth)
    }

    private mutating func hold(_ part: ArraySlice<UInt8>) {
        heldBytes += part.count
        if let last = held.indices.last, held[last].count < Self.leastHeldBytes {
            held[last] += part
        } else {
            held.append(Array(part))
        }
    }

    /// What was held, and the end of the piece.
    private mutating func joined(with end: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(heldBytes + end.count)
        for part in held { bytes += part }
        bytes += end
        held = []
        heldBytes = 0
        return bytes
    }

    private mutating func finish(_ kind: Kind, _ piece: Piece) throws(Fault) -> Event {
        switch kind {
        case .key:
            key = try piece.parsed().string ?? ""
            expectation = .colon
            return .key(key, length: piece.range.count)
        case .value:
            expectation = .memberEnd
            return .value(piece)
        case .element:
            expectation = .elementEnd
            return .element(piece)
        }
    }
}

// MARK: - Where a piece ends

/// Finds the end of a JSON value in a text that arrives in chunks.
///
/// It knows only strings, escapes and brackets, which is enough to cut out a value. Whether the piece is valid JSON is
/// for `JSONReader` to say.
private struct JSONPieceScanner {
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
    init(firstByte: UInt8, depth: Int) {
        availableDepth = JSONDocument.maximumDepth - depth
        switch firstByte {
        case UInt8(ascii: "\""), UInt8(ascii: "["), UInt8(ascii: "{"): position = .brackets
        default: position = .scalar
        }
    }

    /// Where in the chunk the value ends, or nil if it continues after the chunk.
    mutating func end(in chunk: [UInt8], from start: Int) throws(TooDeep) -> Int? {
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
    struct TooDeep: Error {
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
