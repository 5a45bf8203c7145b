/// Reads and validates the answer to `GET /chain` while it arrives.
///
/// The answer is an object whose member `chain` is an array of blocks. The reader cuts out one piece at a
/// time (a key, a block, the value of another member), parses it and drops it, so it holds the chain and
/// one piece. All pieces have to be JSON, and what is between them too; beyond that, members other than
/// `chain` are not looked at.
///
/// A block that breaks a rule ends the reading at once. If `chain` is repeated the last one counts, but
/// those before it have to be valid as well.
///
/// A reader that knows our chain reads two kinds of answers. One is the whole chain of any node. The other is that of a
/// node like this one, which was told ``ChainLocator`` of ours: it says who it is in a member `forgechain`, behind
/// which of our blocks the fork is in `after`, both before `chain`, and `chain` has only the blocks that follow. It
/// has none when the chain is no longer than ours, and `length` says how long it is. Nothing of it is believed: what
/// comes of either answer is a whole chain that is valid. It shares with ours what both have, so that time and memory
/// are those of the new blocks.
public struct ChainReader: Sendable {
    /// How many bytes a block, or any other piece, may have: it is parsed as a whole, and parsing takes up
    /// to 20 times its length in memory.
    public static let maximumBlockBytes = 16 << 20
    /// How many bytes an answer may have, and its blocks as they are kept: about four million small ones.
    public static let maximumBytes = 1 << 30

    /// How many bytes the member `forgechain` may have; what a node says of itself takes some hundred.
    public static let maximumStatusBytes = 4096

    /// The member of an answer in which a node like this one says who it is.
    package static let statusKey = ChainClaims.Member.status.rawValue

    /// How much of a chunk has to be left for its blocks to be read in a run: shorter runs are dearer to keep.
    private static let leastRunBytes = 16 * 1024

    /// What may come next, outside of pieces.
    private enum Expectation {
        case object, firstKey, key, colon, value, memberEnd, firstBlock, block, blockEnd, nothing

        var isBlock: Bool { self == .firstBlock || self == .block }
    }

    /// A member that is looked at.
    private enum Member: Equatable {
        case chain
        case claim(ChainClaims.Member)
    }

    /// What the piece being read is.
    private enum Piece {
        case key, value, block

        /// How many arrays and objects it lies in.
        var depth: Int { self == .block ? 2 : 1 }
    }

    /// What an answer came to.
    public enum Finding: Sendable {
        /// A whole chain, which is valid and of any length.
        case chain(Blockchain)
        /// No blocks: the peer's chain is no longer than ours. So long it is, as it says.
        case notLonger(length: Int)
    }

    private let rules: Rules
    /// Our chain, and the places of it that the peer was told.
    private let ours: (chain: Blockchain, locator: ChainLocator)?
    private let maximumBytes: Int
    private let maximumBlockBytes: Int

    private var expectation = Expectation.object
    private var member: Member?
    private var hasChain = false
    /// Behind which of our blocks the last chain goes on; nil when it is a whole one.
    private var fork: Int?
    private var candidate: CandidateChain
    private var claims = ChainClaims()
    private var failure: ChainError?

    private var recognizer = BlockRecognizer()
    private var piece: Piece?
    private var scanner = JSONPieceScanner(firstByte: 0, depth: 0)
    /// The start of the piece, as far as it came in earlier chunks.
    private var held: [UInt8] = []
    /// Where the piece begins in the answer.
    private var pieceOffset = 0
    /// The length of all chunks before the present one.
    private var earlierBytes = 0

    /// A reader of a whole chain, before the answer's first byte.
    public init(
        rules: Rules,
        maximumBytes: Int = ChainReader.maximumBytes,
        maximumBlockBytes: Int = ChainReader.maximumBlockBytes
    ) {
        self.rules = rules
        ours = nil
        self.maximumBytes = maximumBytes
        self.maximumBlockBytes = maximumBlockBytes
        candidate = CandidateChain(rules: rules)
    }

    /// A reader of either kind of answer, before its first byte.
    ///
    /// - Parameters:
    ///   - ours: our chain; the peer was told the ``ChainLocator`` of this very one.
    ///   - maximumBytes: of the answer, and of the whole chain that comes of it.
    public init(
        beyond ours: Blockchain,
        maximumBytes: Int = ChainReader.maximumBytes,
        maximumBlockBytes: Int = ChainReader.maximumBlockBytes
    ) {
        rules = ours.rules
        self.ours = (ours, ChainLocator(of: ours))
        self.maximumBytes = maximumBytes
        self.maximumBlockBytes = maximumBlockBytes
        candidate = CandidateChain(beyond: ours, after: 0)
    }

    /// The member `forgechain`, as soon as it was read.
    public var status: JSONValue? { claims.status }

    /// How many bytes of blocks it holds that are not in our chain.
    public var heldBytes: Int { candidate.heldBytes }

    /// Takes the next bytes, however the answer was cut. After an error, every call throws that error.
    ///
    /// - Parameter foreseen: what was found in these bytes beforehand, to save time.
    public mutating func read(_ chunk: [UInt8], foreseen: ForeseenBlocks? = nil) throws(ChainError) {
        if let failure { throw failure }
        do throws(ChainError) {
            precondition(foreseen?.rules ?? rules == rules, "foreseen by other rules")
            guard earlierBytes + chunk.count <= maximumBytes else {
                throw .tooLong(maximumBytes: maximumBytes)
            }
            try readPieces(of: chunk, foreseen)
            earlierBytes += chunk.count
        } catch {
            failure = error
            throw error
        }
    }

    /// Says that the answer is complete, and gives its chain; only for a reader of whole chains.
    public mutating func finish() throws(ChainError) -> Blockchain {
        guard case .chain(let chain) = try finding() else {
            preconditionFailure("only a reader that knows our chain finds that another is no longer")
        }
        return chain
    }

    /// Says that the answer is complete, and gives what it came to.
    public mutating func finding() throws(ChainError) -> Finding {
        if let failure { throw failure }
        do throws(ChainError) {
            guard expectation == .nothing else {
                throw .notJSON(JSONError(offset: earlierBytes, reason: .unexpectedEnd))
            }
            guard hasChain else { throw .noChain }
            if let ours, let fork, candidate.length == fork {
                return .notLonger(length: try claims.length(notAbove: ours.chain.length))
            }
            guard let chain = candidate.whole else { throw .empty }
            return .chain(chain)
        } catch {
            failure = error
            throw error
        }
    }
}

// MARK: - Between pieces

extension ChainReader {
    private mutating func readPieces(of chunk: [UInt8], _ foreseen: ForeseenBlocks?) throws(ChainError) {
        var index = 0
        while index < chunk.count {
            if let piece {
                guard let end = try readPiece(piece, of: chunk, from: index) else { return }
                index = end
            } else if chunk[index].isJSONWhitespace {
                index += 1
            } else if expectation.isBlock, let end = try readBlocks(of: chunk, at: index, foreseen) {
                expectation = .blockEnd
                index = end
            } else if try readDelimiter(chunk[index], at: earlierBytes + index) {
                index += 1
            }
        }
    }

    /// Steps over a delimiter and says true, or begins a piece with this byte and says false.
    private mutating func readDelimiter(_ byte: UInt8, at offset: Int) throws(ChainError) -> Bool {
        switch (expectation, byte) {
        case (.object, UInt8(ascii: "{")): expectation = .firstKey
        case (.firstKey, UInt8(ascii: "}")), (.memberEnd, UInt8(ascii: "}")): expectation = .nothing
        case (.firstKey, UInt8(ascii: "\"")), (.key, UInt8(ascii: "\"")):
            return begin(.key, with: byte, at: offset)
        case (.colon, UInt8(ascii: ":")): expectation = .value
        case (.value, UInt8(ascii: "[")) where member == .chain:
            try beginChain()
            expectation = .firstBlock
        case (.memberEnd, UInt8(ascii: ",")): expectation = .key
        case (.firstBlock, UInt8(ascii: "]")), (.blockEnd, UInt8(ascii: "]")): expectation = .memberEnd
        case (.blockEnd, UInt8(ascii: ",")): expectation = .block
        case (.value, let byte) where !byte.endsValue:
            if member == .chain { hasChain = false }
            return begin(.value, with: byte, at: offset)
        case (.firstBlock, let byte) where !byte.endsValue,
            (.block, let byte) where !byte.endsValue:
            return begin(.block, with: byte, at: offset)
        default: throw unexpected(byte, at: offset)
        }
        return true
    }

    private mutating func beginChain() throws(ChainError) {
        hasChain = true
        guard let ours else {
            candidate = CandidateChain(rules: rules)
            return
        }
        fork = claims.status == nil ? nil : try claims.fork(among: ours.locator)
        candidate = CandidateChain(beyond: ours.chain, after: fork ?? 0)
    }

    private func unexpected(_ byte: UInt8, at offset: Int) -> ChainError {
        let reason: JSONError.Reason
        switch expectation {
        case .object:
            // Other JSON than an object deserves another sentence.
            if "[\"-0123456789tfn".utf8.contains(byte) { return .noChain }
            reason = byte == 0xEF ? .byteOrderMark : .expectedValue
        case .firstKey, .key: reason = .expectedKey
        case .colon: reason = .expectedColon
        case .value, .firstBlock, .block: reason = .expectedValue
        case .memberEnd, .blockEnd: reason = .expectedCommaOrEnd
        case .nothing: reason = .textAfterValue
        }
        return .notJSON(JSONError(offset: offset, reason: reason))
    }
}

// MARK: - Pieces

extension ChainReader {
    private mutating func begin(_ piece: Piece, with byte: UInt8, at offset: Int) -> Bool {
        self.piece = piece
        scanner = JSONPieceScanner(firstByte: byte, depth: piece.depth)
        pieceOffset = offset
        return false
    }

    /// Takes what the chunk has of a piece; gives the piece's end, or nil when it goes on.
    private mutating func readPiece(
        _ piece: Piece, of chunk: [UInt8], from start: Int
    ) throws(ChainError) -> Int? {
        let end: Int?
        do {
            end = try scanner.end(in: chunk, from: start)
        } catch {
            throw .notJSON(JSONError(offset: earlierBytes + error.index, reason: .tooDeep))
        }
        guard held.count + (end ?? chunk.count) - start <= maximumBytes(of: piece) else { throw tooLong(piece) }
        guard let end else {
            held.append(contentsOf: chunk[start...])
            return nil
        }
        // What is kept for long is copied: a value holds on to the bytes that it was read from.
        if held.isEmpty, !isStatus(piece) {
            try take(piece, chunk, start..<end)
        } else {
            held.append(contentsOf: chunk[start..<end])
            try takeHeld(piece, held)
            held.removeAll(keepingCapacity: true)
        }
        self.piece = nil
        return end
    }

    /// Takes blocks of the usual shape and gives their end; nil if there is something else, to be read piece by piece.
    private mutating func readBlocks(
        of chunk: [UInt8], at start: Int, _ foreseen: ForeseenBlocks?
    ) throws(ChainError) -> Int? {
        if let found = foreseenOrFound(in: chunk, from: start, foreseen) {
            try checkLength(of: found.first)
            try candidate.append(found)
            return found.range.upperBound
        }
        guard let (block, end) = recognizer.block(in: chunk.span.bytes, at: start), end - start <= maximumBlockBytes
        else { return nil }
        try append(block)
        return end
    }

    /// The blocks that begin at a place; nil if there is none, too little is left of the chunk, or the limits may not
    /// allow for all of them: then they are read one by one, up to the one that is too much.
    private mutating func foreseenOrFound(
        in chunk: [UInt8], from start: Int, _ foreseen: ForeseenBlocks?
    ) -> ForeseenBlocks.Found? {
        let rest = chunk.count - start
        // Canonical text is at most twice as long as what was sent of it, in blocks of the usual shape.
        guard rest <= (maximumBytes - candidate.textLength) / 2 else { return nil }
        var found = foreseen?.found
        if found?.range.lowerBound != start {
            guard rest >= Self.leastRunBytes else { return nil }
            found = .init(in: chunk, from: start, rules: rules, by: &recognizer)
        }
        guard let found, found.longestTextLength <= maximumBlockBytes else { return nil }
        return found
    }

    /// Takes a piece that came in several chunks; one that lay whole in a chunk was tried there already.
    private mutating func takeHeld(_ piece: Piece, _ bytes: [UInt8]) throws(ChainError) {
        guard piece == .block, let block = recognizer.block(in: bytes.span.bytes, at: 0)?.block else {
            return try take(piece, bytes, bytes.indices)
        }
        try append(block)
        expectation = .blockEnd
    }

    private mutating func take(_ piece: Piece, _ bytes: [UInt8], _ range: Range<Int>) throws(ChainError) {
        let value: JSONValue
        do {
            value = try JSONDocument(parsing: bytes, in: range, offset: pieceOffset, depth: piece.depth).root
        } catch {
            throw .notJSON(error)
        }
        switch piece {
        case .key:
            let key = value.string ?? ""
            member = key == "chain" ? .chain : ours.flatMap { _ in ChainClaims.Member(rawValue: key).map(Member.claim) }
            expectation = .colon
        case .value:
            if case .claim(let member) = member { claims.take(value, of: member) }
            expectation = .memberEnd
        case .block:
            try append(value)
            expectation = .blockEnd
        }
    }

    private mutating func append(_ value: JSONValue) throws(ChainError) {
        let block: Block
        do {
            block = try Block(value)
        } catch {
            throw .fault(height: candidate.length + 1, error)
        }
        try append(block)
    }

    private mutating func append(_ block: Block) throws(ChainError) {
        try checkLength(of: block)
        try candidate.append(block)
    }

    private func checkLength(of block: Block) throws(ChainError) {
        // Canonical text can be six times as long as what was sent, and is what we would send on.
        let bytes = block.text.bytes.count
        guard bytes <= maximumBlockBytes else { throw tooLong(.block) }
        guard candidate.textLength + bytes <= maximumBytes else { throw .tooLong(maximumBytes: maximumBytes) }
    }

    private func isStatus(_ piece: Piece) -> Bool { piece == .value && member == .claim(.status) }

    private func maximumBytes(of piece: Piece) -> Int {
        isStatus(piece) ? Self.maximumStatusBytes : maximumBlockBytes
    }

    private func tooLong(_ piece: Piece) -> ChainError {
        switch piece {
        case .block: .blockTooLong(height: candidate.length + 1, maximumBytes: maximumBlockBytes)
        case .key, .value: .memberTooLong(maximumBytes: maximumBytes(of: piece))
        }
    }
}
