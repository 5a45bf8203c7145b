/// Reads and validates the answer to `GET /chain` as it arrives.
///
/// The answer is an object whose member `chain` is an array of blocks. The reader cuts out one piece at a time (a key,
/// a block, the value of another member), parses it and drops it, so it holds only the chain and one piece. All pieces,
/// and everything between them, must be valid JSON. Apart from that, most members other than `chain` are ignored.
///
/// A block that breaks a rule ends the reading at once. If `chain` is repeated, the last one counts, but the earlier
/// ones must be valid as well.
///
/// A reader that knows our chain reads two kinds of answers. One is the whole chain, from any node. The other comes
/// from a node like this one that was sent the ``ChainLocator`` of our chain. Before `chain`, it gives its status in a
/// member `forgechain`, and in `after` the height of our block at the fork; `chain` then has only the blocks that
/// follow. If the peer's chain isn't longer than ours, there are no blocks, and `length` gives its length. Nothing of
/// this is trusted: the result of either kind of answer is a whole, valid chain. It shares its common part with ours,
/// so the time and memory needed depend only on the new blocks.
public struct ChainReader: Sendable {
    /// The maximum size of a block or any other piece, in bytes: it is parsed as a whole, which takes up to 20 times
    /// its length in memory.
    public static let maximumBlockBytes = 16 << 20
    /// The maximum size of an answer, and of its blocks as stored, in bytes: about four million small blocks.
    public static let maximumBytes = 1 << 30

    /// The maximum size of the member `forgechain`, in bytes; a node's status takes a few hundred.
    public static let maximumStatusBytes = 4096

    /// The member of an answer that has the status of a node like this one.
    package static let statusKey = ChainClaims.Member.status.rawValue

    /// Minimum bytes left in a chunk for reading its blocks as a run; keeping shorter runs costs more than they save.
    private static let leastRunBytes = 16 * 1024

    /// What may come next, outside of pieces.
    private enum Expectation {
        case object, firstKey, key, colon, value, memberEnd, firstBlock, block, blockEnd, nothing

        var isBlock: Bool { self == .firstBlock || self == .block }
    }

    /// A member that isn't ignored.
    private enum Member: Equatable {
        case chain
        case claim(ChainClaims.Member)
    }

    /// The kind of the piece being read.
    private enum Piece {
        case key, value, block

        /// How many arrays and objects contain it.
        var depth: Int { self == .block ? 2 : 1 }
    }

    /// The result of an answer.
    public enum Finding: Sendable {
        /// A whole, valid chain of any length.
        case chain(Blockchain)
        /// No blocks: the peer's chain isn't longer than ours. The length is what the peer says.
        case notLonger(length: Int)
    }

    private let rules: Rules
    /// Our chain, and its places that were sent to the peer.
    private let ours: (chain: Blockchain, locator: ChainLocator)?
    private let maximumBytes: Int
    private let maximumBlockBytes: Int

    private var expectation = Expectation.object
    private var member: Member?
    private var hasChain = false
    /// The height of our block after which the last chain continues; nil for a whole chain.
    private var fork: Int?
    private var candidate: CandidateChain
    private var claims = ChainClaims()
    private var failure: ChainError?

    private var recognizer = BlockRecognizer()
    private var piece: Piece?
    private var scanner = JSONPieceScanner(firstByte: 0, depth: 0)
    /// The start of the piece, from earlier chunks.
    private var held: [UInt8] = []
    /// Where in the answer the piece begins.
    private var pieceOffset = 0
    /// The total length of all chunks before this one.
    private var earlierBytes = 0

    /// Makes a reader of a whole chain, before the answer's first byte.
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

    /// Makes a reader of either kind of answer, before its first byte.
    ///
    /// - Parameters:
    ///   - ours: our chain; the peer was sent exactly its ``ChainLocator``.
    ///   - maximumBytes: of the answer, and of the resulting whole chain.
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

    /// The member `forgechain`, as soon as it has been read.
    public var status: JSONValue? { claims.status }

    /// The total size of its blocks that aren't in our chain, in bytes.
    public var heldBytes: Int { candidate.heldBytes }

    /// Takes the next bytes, however the answer was split. After an error, every call throws that error.
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

    /// Declares the answer complete, and returns its chain; only for a reader of whole chains.
    public mutating func finish() throws(ChainError) -> Blockchain {
        guard case .chain(let chain) = try finding() else {
            preconditionFailure("only a reader that knows our chain finds that another is no longer")
        }
        return chain
    }

    /// Declares the answer complete, and returns the result.
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

    /// Steps over a delimiter and returns true, or begins a piece with this byte and returns false.
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
            // JSON other than an object gets a different error.
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

    /// Takes the part of a piece that is in the chunk; returns the piece's end, or nil if it continues.
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
        // What is kept for long is copied, because a value holds on to the bytes from which it was parsed.
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

    /// Takes blocks in the usual layout and returns their end; nil if there is something else, which is then read piece
    /// by piece.
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

    /// The blocks that begin at a position. Nil if there are none, if too little of the chunk is left, or if the limits
    /// may not allow them all; then they are read one by one, up to the first that exceeds a limit.
    private mutating func foreseenOrFound(
        in chunk: [UInt8], from start: Int, _ foreseen: ForeseenBlocks?
    ) -> ForeseenBlocks.Found? {
        let rest = chunk.count - start
        // For blocks in the usual layout, canonical text is at most twice as long as what was sent.
        guard rest <= (maximumBytes - candidate.textLength) / 2 else { return nil }
        var found = foreseen?.found
        if found?.range.lowerBound != start {
            guard rest >= Self.leastRunBytes else { return nil }
            found = .init(in: chunk, from: start, rules: rules, by: &recognizer)
        }
        guard let found, found.longestTextLength <= maximumBlockBytes else { return nil }
        return found
    }

    /// Takes a piece that arrived in several chunks. A piece within one chunk was already tried as a block in the usual
    /// layout.
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
        // Canonical text can be six times as long as what was sent, and it is what we would send on.
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
