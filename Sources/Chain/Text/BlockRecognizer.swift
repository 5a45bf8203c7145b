/// Reads blocks in the usual layout (the five keys in order, nothing else) much faster than `JSONDocument` does.
struct BlockRecognizer: Sendable {
    /// The buffer in which the canonical text is assembled.
    private var output = [UInt8](repeating: 0, count: CanonicalRecognizer.outputLength)

    /// The block that begins at a position in the source, and where it ends. Nil if it has another layout or isn't
    /// complete, which says nothing about whether it is a block.
    mutating func block(in source: RawSpan, at start: Int) -> (block: Block, end: Int)? {
        guard let found = recognize(in: source, at: start) else { return nil }
        return (block(found, in: source), found.end)
    }

    /// Like ``block(in:at:)``, but without copying the text, which is there until the next call.
    mutating func recognize(in source: RawSpan, at start: Int) -> RecognizedBlock? {
        guard let parts = recognizeParts(in: source, at: start) else { return nil }
        return hashed(parts, in: source)
    }

    /// The block that begins at a position, and the one after it if it is of the kind as well and both are short: their
    /// texts are hashed beside each other. Both texts are there until the next call.
    ///
    /// - Parameter haveCommas: whether a comma stands between them, or white space alone.
    mutating func recognizeTwo(
        in source: RawSpan, at start: Int, haveCommas: Bool = true
    ) -> (first: RecognizedBlock, second: RecognizedBlock?)? {
        guard let first = recognizeParts(in: source, at: start) else { return nil }
        guard let place = haveCommas ? source.placeOfNextElement(after: first.end) : first.end,
            let second = recognizeParts(in: source, at: place, after: first.isInSource ? 0 : first.text.upperBound)
        else { return (hashed(first, in: source), nil) }
        let hashes = hashes(of: first, second, in: source)
        return (RecognizedBlock(first, hash: hashes.0), RecognizedBlock(second, hash: hashes.1))
    }

    /// Everything but the hash; `count` bytes of the buffer stay as they are.
    private mutating func recognizeParts(
        in source: RawSpan, at start: Int, after count: Int = 0
    ) -> RecognizedBlock.Parts? {
        var span = output.mutableSpan
        var bytes = span.mutableBytes
        return .usual(in: source, at: start, after: count, &bytes)
            ?? CanonicalRecognizer.parts(in: source, at: start, after: count, &bytes)
    }

    private func hashes(
        of first: RecognizedBlock.Parts, _ second: RecognizedBlock.Parts, in source: RawSpan
    ) -> (BlockHash, BlockHash) {
        guard first.isInSource == second.isInSource else {
            return (hashed(first, in: source).hash, hashed(second, in: source).hash)
        }
        if first.isInSource { return BlockHash.pair(of: source.extracting(first.text), source.extracting(second.text)) }
        let texts = output.span.bytes
        return BlockHash.pair(of: texts.extracting(first.text), texts.extracting(second.text))
    }

    private func hashed(_ parts: RecognizedBlock.Parts, in source: RawSpan) -> RecognizedBlock {
        let text = parts.text
        let hash = BlockHash(of: parts.isInSource ? source.extracting(text) : output.span.bytes.extracting(text))
        return RecognizedBlock(parts, hash: hash)
    }
}

// MARK: - The texts of blocks recognised by the last call

extension BlockRecognizer {
    /// The block, with a copy of its text.
    func block(_ found: RecognizedBlock, in source: RawSpan) -> Block {
        let range = found.parts.text
        let text = found.parts.isInSource ? source.extracting(range).copy : Array(output[range])
        return Block(
            text: CanonicalText(uncheckedBytes: text), index: found.index, proof: found.proof, hash: found.hash,
            previousHash: found.previousHash)
    }

    /// Adds the block to a segment.
    func append(_ found: RecognizedBlock, in source: RawSpan, to builder: inout BlockSegment.Builder) {
        let text = found.parts.text
        builder.append(
            found.parts.isInSource ? source.extracting(text) : output.span.bytes.extracting(text), hash: found.hash,
            proofWord: found.proofWord)
    }

    /// Whether the block's text is just what the source has in a range.
    func isText(of found: RecognizedBlock, in source: RawSpan, at range: Range<Int>) -> Bool {
        if found.parts.isInSource { return found.parts.text == range }
        return output.span.bytes.extracting(found.parts.text).hasBytes(of: source.extracting(range))
    }
}

/// A block in the usual layout, without its text.
struct RecognizedBlock: ChainLink {
    /// What is known before the text is hashed.
    struct Parts {
        let index: Int
        /// Blocks with longer proofs count as another layout.
        let proofWord: UInt64
        let previousHash: BlockHash?
        /// Where its text is, in the source or in the recogniser's buffer.
        let text: Range<Int>
        let isInSource: Bool
        /// Where it ends in the source, with the white space after it.
        let end: Int
    }

    fileprivate let parts: Parts
    let hash: BlockHash

    fileprivate init(_ parts: Parts, hash: BlockHash) {
        (self.parts, self.hash) = (parts, hash)
    }

    var index: Int { parts.index }
    var proofWord: UInt64 { parts.proofWord }
    var proof: Proof { Proof(proofWord) }
    var previousHash: BlockHash? { parts.previousHash }
    var textLength: Int { parts.text.count }
    /// Where it ends in the source.
    var end: Int { parts.end }
}

extension RawSpan {
    /// Where the next element of an array begins, or what stands in its place, after one that ends here; nil if there
    /// is no comma, or nothing after it.
    func placeOfNextElement(after end: Int) -> Int? {
        guard end < byteCount, byte(at: end) == UInt8(ascii: ",") else { return nil }
        var place = end + 1
        while place < byteCount, byte(at: place).isJSONWhitespace { place += 1 }
        return place < byteCount ? place : nil
    }
}

extension RawSpan {
    /// Its bytes in an array.
    fileprivate var copy: [UInt8] { withUnsafeBytes { Array($0) } }

    /// Whether two have the same bytes, eight at a time.
    fileprivate func hasBytes(of other: RawSpan) -> Bool {
        guard byteCount == other.byteCount else { return false }
        var offset = 0
        while offset + 8 <= byteCount {
            guard
                unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
                    == other.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
            else { return false }
            offset += 8
        }
        while offset < byteCount {
            guard byte(at: offset) == other.byte(at: offset) else { return false }
            offset += 1
        }
        return true
    }
}

extension CanonicalRecognizer {
    /// The block that begins at a position, in any spacing; nil says nothing about it. Writes its canonical text after
    /// `count` bytes of the output.
    static func parts(
        in source: RawSpan, at start: Int, after count: Int, _ output: inout MutableRawSpan
    ) -> RecognizedBlock.Parts? {
        var recognizer = CanonicalRecognizer(at: start, of: source, after: count)
        guard let (index, proof, previousHash) = recognizer.takeBlock(source, &output) else { return nil }
        return RecognizedBlock.Parts(
            index: index, proofWord: proof, previousHash: previousHash, text: count..<recognizer.count,
            isInSource: false, end: recognizer.position)
    }

    /// Takes a block, and returns what the rules need of it.
    private mutating func takeBlock(
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
