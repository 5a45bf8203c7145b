/// Consecutive blocks read from their stored texts before what precedes them is known, so that others can be read
/// meanwhile, on other processors.
///
/// Only blocks in the usual layout can be read like this. ``Blockchain/appendKept(_:)`` reads any, one by one.
package struct KeptBlocks: Sendable {
    let segment: BlockSegment

    /// What follows each text.
    package static let separator = UInt8(ascii: "\n")

    /// Reads texts, each with ``separator`` after it, of blocks from a height on. Nil unless each is the canonical text
    /// of a block in the usual layout, which gives the hash of the one before it. Takes a quarter of a microsecond
    /// per block.
    package init?(texts: [UInt8], from height: Int) {
        var blocks = Reading(texts, from: height)
        var recognizer = BlockRecognizer()
        let source = texts.span.bytes
        while blocks.place < source.byteCount {
            guard let two = recognizer.recognizeTwo(in: source, at: blocks.place, haveCommas: false),
                blocks.append(two.first, of: source, by: recognizer),
                two.second.map({ blocks.append($0, of: source, by: recognizer) }) ?? true
            else { return nil }
        }
        guard !blocks.builder.isEmpty else { return nil }
        segment = BlockSegment(blocks.builder)
    }

    /// The blocks read so far.
    private struct Reading {
        private(set) var builder: BlockSegment.Builder
        /// Where the next block begins, and its index.
        private(set) var place = 0
        private var index: Int
        private var lastHash: BlockHash?

        init(_ texts: [UInt8], from height: Int) {
            index = height
            // A separator is longer in memory.
            let textLength = texts.count + texts.count / 64
            builder = BlockSegment.Builder(start: height - 1, previousHash: nil, textLength: textLength)
        }

        /// Adds the block recognised at ``place``; false if it isn't just the text there, or doesn't continue from the
        /// last one.
        mutating func append(_ block: RecognizedBlock, of source: RawSpan, by recognizer: BlockRecognizer) -> Bool {
            guard block.index == index, lastHash == nil || block.previousHash == lastHash,
                source.byte(at: block.end - 1) == KeptBlocks.separator,
                recognizer.isText(of: block, in: source, at: place..<block.end - 1)
            else { return false }
            if builder.isEmpty { builder.previousHash = block.previousHash }
            recognizer.append(block, in: source, to: &builder)
            (place, index, lastHash) = (block.end, index + 1, block.hash)
            return true
        }
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
