internal import Chain
internal import Wording

/// Reads one JSON object as it arrives, of which some members are arrays of any length.
///
/// It holds one piece at a time, so the answer to `GET /chain` takes as much memory as its largest block. The inside of
/// an element isn't parsed.
struct ObjectReader: Sendable {
    /// The maximum size of an element, or of another member's value, in bytes: the limit of a block.
    static let maximumPieceBytes = ChainReader.maximumBlockBytes

    /// The maximum total size of all other members, in bytes: the verdicts on 128 peers take a few kilobytes.
    static let maximumMemberBytes = 1 << 20

    private var stream: ObjectStream
    private var key = ""

    /// All members except the long arrays, so far; if one is repeated, the last one counts.
    private(set) var members: [String: JSONValue] = [:]

    /// The long arrays that have arrived, or have begun to.
    private(set) var foundArrays: Set<String> = []

    /// Makes a reader.
    ///
    /// - Parameter arrays: the members whose elements are returned one by one.
    init(arrays: Set<String>) {
        stream = ObjectStream(
            arrays: arrays, maximumElementBytes: Self.maximumPieceBytes, maximumMemberBytes: Self.maximumMemberBytes)
    }

    /// Takes the next bytes, however they were split, and returns the elements that end in them, in order.
    mutating func read(_ chunk: [UInt8]) throws(ObjectFault) -> [[UInt8]] {
        var elements: [[UInt8]] = []
        var index = 0
        do throws(ObjectStream.Fault) {
            while let event = try stream.next(in: chunk, from: &index) {
                switch event {
                case .key(let key, let length):
                    self.key = key
                    stream.maximumMemberBytes -= length
                case .value(let piece):
                    members[key] = try piece.parsedCopy()
                    stream.maximumMemberBytes -= piece.range.count
                case .array: foundArrays.insert(key)
                case .comma: break
                case .element(let piece): elements.append(Array(piece.bytes[piece.range]))
                }
            }
        } catch {
            throw ObjectFault(error)
        }
        return elements
    }

    /// Declares the end of the input.
    func finish() throws(ObjectFault) {
        guard stream.isComplete else { throw ObjectFault(.clientAnswerTooEarly) }
    }
}

/// Why bytes aren't the expected object, as half a sentence.
struct ObjectFault: Error, Hashable, Sendable, Stated {
    let statement: Statement

    init(_ statement: Statement) {
        self.statement = statement
    }

    init(_ code: Statement.Code) {
        self.init(Statement(code))
    }

    init(_ code: Statement.Code, about problem: some Stated) {
        self.init(Statement(code, ["problem": .statement(problem.statement)]))
    }

    fileprivate init(_ fault: ObjectStream.Fault) {
        switch fault {
        case .notAnObject: self.init(.clientAnswerNoObject)
        case .notJSON(let error): self.init(.clientAnswerNoJSON, about: error)
        case .tooLong: self.init(.clientAnswerPartTooLong)
        }
    }
}
