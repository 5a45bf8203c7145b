/// Reads a chain from files, in whatever way somebody saved it.
///
/// ``ChainReader`` reads one kind of answer. This takes what ends up in files at home, in every encoding that Python
/// takes for JSON:
/// - an object that has an array of blocks, such as any node's answer; its key is one of ``chainKeys``, or if it is of
///   at most ``ChainReader/maximumBlockBytes``, any key at all, also deeper inside;
/// - an array of blocks;
/// - blocks one behind the other, with or without what a node answers around each.
///
/// Several of these may follow each other, in one file or in several. What begins with a first block begins another
/// chain, and anything else continues the last one, as the pages of a list do. The best valid chain is the result.
public struct SavedChainReader: Sendable {
    /// The keys that hold a chain of any length.
    public static let chainKeys: Set = ["chain", "new_chain", "blocks", "blockchain"]

    /// The maximum size of a file, in bytes of UTF-8.
    public static let maximumBytes = ChainReader.maximumBytes

    /// How many keys are remembered of a file without a chain.
    private static let maximumKeys = 12
    /// How much is remembered of a file's beginning, in bytes.
    private static let startBytes = 4_096

    private let maximumFileBytes: Int
    private var collector: ChainCollector
    private var decoder = TextDecoder()
    private var value: OuterValue?
    /// The size of the file before the present chunk.
    private var earlierBytes = 0
    private var isOver = false
    private var hasValue = false
    private var hasFound = false
    private var hasEmptyArray = false
    private var contents = SavedContents()
    private var faults: [Int: SavedFault] = [:]

    /// Makes a reader before the first file.
    public init(rules: Rules, maximumFileBytes: Int = SavedChainReader.maximumBytes) {
        self.maximumFileBytes = maximumFileBytes
        collector = ChainCollector(rules: rules)
        collector.file = -1
    }

    /// Whether more of this file is of use: it isn't after a fault.
    public var wantsMore: Bool { !isOver }

    /// Begins the next file.
    public mutating func beginFile() {
        collector.file += 1
        (decoder, value, earlierBytes, isOver) = (TextDecoder(), nil, 0, false)
        (hasValue, hasFound, hasEmptyArray, contents) = (false, false, false, SavedContents())
    }

    /// Takes the next bytes of the file, however it was split.
    public mutating func read(_ bytes: [UInt8]) {
        guard wantsMore else { return }
        checkFile { reader throws(ChainError) in try reader.take(reader.decoder.text(of: bytes)) }
    }

    /// Declares the file complete.
    public mutating func endFile() {
        if wantsMore {
            checkFile { reader throws(ChainError) in
                try reader.take(reader.decoder.rest())
                try reader.checkEnd()
            }
        }
        (value, isOver) = (nil, true)
        if faults[collector.file] == nil { faults[collector.file] = SavedFault(nil, contents) }
    }

    /// Declares everything complete, and returns what was found.
    public mutating func finish() -> SavedChains {
        collector.finish()
        for (file, error) in collector.faults where faults[file]?.error == nil {
            faults[file] = SavedFault(error, faults[file]?.contents ?? SavedContents())
        }
        return SavedChains(best: collector.best, faults: faults.filter { $0.value.error != nil })
    }

    private mutating func checkFile(_ body: (inout Self) throws(ChainError) -> Void) {
        do throws(ChainError) {
            try body(&self)
        } catch {
            isOver = true
            collector.abandon(error)
            faults[collector.file] = SavedFault(collector.faults[collector.file] ?? error, contents)
        }
    }

    private func checkEnd() throws(ChainError) {
        guard value == nil, hasValue else {
            throw .notJSON(JSONError(offset: earlierBytes, reason: .unexpectedEnd))
        }
        // The last page of a list may have nothing.
        guard hasFound || hasEmptyArray && collector.hasBegun else { throw hasEmptyArray ? .empty : .noChain }
    }
}

extension TextDecoder {
    fileprivate mutating func text(of bytes: [UInt8]) throws(ChainError) -> [UInt8] {
        do throws(JSONError) { return try utf8(of: bytes) } catch { throw .notJSON(error) }
    }

    fileprivate mutating func rest() throws(ChainError) -> [UInt8] {
        do throws(JSONError) { return try finish() } catch { throw .notJSON(error) }
    }
}

// MARK: - Values one behind the other

/// A value that is in no other one.
private struct OuterValue {
    var stream: ObjectStream
    /// Where the chunk in which it began stands in the file, and where it began.
    let base: Int
    let offset: Int
    /// Its text, unless it has an array of blocks.
    var text: [UInt8]?
    /// Whether an array of blocks begins with the next piece.
    var isBeforeFirst = false
}

extension SavedChainReader {
    private mutating func take(_ text: [UInt8]) throws(ChainError) {
        guard earlierBytes + text.count <= maximumFileBytes else { throw .tooLong(maximumBytes: maximumFileBytes) }
        contents.start += text.prefix(Self.startBytes - contents.start.count)
        var (index, isThrough) = (0, text.isEmpty)
        while !isThrough {
            if value == nil {
                while index < text.count, text[index].isJSONWhitespace { index += 1 }
                guard index < text.count else { break }
                try begin(with: text[index], at: index)
            }
            isThrough = try advance(in: text, from: &index)
        }
        earlierBytes += text.count
    }

    private mutating func begin(with byte: UInt8, at index: Int) throws(ChainError) {
        let (maximum, offset) = (ChainReader.maximumBlockBytes, earlierBytes + index)
        let stream: ObjectStream
        switch byte {
        case UInt8(ascii: "{"):
            stream = ObjectStream(arrays: Self.chainKeys, maximumElementBytes: maximum, maximumMemberBytes: maximum)
        case UInt8(ascii: "["): stream = ObjectStream(ofArrayWithElementsOf: maximum)
        default:
            let reason = hasFound ? JSONError.Reason.textAfterValue : .expectedValue
            throw .notJSON(JSONError(offset: offset, reason: reason))
        }
        hasValue = true
        value = OuterValue(stream: stream, base: earlierBytes, offset: offset, text: [])
    }

    /// Reads the value up to its next event, or to its end. Returns whether the chunk is read through: a stream has to
    /// be asked for events until it has none.
    private mutating func advance(in text: [UInt8], from index: inout Int) throws(ChainError) -> Bool {
        guard var value else { return true }
        self.value = nil
        let start = index
        var event: ObjectStream.Event?
        do throws(ObjectStream.Fault) {
            event = try value.stream.next(in: text, from: &index)
            // A piece that goes on takes the rest of the chunk.
            if event == nil { index = text.count }
        } catch {
            // What follows the value is another one.
            guard case .notJSON(let json) = error, json.reason == .textAfterValue, value.stream.isComplete else {
                throw chainError(error, in: value)
            }
        }
        try retain(text[start..<index], in: &value)
        if let event {
            try take(event, of: &value)
        } else if value.stream.isComplete {
            try end(value)
            return index == text.count
        }
        self.value = value
        return event == nil
    }

    private func retain(_ part: ArraySlice<UInt8>, in value: inout OuterValue) throws(ChainError) {
        guard let count = value.text?.count else { return }
        guard count + part.count <= ChainReader.maximumBlockBytes else {
            throw .memberTooLong(maximumBytes: ChainReader.maximumBlockBytes)
        }
        value.text? += part
    }

    private mutating func take(_ event: ObjectStream.Event, of value: inout OuterValue) throws(ChainError) {
        switch event {
        case .key(let key, _):
            if contents.keys.count < Self.maximumKeys, !contents.keys.contains(key) { contents.keys.append(key) }
        case .value(let piece): _ = try parsed(piece, of: value)
        case .array:
            (value.text, value.isBeforeFirst, hasEmptyArray) = (nil, true, true)
        case .comma: break
        case .element(let piece):
            if value.isBeforeFirst {
                let first = try parsed(piece, of: value)
                let inner = first.isLikeABlock ? [] : first.savedBlocks()
                guard inner.isEmpty else { return take(inner, at: value.base + piece.offset) }
                collector.begin(at: first["index"]?.integer)
            }
            (value.isBeforeFirst, hasFound) = (false, true)
            collector.take(piece.bytes[piece.range], at: value.base + piece.offset)
        }
    }

    /// At its end, a value without an array of blocks is one itself, or has one somewhere inside.
    private mutating func end(_ value: OuterValue) throws(ChainError) {
        guard let text = value.text else { return }
        let blocks = try parsed(text, at: value.offset).savedBlocks()
        guard !blocks.isEmpty else {
            guard !hasFound else { throw .notJSON(JSONError(offset: value.offset, reason: .textAfterValue)) }
            return
        }
        take(blocks, at: value.offset)
    }

    private mutating func take(_ blocks: [JSONValue], at offset: Int) {
        hasFound = true
        collector.begin(at: blocks.first?["index"]?.integer)
        for block in blocks { collector.take(block.canonicalText.bytes[...], at: offset) }
    }

    private func parsed(_ text: [UInt8], at offset: Int) throws(ChainError) -> JSONValue {
        do throws(JSONError) {
            return try JSONDocument(parsing: text, in: text.indices, offset: offset).root
        } catch {
            throw .notJSON(error)
        }
    }

    private func parsed(_ piece: ObjectStream.Piece, of value: OuterValue) throws(ChainError) -> JSONValue {
        do throws(ObjectStream.Fault) { return try piece.parsed() } catch { throw chainError(error, in: value) }
    }

    private func chainError(_ fault: ObjectStream.Fault, in value: OuterValue) -> ChainError {
        switch fault {
        case .notAnObject: .noChain
        case .notJSON(let error): .notJSON(JSONError(offset: value.base + error.offset, reason: error.reason))
        case .tooLong(isElement: true):
            .blockTooLong(height: collector.count + 1, maximumBytes: ChainReader.maximumBlockBytes)
        case .tooLong(isElement: false): .memberTooLong(maximumBytes: ChainReader.maximumBlockBytes)
        }
    }
}

// MARK: - Blocks inside a value

extension JSONValue {
    /// How deep blocks are looked for.
    private static let savedDepth = 4

    /// The blocks that this is or has; none if there are none.
    fileprivate func savedBlocks(depth: Int = 0) -> [JSONValue] {
        if isLikeABlock { return [self] }
        if let elements, elements.first?.isLikeABlock == true { return Array(elements) }
        guard depth < Self.savedDepth else { return [] }
        if let first = elements?.first { return first.savedBlocks(depth: depth + 1) }
        // An object with the blocks by their numbers.
        let members = memberValues
        if members.count > 1, members.allSatisfy(\.isLikeABlock) {
            return members.sorted { ($0["index"]?.integer ?? 0) < ($1["index"]?.integer ?? 0) }
        }
        return members.lazy.map { $0.savedBlocks(depth: depth + 1) }.first { !$0.isEmpty } ?? []
    }

    /// Whether it is meant as a block of the tutorial's format.
    fileprivate var isLikeABlock: Bool {
        self[Block.Key.previousHash.rawValue] != nil && self[Block.Key.proof.rawValue] != nil
            && self[Block.Key.transactions.rawValue] != nil
    }
}
