/// Reads blocks in the usual layout (the five keys in order, nothing else) much faster than `JSONDocument` does.
struct BlockRecognizer: Sendable {
    /// The buffer in which the canonical text is assembled.
    private var output = [UInt8](repeating: 0, count: CanonicalRecognizer.outputLength)

    /// The block that begins at a position in the source, and where it ends. Nil if it has another layout or isn't
    /// complete, which says nothing about whether it is a block.
    mutating func block(in source: RawSpan, at start: Int) -> (block: Block, end: Int)? {
        guard let found = recognize(in: source, at: start) else { return nil }
        return (block(found), found.end)
    }

    /// Like ``block(in:at:)``, but without copying the text, which ``withText(of:_:)`` lends until the next call.
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

    /// The last block recognised, with a copy of its text.
    func block(_ found: RecognizedBlock) -> Block {
        let text = CanonicalText(uncheckedBytes: output.prefix(found.textLength).withUnsafeBufferPointer(Array.init))
        return Block(
            text: text, index: found.index, proof: found.proof, hash: found.hash, previousHash: found.previousHash)
    }

    /// The text of the last block recognised.
    func withText(of found: RecognizedBlock, _ body: (RawSpan) -> Void) {
        body(output.span.bytes.extracting(first: found.textLength))
    }
}

/// A block in the usual layout, without its text.
struct RecognizedBlock: ChainLink {
    let index: Int
    /// Blocks with longer proofs count as another layout.
    let proofWord: UInt64
    let previousHash: BlockHash?
    let hash: BlockHash
    let textLength: Int
    /// Where it ends in the source.
    let end: Int

    var proof: Proof { Proof(proofWord) }
}

extension CanonicalRecognizer {
    /// Takes a block, and returns what the rules need of it.
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

    /// Takes 64 lower-case hex digits in quotes; for anything else, takes nothing.
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
