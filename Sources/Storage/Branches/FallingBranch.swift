internal import Chain

/// The blocks that fall out of the chain with one replacement, of which the newest are to be remembered.
struct FallingBranch {
    /// How many blocks of a branch are remembered: a quarter of all, so that no branch pushes out all others.
    static let maximumBlocks = RememberedBranches.maximumBlocks / 4

    /// How long their texts may be together, in bytes; likewise. A newest block that alone is longer isn't remembered.
    static let maximumBytes = RememberedBranches.maximumBytes / 4

    /// How many blocks fall.
    private(set) var count = 0

    /// The newest of them, without a gap.
    private(set) var blocks: ArraySlice<StoredBlock> = []

    private var bytes = 0

    /// Adds the next block.
    mutating func add(_ block: StoredBlock) {
        count += 1
        // Of a block without a hash it isn't known which one it is.
        if block.hash == nil { (blocks, bytes) = ([], 0) } else { append(block) }
    }

    private mutating func append(_ block: StoredBlock) {
        blocks.append(block)
        bytes += block.text.count
        while blocks.count > Self.maximumBlocks || bytes > Self.maximumBytes, let first = blocks.popFirst() {
            bytes -= first.text.count
        }
    }
}

/// How much is remembered of all branches together; the oldest go first.
enum RememberedBranches {
    /// How many branches: what a list on a page can show.
    static let maximumCount = 64

    /// How many blocks: with forks of a few blocks, which are the usual ones, each branch has room for 16.
    static let maximumBlocks = 1_024

    /// How long their texts may be, in bytes: a small part of a usual directory.
    static let maximumBytes = 8 << 20
}
