/// The blocks of a chain, first to last, in runs: a copy that is held while the chain grows costs one run, not the
/// whole.
public struct BlockSequence: RandomAccessCollection, Hashable, Sendable {
    /// The maximum number of blocks after the last run. Until they form a run, each takes 152 bytes in addition to its
    /// text.
    static let runLength = 256

    /// A run is complete when its joined texts reach this size, in bytes; it is also what a client is sent at a time.
    static let runBytes = 256 * 1024

    /// A run, and where its text begins in the joined texts of the whole chain.
    struct PlacedRun: Sendable {
        let run: BlockRun
        let textStart: Int
    }

    /// Complete runs.
    private var sealed: [PlacedRun] = []

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
        position < tailStart ? sealed[run(at: position)].run.block(at: position) : tail[position - tailStart]
    }

    /// The hash of the block at a position, which is its index minus one.
    public func hash(at position: Int) -> BlockHash {
        position < tailStart ? sealed[run(at: position)].run.hash(at: position) : tail[position - tailStart].hash
    }

    /// The length of the text of the block at a position, which is its index minus one, in bytes.
    public func textLength(at position: Int) -> Int {
        guard position < tailStart else { return tail[position - tailStart].text.bytes.count }
        let run = sealed[run(at: position)].run
        return run.textStart(at: position + 1) - run.textStart(at: position) - BlockRun.separator.count
    }

    /// The newest block.
    var newest: Block { self[count - 1] }

    /// The newest block without its text.
    var tip: ChainTip {
        if let last = tail.last { return ChainTip(last) }
        return sealed[sealed.count - 1].run.tip(at: count - 1)
    }

    /// The total length of all blocks' texts, in bytes.
    var textLength: Int { tailTextStart + tailTextLength - count * BlockRun.separator.count }

    mutating func append(_ block: Block) {
        if tail.count == Self.runLength || tailTextLength >= Self.runBytes { seal() }
        tail.append(block)
        tailTextLength += Self.textLength(of: block)
    }

    /// Adds blocks that continue from the last one.
    mutating func append(_ run: BlockRun) {
        seal()
        add(run)
    }

    /// Drops all blocks after the first `count`, which must be at least one. Takes time linear in one run: complete
    /// runs stay shared with copies.
    mutating func keepFirst(_ count: Int) {
        precondition(count >= 1 && count <= self.count, "\(self.count) blocks have no first \(count)")
        if count > tailStart {
            tail.removeSubrange((count - tailStart)...)
            tailTextLength = tail.reduce(0) { $0 + Self.textLength(of: $1) }
            return
        }
        let last = run(at: count - 1)
        let cut = sealed[last]
        sealed.removeSubrange(last...)
        tail.removeAll()
        tailTextLength = 0
        (tailStart, tailTextStart) = (cut.run.start, cut.textStart)
        add(cut.run.prefix(count - cut.run.start))
    }

    private mutating func seal() {
        guard !tail.isEmpty else { return }
        add(BlockRun(tail, textLength: tailTextLength))
        tailTextLength = 0
        tail.removeAll(keepingCapacity: true)
    }

    private mutating func add(_ run: BlockRun) {
        precondition(run.start == tailStart, "a run from \(run.start) on doesn't follow the block at \(tailStart - 1)")
        sealed.append(PlacedRun(run: run, textStart: tailTextStart))
        tailStart += run.count
        tailTextStart += run.text.count
    }

    private static func textLength(of block: Block) -> Int {
        BlockRun.separator.count + block.text.bytes.count
    }

    /// The index of the complete run that contains this position.
    private func run(at position: Int) -> Int {
        var (lower, upper) = (0, sealed.count - 1)
        while lower < upper {
            let middle = (lower + upper + 1) / 2
            if sealed[middle].run.start <= position {
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
    public static func == (left: BlockSequence, right: BlockSequence) -> Bool { left.tip.hash == right.tip.hash }

    /// Hashes the newest block's hash.
    public func hash(into hasher: inout Hasher) { hasher.combine(tip.hash) }
}

// MARK: - Joined texts

extension BlockSequence {
    /// The texts of the blocks at some positions, as in an array: joined by `, `.
    ///
    /// They aren't copied, except for short ones after the last complete run: at most 512 KiB.
    public func joinedTexts(_ range: Range<Int>) -> JoinedTexts {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "\(range) is not in 0..<\(count)")
        guard !range.isEmpty else { return JoinedTexts() }
        let runs =
            range.lowerBound < tailStart
            ? sealed[run(at: range.lowerBound)...run(at: Swift.min(range.upperBound, tailStart) - 1)] : []
        let rest = range.clamped(to: tailStart..<endIndex)
        return JoinedTexts(range, runs: runs, rest: tail[rest.lowerBound - tailStart..<rest.upperBound - tailStart])
    }
}
