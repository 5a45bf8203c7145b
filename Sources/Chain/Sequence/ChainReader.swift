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

    private static let chainKey = "chain"

    /// The member of an answer that has the status of a node like this one.
    package static let statusKey = ChainAnswerHeader.Member.status.rawValue

    /// Minimum bytes left in a chunk for building a segment of its blocks; shorter segments cost more than they save.
    private static let leastSegmentBytes = 16 * 1024

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
    private let maximumAnswerBytes: Int
    private let maximumBlockBytes: Int

    private var stream: ObjectStream
    private var key = ""
    private var hasChain = false
    /// The height of our block after which the last chain continues; nil for a whole chain.
    private var fork: Int?
    private var builder: ChainBuilder
    private var header = ChainAnswerHeader()
    private var failure: ChainError?

    private var recognizer = BlockRecognizer()

    /// Makes a reader of a whole chain, before the answer's first byte.
    public init(
        rules: Rules,
        maximumBytes: Int = ChainReader.maximumBytes,
        maximumBlockBytes: Int = ChainReader.maximumBlockBytes
    ) {
        self.rules = rules
        ours = nil
        self.maximumBytes = maximumBytes
        maximumAnswerBytes = maximumBytes
        self.maximumBlockBytes = maximumBlockBytes
        stream = ObjectStream(
            arrays: [Self.chainKey], maximumElementBytes: maximumBlockBytes, maximumMemberBytes: maximumBlockBytes)
        builder = ChainBuilder(rules: rules)
    }

    /// Makes a reader of either kind of answer, before its first byte.
    ///
    /// - Parameters:
    ///   - ours: our chain; the peer was sent exactly its ``ChainLocator``.
    ///   - maximumBytes: of the resulting whole chain.
    ///   - maximumAnswerBytes: of the answer; as much if it isn't given.
    public init(
        beyond ours: Blockchain,
        maximumBytes: Int = ChainReader.maximumBytes,
        maximumAnswerBytes: Int? = nil,
        maximumBlockBytes: Int = ChainReader.maximumBlockBytes
    ) {
        rules = ours.rules
        self.ours = (ours, ChainLocator(of: ours))
        self.maximumBytes = maximumBytes
        self.maximumAnswerBytes = maximumAnswerBytes ?? maximumBytes
        self.maximumBlockBytes = maximumBlockBytes
        stream = ObjectStream(
            arrays: [Self.chainKey], maximumElementBytes: maximumBlockBytes, maximumMemberBytes: maximumBlockBytes)
        builder = ChainBuilder(beyond: ours, after: 0)
    }

    /// The member `forgechain`, as soon as it has been read.
    public var status: JSONValue? { header.status }

    /// The total size of its blocks that aren't in our chain, in bytes.
    public var heldBytes: Int { builder.heldBytes }

    /// The size of the piece that has begun and isn't whole yet, in bytes.
    public var unfinishedBytes: Int { stream.heldBytes }

    /// The valid chain that has come so far, if the answer won't be complete; nil if there is none, if it can be told
    /// to be no better than ours, or after an error other than a block from the future.
    public var part: Blockchain? {
        guard failure?.isNotYet ?? true, hasChain, !builder.isNoBetter else { return nil }
        return try? builder.whole()
    }

    /// Takes the next bytes, however the answer was split. After an error, every call throws that error.
    ///
    /// - Parameter prevalidated: what was found in these bytes beforehand, to save time.
    public mutating func read(_ chunk: [UInt8], prevalidated: PrevalidatedBlocks? = nil) throws(ChainError) {
        if let failure { throw failure }
        do throws(ChainError) {
            precondition(prevalidated?.rules ?? rules == rules, "validated by other rules")
            guard stream.earlierBytes + chunk.count <= maximumAnswerBytes else {
                throw .tooLong(maximumBytes: maximumAnswerBytes)
            }
            try readEvents(of: chunk, prevalidated)
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
            guard stream.isComplete else {
                throw .notJSON(JSONError(offset: stream.earlierBytes, reason: .unexpectedEnd))
            }
            guard hasChain else { throw .noChain }
            if let ours, let fork, builder.length == fork {
                // A ledger's chain may be longer and have less work in it.
                let longest = rules.ledger == nil ? ours.chain.length : .max
                return .notLonger(length: try header.length(notAbove: longest))
            }
            if ours != nil, builder.length > 0, builder.isNoBetter { return .notLonger(length: builder.length) }
            guard let chain = try builder.whole() else { throw .empty }
            return .chain(chain)
        } catch {
            failure = error
            throw error
        }
    }
}

// MARK: - Members

extension ChainReader {
    private mutating func readEvents(of chunk: [UInt8], _ prevalidated: PrevalidatedBlocks?) throws(ChainError) {
        var index = 0
        while true {
            if stream.isAtElement(in: chunk, from: &index), let end = try readBlocks(of: chunk, at: index, prevalidated)
            {
                stream.skipElements()
                index = end
            }
            let event: ObjectStream.Event?
            do {
                event = try stream.next(in: chunk, from: &index)
            } catch {
                throw chainError(error)
            }
            guard let event else { return }
            try take(event)
        }
    }

    private mutating func take(_ event: ObjectStream.Event) throws(ChainError) {
        switch event {
        case .key(let key, _):
            self.key = key
            stream.maximumMemberBytes = headerMember == .status ? Self.maximumStatusBytes : maximumBlockBytes
        case .value(let piece):
            let value = try value(of: piece)
            if let headerMember { header.take(value, of: headerMember) }
            if key == Self.chainKey { hasChain = false }
            stream.maximumMemberBytes = maximumBlockBytes
        case .array: try beginChain()
        case .comma: break
        case .element(let piece): try append(piece)
        }
    }

    /// The meaning of the last key's value; nil if it is ignored.
    private var headerMember: ChainAnswerHeader.Member? { ours == nil ? nil : ChainAnswerHeader.Member(rawValue: key) }

    private func value(of piece: ObjectStream.Piece) throws(ChainError) -> JSONValue {
        do {
            // The status is kept for long, and a value holds on to the bytes from which it was parsed.
            return try headerMember == .status ? piece.parsedCopy() : piece.parsed()
        } catch {
            throw chainError(error)
        }
    }

    private mutating func beginChain() throws(ChainError) {
        hasChain = true
        guard let ours else {
            builder = ChainBuilder(rules: rules)
            return
        }
        fork = header.status == nil ? nil : try header.fork(among: ours.locator)
        builder = ChainBuilder(beyond: ours.chain, after: fork ?? 0)
    }

    private func chainError(_ fault: ObjectStream.Fault) -> ChainError {
        switch fault {
        case .notAnObject: .noChain
        case .notJSON(let error): .notJSON(error)
        case .tooLong(isElement: true): .blockTooLong(height: builder.length + 1, maximumBytes: maximumBlockBytes)
        case .tooLong(isElement: false): .memberTooLong(maximumBytes: stream.maximumMemberBytes)
        }
    }
}

// MARK: - Blocks

extension ChainReader {
    /// Takes blocks in the usual layout and returns their end; nil if there is something else, which is then read piece
    /// by piece.
    private mutating func readBlocks(
        of chunk: [UInt8], at start: Int, _ prevalidated: PrevalidatedBlocks?
    ) throws(ChainError) -> Int? {
        if let found = prevalidatedOrFound(in: chunk, from: start, prevalidated) {
            try checkLength(of: found.first)
            try builder.append(found)
            return found.range.upperBound
        }
        guard rules.ledger == nil, let (block, end) = recognizer.block(in: chunk.span.bytes, at: start),
            end - start <= maximumBlockBytes
        else { return nil }
        try append(block)
        return end
    }

    /// The blocks that begin at a position. Nil if there are none, if too little of the chunk is left, or if the limits
    /// may not allow them all; then they are read one by one, up to the first that exceeds a limit.
    private mutating func prevalidatedOrFound(
        in chunk: [UInt8], from start: Int, _ prevalidated: PrevalidatedBlocks?
    ) -> PrevalidatedBlocks.Found? {
        let rest = chunk.count - start
        // For blocks in the usual layout, canonical text is at most twice as long as what was sent.
        guard rest <= (maximumBytes - builder.textLength) / 2 else { return nil }
        var found = prevalidated?.found
        if found?.range.lowerBound != start {
            guard rest >= Self.leastSegmentBytes else { return nil }
            found = .init(in: chunk, from: start, rules: rules, by: &recognizer)
        }
        guard let found, found.longestTextLength <= maximumBlockBytes else { return nil }
        return found
    }

    private mutating func append(_ piece: ObjectStream.Piece) throws(ChainError) {
        // A piece within one chunk was already tried as a block in the usual layout.
        if piece.wasHeld, rules.ledger == nil, let block = recognizer.block(in: piece.bytes.span.bytes, at: 0)?.block {
            return try append(block)
        }
        let value = try value(of: piece)
        if rules.ledger != nil {
            try builder.append(ledger: value)
            guard builder.textLength <= maximumBytes else { throw .tooLong(maximumBytes: maximumBytes) }
            return
        }
        let block: Block
        do {
            block = try Block(value)
        } catch {
            throw .fault(height: builder.length + 1, error)
        }
        try append(block)
    }

    private mutating func append(_ block: Block) throws(ChainError) {
        try checkLength(of: block)
        try builder.append(block)
    }

    private func checkLength(of block: Block) throws(ChainError) {
        // Canonical text can be six times as long as what was sent, and it is what we would send on.
        let bytes = block.text.bytes.count
        guard bytes <= maximumBlockBytes else { throw chainError(.tooLong(isElement: true)) }
        guard builder.textLength + bytes <= maximumBytes else { throw .tooLong(maximumBytes: maximumBytes) }
    }
}
