/// The blocks of a chain, first to last, in runs: whoever holds a copy while the chain grows costs one run and not
/// the whole.
public struct BlockSequence: RandomAccessCollection, Hashable, Sendable {
    /// Blocks in a run. A block takes 96 bytes besides its text, so a run is 24 KiB.
    static let runLength = 256

    /// Full runs.
    private var sealed: [[Block]] = []
    private var tail: [Block]

    init(first: Block) {
        tail = [first]
    }

    /// Always 0.
    public var startIndex: Int { 0 }

    /// The number of blocks.
    public var endIndex: Int { sealed.count * Self.runLength + tail.count }

    /// The block at a position, which is its index less one.
    public subscript(position: Int) -> Block {
        let run = position / Self.runLength
        return run < sealed.count ? sealed[run][position % Self.runLength] : tail[position - run * Self.runLength]
    }

    mutating func append(_ block: Block) {
        if tail.count == Self.runLength {
            sealed.append(tail)
            tail = []
        }
        tail.append(block)
    }
}
