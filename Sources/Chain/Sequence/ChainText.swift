/// The texts of successive blocks of a chain, as in an array: joined by `, `.
///
/// In pieces of up to 256 KiB plus one block, nearly all of which are in memory whether they are read or not.
public struct ChainText: Sequence, IteratorProtocol, Sendable {
    /// Texts of the newest blocks are joined while they are shorter than this; sending another piece is cheaper than
    /// copying that much.
    private static let longTextBytes = 64 * 1024

    private let range: Range<Int>
    private var segments: ArraySlice<BlockSequence.PlacedSegment>
    private var rest: ArraySlice<ArraySlice<UInt8>>

    /// The total length of all pieces.
    public let count: Int

    /// The texts of no block.
    init() {
        self.init(0..<0, segments: [], rest: [])
    }

    /// The texts of the blocks in `range` that `segments` contain, followed by those of `rest`.
    init(_ range: Range<Int>, segments: ArraySlice<BlockSequence.PlacedSegment>, rest: ArraySlice<Block>) {
        self.range = range
        self.segments = segments
        let rest = Self.joined(rest, isContinued: !segments.isEmpty)
        self.rest = rest[...]
        var count = rest.reduce(0) { $0 + $1.count }
        if let first = segments.first, let last = segments.last {
            let end = last.textStart + last.segment.textStart(at: Swift.min(range.upperBound, last.segment.end))
            let start = first.textStart + first.segment.textStart(at: range.lowerBound)
            count += end - start - BlockSegment.separator.count
        }
        self.count = count
    }

    private static func joined(_ blocks: ArraySlice<Block>, isContinued: Bool) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var joined: [UInt8] = []
        for (position, block) in zip(blocks.indices, blocks) {
            if isContinued || position > blocks.startIndex { joined += BlockSegment.separator }
            if block.text.bytes.count < longTextBytes {
                joined += block.text.bytes
                continue
            }
            if !joined.isEmpty { pieces.append(joined[...]) }
            pieces.append(block.text.bytes[...])
            joined = []
        }
        if !joined.isEmpty { pieces.append(joined[...]) }
        return pieces
    }

    /// The next piece, not empty; nil after the last.
    public mutating func next() -> ArraySlice<UInt8>? {
        guard let segment = segments.popFirst()?.segment else { return rest.popFirst() }
        let isFirst = range.lowerBound >= segment.start
        let start = isFirst ? segment.textStart(at: range.lowerBound) + BlockSegment.separator.count : 0
        return segment.text[start..<segment.textStart(at: Swift.min(range.upperBound, segment.end))]
    }
}
