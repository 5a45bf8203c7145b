/// Consecutive blocks read from their stored texts before what precedes them is known, so that others can be read
/// meanwhile, on other processors.
///
/// Only blocks in the usual layout can be read like this. ``Blockchain/appendKept(_:)`` reads any, one by one.
package struct KeptBlocks: Sendable {
    let segment: BlockSegment

    /// What follows each text.
    package static let separator = UInt8(ascii: "\n")

    /// Reads texts, each with ``separator`` after it, of blocks from a height on. Nil unless each is the canonical text
    /// of a block in the usual layout, which gives the hash of the one before it. Takes a third of a microsecond per
    /// block.
    package init?(texts: [UInt8], from height: Int) {
        let source = texts.span.bytes
        var recognizer = BlockRecognizer()
        var builder: BlockSegment.Builder?
        var last: RecognizedBlock?
        var (place, index) = (0, height)
        func append(_ block: RecognizedBlock) -> Bool {
            guard block.index == index, last == nil || block.previousHash == last?.hash,
                source.byte(at: block.end - 1) == Self.separator,
                recognizer.isText(of: block, in: source, at: place)
            else { return false }
            if builder == nil {
                // A separator is longer in memory.
                let textLength = texts.count + texts.count / 64
                builder = BlockSegment.Builder(
                    start: index - 1, previousHash: block.previousHash, textLength: textLength)
            }
            recognizer.withText(of: block) { builder?.append($0, hash: block.hash, proof: block.proof) }
            (place, index, last) = (block.end, index + 1, block)
            return true
        }
        while place < source.byteCount {
            guard let two = recognizer.recognizeTwo(in: source, at: place, haveCommas: false),
                append(two.first), two.second.map(append) ?? true
            else { return nil }
        }
        guard let builder else { return nil }
        segment = BlockSegment(builder)
    }

    /// The number of blocks, at least one.
    package var count: Int { segment.count }

    /// The hash of the block at a position among them.
    package func hash(at offset: Int) -> BlockHash { segment.hash(at: segment.start + offset) }
}

extension Blockchain {
    /// Adds blocks read from their stored texts; false, and nothing is changed, unless the first continues from the
    /// last one by index and hash. As with ``appendKept(_:)``, proofs aren't checked again.
    package mutating func appendKept(_ kept: KeptBlocks) -> Bool {
        let segment = kept.segment
        guard segment.start == length, segment.tip(at: segment.start).previousHash == tipHash else { return false }
        append(segment)
        return true
    }
}

extension BlockRecognizer {
    /// Whether the text of a block recognised by the last call is the very same in the source, but for a separator.
    fileprivate func isText(of block: RecognizedBlock, in source: RawSpan, at place: Int) -> Bool {
        let kept = source.extracting(place..<block.end - 1)
        var isSame = false
        withText(of: block) { isSame = $0.hasBytes(of: kept) }
        return isSame
    }
}

extension RawSpan {
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
