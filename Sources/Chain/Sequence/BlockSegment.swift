/// Consecutive blocks of a chain, with their texts joined as in an array.
///
/// The texts are stored only in the joined text: reading a single block copies its part. So a block takes 48 bytes in
/// addition to its text, and sending many means sending one long piece of memory.
final class BlockSegment: Sendable {
    /// The position of the first block in the chain.
    let start: Int

    /// The blocks' texts, each with a separator before it, including the first.
    let text: [UInt8]

    /// The separator of an array's elements.
    static let separator = Array(", ".utf8)

    /// What is stored of a block besides its text, its position and the previous block's hash.
    fileprivate struct Entry {
        let hash: BlockHash
        /// The proof, or ``longProof`` if it must be read from the text: nearly all are short.
        let proof: UInt64
        /// Where its text ends in the segment's.
        let textEnd: Int
    }

    private let entries: [Entry]

    /// Stands for a proof that is read from the block's text, either this very number or one of more than 64 bits.
    private static let longProof = UInt64.max

    /// The previous hash that the first block gives.
    private let previousHash: BlockHash?

    /// A segment under construction.
    struct Builder {
        fileprivate let start: Int
        /// The previous hash that the first block gives.
        var previousHash: BlockHash?
        private let textLength: Int
        fileprivate var text: [UInt8] = []
        fileprivate var entries: [Entry] = []

        /// A segment from a position of the chain on. The first block makes room for this many bytes of texts and
        /// separators, and for as many blocks of its length.
        init(start: Int, previousHash: BlockHash?, textLength: Int) {
            (self.start, self.previousHash, self.textLength) = (start, previousHash, textLength)
        }

        var isEmpty: Bool { entries.isEmpty }

        /// Adds a block, which continues from the last one.
        mutating func append(_ blockText: RawSpan, hash: BlockHash, proof: Proof) {
            append(blockText, hash: hash, proofWord: proof.word ?? BlockSegment.longProof)
        }

        /// The same with a proof of 64 bits.
        mutating func append(_ blockText: RawSpan, hash: BlockHash, proofWord: UInt64) {
            if isEmpty {
                text.reserveCapacity(textLength)
                entries.reserveCapacity(textLength / (blockText.byteCount + BlockSegment.separator.count) + 1)
            }
            for byte in BlockSegment.separator { text.append(byte) }
            blockText.withUnsafeBytes { text.append(contentsOf: $0) }
            entries.append(Entry(hash: hash, proof: proofWord, textEnd: text.count))
        }
    }

    /// Completes a segment of at least one block.
    init(_ builder: Builder) {
        precondition(!builder.entries.isEmpty, "a segment has a block")
        start = builder.start
        previousHash = builder.previousHash
        text = builder.text.fitting
        entries = builder.entries.fitting
    }

    /// Joins consecutive blocks.
    convenience init(_ blocks: [Block], textLength: Int) {
        let first = blocks[0]
        var builder = Builder(start: first.index - 1, previousHash: first.previousHash, textLength: textLength)
        for block in blocks {
            builder.append(block.text.bytes.span.bytes, hash: block.hash, proof: block.proof)
        }
        self.init(builder)
    }

    private init(start: Int, previousHash: BlockHash?, text: [UInt8], entries: [Entry]) {
        (self.start, self.previousHash, self.text, self.entries) = (start, previousHash, text, entries)
    }

    /// The first blocks of this segment, at least one: itself if that is all of it, otherwise a copy.
    func prefix(_ count: Int) -> BlockSegment {
        precondition(count >= 1 && count <= self.count, "a segment of \(self.count) blocks has no first \(count)")
        if count == self.count { return self }
        return BlockSegment(
            start: start, previousHash: previousHash, text: Array(text[..<entries[count - 1].textEnd]),
            entries: Array(entries[..<count]))
    }

    /// The number of blocks.
    var count: Int { entries.count }

    /// The position in the chain where the next segment begins.
    var end: Int { start + entries.count }

    /// The block at a position of the chain. Takes time linear in its text.
    func block(at position: Int) -> Block {
        let tip = tip(at: position)
        return Block(
            text: CanonicalText(uncheckedBytes: text(at: position)), index: tip.index, proof: tip.proof, hash: tip.hash,
            previousHash: tip.previousHash)
    }

    /// The chain's tip if the block at a position were the newest. Takes constant time, unless its proof is a long one.
    func tip(at position: Int) -> ChainTip {
        let offset = position - start
        let entry = entries[offset]
        return ChainTip(
            index: position + 1,
            proof: entry.proof == Self.longProof ? Proof(ofBlock: text(at: position)) : Proof(entry.proof),
            hash: entry.hash, previousHash: offset == 0 ? previousHash : entries[offset - 1].hash)
    }

    /// Whether the proof at a position of the chain must be read from the block's text.
    func hasLongProof(at position: Int) -> Bool { entries[position - start].proof == Self.longProof }

    private func text(at position: Int) -> [UInt8] {
        Array(text[textStart(at: position) + Self.separator.count..<entries[position - start].textEnd])
    }

    /// Calls `body` with the blocks at some positions of the chain, in order.
    func forEach(in positions: Range<Int>, _ body: BlockSequence.Visitor) rethrows {
        let text = text
        let bytes = text.span.bytes
        for position in positions {
            let entry = entries[position - start]
            let place = textStart(at: position) + Self.separator.count..<entry.textEnd
            try body(position, entry.hash, bytes.extracting(place))
        }
    }

    /// The hash of the last block.
    var lastHash: BlockHash { entries[count - 1].hash }

    /// The hash of the block at a position of the chain.
    func hash(at position: Int) -> BlockHash { entries[position - start].hash }

    /// Where the separator before a block's text is in the segment's text; after the last block, the end of the text.
    func textStart(at position: Int) -> Int {
        position == start ? 0 : entries[position - start - 1].textEnd
    }
}
