/// Blocks that follow each other in a chain, with their texts joined as they stand in an array.
///
/// The joined text is where the texts are kept: a block that is asked for gets a copy of its own. So a block takes 48
/// bytes besides its text, and whoever sends many sends one long piece of memory.
final class BlockRun: Sendable {
    /// Where the first block is in the chain.
    let start: Int

    /// Where ``text`` begins in the joined texts of the whole chain.
    let textStart: Int

    /// The blocks' texts, each behind a separator; the first one's as well.
    let text: [UInt8]

    /// The separator of an array's elements.
    static let separator = Array(", ".utf8)

    /// What a block is besides its text, its place and the hash of the one before it.
    private struct Entry {
        let hash: BlockHash
        let proof: UInt64
        /// Where its text ends in the run's.
        let textEnd: Int
    }

    private let entries: [Entry]

    /// The hash that the first block names.
    private let previousHash: BlockHash?

    /// Joins blocks, each of which names the one before it, and of which the first is at position `start`.
    init(_ blocks: [Block], start: Int, textStart: Int, textLength: Int) {
        self.start = start
        self.textStart = textStart
        previousHash = blocks.first?.previousHash
        var entries: [Entry] = []
        entries.reserveCapacity(blocks.count)
        var text: [UInt8] = []
        text.reserveCapacity(textLength)
        var last: Block?
        for (offset, block) in blocks.enumerated() {
            precondition(
                block.index == start + offset + 1 && (last == nil || block.previousHash == last?.hash),
                "block \(block.index) does not lead on from the one before it")
            text += Self.separator
            text += block.text.bytes
            entries.append(Entry(hash: block.hash, proof: block.proof, textEnd: text.count))
            last = block
        }
        precondition(text.count == textLength, "the length of the joined texts is \(text.count), not \(textLength)")
        self.entries = entries
        self.text = text
    }

    /// Where the next run begins in the chain.
    var end: Int { start + entries.count }

    /// The block at a position of the chain. Takes time linear in its text.
    func block(at position: Int) -> Block {
        let offset = position - start
        let entry = entries[offset]
        let text = text[textStart(at: position) + Self.separator.count..<entry.textEnd]
        return Block(
            text: CanonicalText(uncheckedBytes: Array(text)), index: position + 1, proof: entry.proof,
            hash: entry.hash, previousHash: offset == 0 ? previousHash : entries[offset - 1].hash)
    }

    /// The hash of the block at a position of the chain.
    func hash(at position: Int) -> BlockHash { entries[position - start].hash }

    /// Where the separator before a block's text is in the run's; behind the last block, where the run's text ends.
    func textStart(at position: Int) -> Int {
        position == start ? 0 : entries[position - start - 1].textEnd
    }
}
