/// Reads blocks of the usual shape (the five keys in order, nothing else) much faster than `JSONDocument` does.
struct BlockRecognizer: Sendable {
    /// Where the canonical text is put together.
    private var output = [UInt8](repeating: 0, count: CanonicalRecognizer.outputLength)

    /// The block that begins at a place in the source, and where it ends; nil if it has another shape, or isn't all
    /// there, which says nothing about whether it is a block.
    mutating func block(in source: RawSpan, at start: Int) -> (block: Block, end: Int)? {
        guard let found = recognize(in: source, at: start) else { return nil }
        return (block(found), found.end)
    }

    /// What ``block(in:at:)`` finds, without a copy of its text: that is lent by ``withText(of:_:)`` until the next
    /// call.
    mutating func recognize(in source: RawSpan, at start: Int) -> RecognizedBlock? {
        var recognizer = CanonicalRecognizer(at: start, of: source)
        var span = output.mutableSpan
        var bytes = span.mutableBytes
        guard let (index, proof, previousHash) = recognizer.takeBlock(source, &bytes) else { return nil }
        let hash = BlockHash(of: output.span.bytes.extracting(first: recognizer.count))
        return RecognizedBlock(
            index: index, proofWord: proof, previousHash: previousHash, hash: hash, textLength: recognizer.count,
            end: recognizer.position)
    }

    /// The last block that was recognised, with a copy of its text.
    func block(_ found: RecognizedBlock) -> Block {
        let text = CanonicalText(uncheckedBytes: output.prefix(found.textLength).withUnsafeBufferPointer(Array.init))
        return Block(
            text: text, index: found.index, proof: found.proof, hash: found.hash, previousHash: found.previousHash)
    }

    /// The text of the last block that was recognised.
    func withText(of found: RecognizedBlock, _ body: (RawSpan) -> Void) {
        body(output.span.bytes.extracting(first: found.textLength))
    }
}

/// A block in its usual shape but for its text.
struct RecognizedBlock: ChainLink {
    let index: Int
    /// Longer proofs are of another shape.
    let proofWord: UInt64
    let previousHash: BlockHash?
    let hash: BlockHash
    let textLength: Int
    /// Where it ends in the source.
    let end: Int

    var proof: Proof { Proof(proofWord) }
}

extension CanonicalRecognizer {
    /// Takes a block, and gives what the rules need of it.
    fileprivate mutating func takeBlock(
        _ source: RawSpan, _ output: inout MutableRawSpan
    ) -> (index: Int, proof: UInt64, previousHash: BlockHash?)? {
        guard take("{", source, &output),
            takeKey(#""index":"#, source, &output),
            let index = takeInteger(source, &output),
            takeSeparator(",", source, &output),
            takeKey(#""previous_hash":"#, source, &output)
        else { return nil }
        let previousHash = takeHash(source, &output)
        guard previousHash != nil || takeString(source, &output) else { return nil }
        skipWhitespace(source)
        guard takeSeparator(",", source, &output),
            takeKey(#""proof":"#, source, &output),
            let proof = takeInteger(source, &output),
            takeSeparator(",", source, &output),
            takeKey(#""timestamp":"#, source, &output),
            takeAnyNumber(source, &output),
            takeSeparator(",", source, &output),
            takeKey(#""transactions":"#, source, &output),
            takeArray(ofObjects: true, source, &output, depth: 1),
            take("}", source, &output)
        else { return nil }
        return (Int(index), proof, previousHash)
    }

    /// Takes 64 lower-case hex digits in quotes; if there is anything else, nothing is taken.
    @inline(__always)
    private mutating func takeHash(_ source: RawSpan, _ output: inout MutableRawSpan) -> BlockHash? {
        let last = position + BlockHash.digitCount + 1
        guard next(source) == UInt8(ascii: "\""), last < end, source.byte(at: last) == UInt8(ascii: "\""),
            let hash = BlockHash(hexDigitsIn: source, at: position + 1)
        else { return nil }
        copy(source, &output)
        copy(words: BlockHash.digitCount / 8, source, &output)
        copy(source, &output)
        return hash
    }
}
