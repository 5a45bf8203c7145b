internal import Chain

/// Reads one JSON object as it arrives, of which some members are arrays of any length.
///
/// It holds one piece at a time: a key, an element of such an array, or the value of another member. So the answer to
/// `GET /chain` takes as much memory as its largest block. The inside of an element isn't parsed.
struct ObjectReader: Sendable {
    /// The maximum size of an element, or of another member's value, in bytes: the limit of a block.
    static let maximumPieceBytes = ChainReader.maximumBlockBytes

    /// The maximum total size of all other members, in bytes: the verdicts on 128 peers take a few kilobytes.
    static let maximumMemberBytes = 1 << 20

    private enum Expectation {
        case object, firstKey, key, colon, value, memberEnd, firstElement, element, elementEnd, nothing
    }

    private enum Piece { case key, value, element }

    private let arrays: Set<String>
    private var expectation = Expectation.object
    private var key = ""
    private var piece: Piece?
    private var scanner = JSONPieceScanner(firstByte: 0, depth: 0)
    /// The start of the piece, from earlier chunks.
    private var held: [UInt8] = []
    private var memberBytes = 0
    private var earlierBytes = 0

    /// Elements that this chunk has completed.
    private var elements: [[UInt8]] = []

    /// All members except the long arrays, so far; if one is repeated, the last one counts.
    private(set) var members: [String: JSONValue] = [:]

    /// The long arrays that have arrived, or have begun to.
    private(set) var foundArrays: Set<String> = []

    /// Makes a reader.
    ///
    /// - Parameter arrays: the members whose elements are returned one by one.
    init(arrays: Set<String>) {
        self.arrays = arrays
    }

    /// Takes the next bytes, however they were split, and returns the elements that end in them, in order.
    mutating func read(_ chunk: [UInt8]) throws(ObjectFault) -> [[UInt8]] {
        elements = []
        var index = 0
        while index < chunk.count {
            if let piece {
                index = try take(piece, of: chunk, from: index)
            } else if [0x20, 0x09, 0x0A, 0x0D].contains(chunk[index]) {
                index += 1
            } else if try step(over: chunk[index], at: earlierBytes + index) {
                index += 1
            }
        }
        earlierBytes += chunk.count
        defer { elements = [] }
        return elements
    }

    /// Declares the end of the input.
    func finish() throws(ObjectFault) {
        guard expectation == .nothing else { throw ObjectFault("it ends too early") }
    }

    /// Steps over a delimiter and returns true, or begins a piece with this byte and returns false.
    private mutating func step(over byte: UInt8, at offset: Int) throws(ObjectFault) -> Bool {
        switch (expectation, byte) {
        case (.object, UInt8(ascii: "{")): expectation = .firstKey
        case (.firstKey, UInt8(ascii: "}")), (.memberEnd, UInt8(ascii: "}")): expectation = .nothing
        case (.firstKey, UInt8(ascii: "\"")), (.key, UInt8(ascii: "\"")): return begin(.key, with: byte)
        case (.colon, UInt8(ascii: ":")): expectation = .value
        case (.value, UInt8(ascii: "[")) where arrays.contains(key):
            foundArrays.insert(key)
            expectation = .firstElement
        case (.memberEnd, UInt8(ascii: ",")): expectation = .key
        case (.firstElement, UInt8(ascii: "]")), (.elementEnd, UInt8(ascii: "]")): expectation = .memberEnd
        case (.elementEnd, UInt8(ascii: ",")): expectation = .element
        case (.value, _): return begin(.value, with: byte)
        case (.firstElement, _), (.element, _): return begin(.element, with: byte)
        default: throw ObjectFault("byte \(offset) is no JSON object's")
        }
        return true
    }

    private mutating func begin(_ piece: Piece, with byte: UInt8) -> Bool {
        self.piece = piece
        scanner = JSONPieceScanner(firstByte: byte, depth: piece == .element ? 2 : 1)
        return false
    }

    /// Takes the part of the piece that is in the chunk, and returns where to continue.
    private mutating func take(_ piece: Piece, of chunk: [UInt8], from start: Int) throws(ObjectFault) -> Int {
        let end: Int?
        do throws(JSONPieceScanner.TooDeep) {
            end = try scanner.end(in: chunk, from: start)
        } catch {
            throw ObjectFault("it is nested too deep")
        }
        held += chunk[start..<(end ?? chunk.count)]
        let maximum = piece == .element ? Self.maximumPieceBytes : Self.maximumMemberBytes - memberBytes
        guard held.count <= maximum else { throw ObjectFault("a part of it is longer than a node's") }
        guard let end else { return chunk.count }
        guard end > start || held.count > 0 else { throw ObjectFault("a value is missing") }
        try finish(piece)
        return end
    }

    private mutating func finish(_ piece: Piece) throws(ObjectFault) {
        let bytes = held
        (held, self.piece) = ([], nil)
        guard piece != .element else {
            elements.append(bytes)
            expectation = .elementEnd
            return
        }
        memberBytes += bytes.count
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONDocument(parsing: bytes).root
        } catch {
            throw ObjectFault("it is no JSON: \(error.reason)")
        }
        if piece == .key {
            key = value.string ?? ""
            expectation = .colon
        } else {
            members[key] = value
            expectation = .memberEnd
        }
    }
}

/// Why bytes aren't the expected object, as half a sentence.
struct ObjectFault: Error, Hashable, Sendable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
