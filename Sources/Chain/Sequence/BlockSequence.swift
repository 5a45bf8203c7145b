/// The blocks of a chain, first to last, in segments: a copy that is held while the chain grows costs one segment, not
/// the whole.
public struct BlockSequence: RandomAccessCollection, Hashable, Sendable {
    /// The maximum number of blocks after the last segment. Until they form a segment, each takes 152 bytes in addition
    /// to its text.
    static let segmentLength = 256

    /// A segment is complete when its joined texts reach this size, in bytes, which is also what a client is sent at a
    /// time.
    static let segmentBytes = 256 * 1024

    /// A segment, and where its text begins in the joined texts of the whole chain.
    struct PlacedSegment: Sendable {
        let segment: BlockSegment
        let textStart: Int
    }

    /// Complete segments.
    private var segments: [PlacedSegment] = []

    /// The blocks after them.
    private var tail: [Block]

    /// Where the tail begins, and where its text begins in the joined texts of the whole chain.
    private var tailStart = 0
    private var tailTextStart = 0

    /// The total length of the tail's texts, each with a separator before it.
    private var tailTextLength: Int

    init(first: Block) {
        tail = [first]
        tailTextLength = Self.textLength(of: first)
    }

    /// Always 0.
    public var startIndex: Int { 0 }

    /// The number of blocks.
    public var endIndex: Int { tailStart + tail.count }

    /// The block at a position, which is its index minus one. Takes time linear in its text, unless it is among the
    /// newest.
    public subscript(position: Int) -> Block {
        position < tailStart ? segment(at: position).block(at: position) : tail[position - tailStart]
    }

    /// The hash of the block at a position, which is its index minus one.
    public func hash(at position: Int) -> BlockHash {
        position < tailStart ? segment(at: position).hash(at: position) : tail[position - tailStart].hash
    }

    /// The length of the text of the block at a position, which is its index minus one, in bytes.
    public func textLength(at position: Int) -> Int {
        guard position < tailStart else { return tail[position - tailStart].text.bytes.count }
        let segment = segment(at: position)
        return segment.textStart(at: position + 1) - segment.textStart(at: position) - BlockSegment.separator.count
    }

    /// The newest block.
    var newest: Block { self[count - 1] }

    /// The hash of the newest block.
    var lastHash: BlockHash { hash(at: count - 1) }

    /// The newest block without its text.
    var tip: ChainTip { tip(at: count - 1) }

    /// The block at a position, which is its index minus one, without its text.
    func tip(at position: Int) -> ChainTip {
        position < tailStart ? segment(at: position).tip(at: position) : ChainTip(tail[position - tailStart])
    }

    /// How much text is read to get ``tip(at:)``, in bytes.
    func textLengthRead(forTipAt position: Int) -> Int {
        position < tailStart && segment(at: position).hasLongProof(at: position) ? textLength(at: position) : 0
    }

    /// The total length of all blocks' texts, in bytes.
    var textLength: Int { tailTextStart + tailTextLength - count * BlockSegment.separator.count }

    /// The total length of the texts of the first `count` blocks, in bytes. Takes time linear in one segment.
    func textLength(ofFirst count: Int) -> Int {
        if count == 0 { return 0 }
        var first = self
        first.keepFirst(count)
        return first.textLength
    }

    /// The total length of the texts of the blocks from a position on, in bytes. Takes time linear in one segment's
    /// number of blocks.
    func textLength(from position: Int) -> Int {
        if position >= tailStart {
            return tail[Swift.min(position - tailStart, tail.count)...].reduce(0) { $0 + $1.text.bytes.count }
        }
        let placed = segments[indexOfSegment(at: position)]
        let bytes = tailTextStart + tailTextLength - placed.textStart - placed.segment.textStart(at: position)
        return bytes - (count - position) * BlockSegment.separator.count
    }

    mutating func append(_ block: Block) {
        if tail.count == Self.segmentLength || tailTextLength >= Self.segmentBytes { seal() }
        tail.append(block)
        tailTextLength += Self.textLength(of: block)
    }

    /// Adds blocks that continue from the last one.
    mutating func append(_ segment: BlockSegment) {
        seal()
        add(segment)
    }

    /// Drops all blocks after the first `count`, which must be at least one. Takes time linear in one segment: complete
    /// segments stay shared with copies.
    mutating func keepFirst(_ count: Int) {
        precondition(count >= 1 && count <= self.count, "\(self.count) blocks have no first \(count)")
        if count > tailStart {
            tail.removeSubrange((count - tailStart)...)
            tailTextLength = tail.reduce(0) { $0 + Self.textLength(of: $1) }
            return
        }
        let last = indexOfSegment(at: count - 1)
        let cut = segments[last]
        segments.removeSubrange(last...)
        tail.removeAll()
        tailTextLength = 0
        (tailStart, tailTextStart) = (cut.segment.start, cut.textStart)
        add(cut.segment.prefix(count - cut.segment.start))
    }

    private mutating func seal() {
        guard !tail.isEmpty else { return }
        add(BlockSegment(tail, textLength: tailTextLength))
        tailTextLength = 0
        tail.removeAll(keepingCapacity: true)
    }

    private mutating func add(_ segment: BlockSegment) {
        precondition(segment.start == tailStart, "a segment from \(segment.start) on needs as many blocks before it")
        segments.append(PlacedSegment(segment: segment, textStart: tailTextStart))
        tailStart += segment.count
        tailTextStart += segment.text.count
    }

    private static func textLength(of block: Block) -> Int {
        BlockSegment.separator.count + block.text.bytes.count
    }

    private func segment(at position: Int) -> BlockSegment { segments[indexOfSegment(at: position)].segment }

    /// The index of the complete segment that contains this position.
    private func indexOfSegment(at position: Int) -> Int {
        var (lower, upper) = (0, segments.count - 1)
        while lower < upper {
            let middle = (lower + upper + 1) / 2
            if segments[middle].segment.start <= position {
                lower = middle
            } else {
                upper = middle - 1
            }
        }
        return lower
    }
}

// MARK: - Equality

extension BlockSequence {
    /// A block gives the previous one's hash, so sequences with the same newest block are the same.
    public static func == (left: BlockSequence, right: BlockSequence) -> Bool { left.lastHash == right.lastHash }

    /// Hashes the newest block's hash.
    public func hash(into hasher: inout Hasher) { hasher.combine(lastHash) }
}

// MARK: - One after another

extension BlockSequence {
    /// Takes a block's position, its hash and its text.
    package typealias Visitor = (_ position: Int, _ hash: BlockHash, _ text: RawSpan) throws -> Void

    /// Calls `body` with the blocks at some positions, in order. Unlike a block that is read from a sequence, their
    /// texts aren't copied.
    package func forEach(in positions: Range<Int>, _ body: Visitor) rethrows {
        var start = positions.lowerBound
        while start < positions.upperBound, start < tailStart {
            let segment = segment(at: start)
            let end = Swift.min(segment.end, positions.upperBound)
            try segment.forEach(in: start..<end, body)
            start = end
        }
        for position in start..<positions.upperBound {
            let block = tail[position - tailStart]
            try body(position, block.hash, block.text.bytes.span.bytes)
        }
    }
}

// MARK: - Joined texts

extension BlockSequence {
    /// The texts of the blocks at some positions, as in an array: joined by `, `.
    ///
    /// They aren't copied, except for short ones after the last complete segment: at most 512 KiB.
    public func text(of range: Range<Int>) -> ChainText {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "\(range) is not in 0..<\(count)")
        guard !range.isEmpty else { return ChainText() }
        let full = range.clamped(to: 0..<tailStart)
        let covering =
            full.isEmpty ? [] : segments[indexOfSegment(at: full.lowerBound)...indexOfSegment(at: full.upperBound - 1)]
        let rest = range.clamped(to: tailStart..<endIndex)
        return ChainText(
            range, segments: covering, rest: tail[rest.lowerBound - tailStart..<rest.upperBound - tailStart])
    }
}
