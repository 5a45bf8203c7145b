/// What a node counts of what it does, from its start on.
struct NodeCounts: Sendable {
    /// Chains that took the place of one that forks.
    var replacements = 0

    /// Blocks that were in the chain and are not.
    var fallenOutBlocks = 0

    /// Blocks that were forged here.
    var forgedBlocks = 0

    /// Blocks that others have forged and that were in the chain here at some time.
    var receivedBlocks = 0

    /// Transactions that are kept, be it that a client or a node has brought them.
    var acceptedTransactions = 0

    /// Commits to the disk that were kept, and those that were not.
    var keptCommits = 0
    var failedCommits = 0
    var commitDurations = Histogram(.commitSeconds)

    /// What was kept together.
    var commitSizes = Histogram(.batch)

    /// How late the loop came to what was due.
    var loopLag = Histogram(.lagSeconds)
}

extension NodeCounts {
    mutating func noteCommit(of changes: Int, nanoseconds: UInt64, isKept: Bool) {
        if isKept { keptCommits += 1 } else { failedCommits += 1 }
        commitDurations.observe(nanoseconds)
        commitSizes.observe(UInt64(changes))
    }

    /// A chain with `new` blocks took the place of one with `old`; they have the first `common` blocks in common.
    mutating func noteReplacement(of old: Int, by new: Int, above common: Int) {
        if common < old { replacements += 1 }
        fallenOutBlocks += old - common
        receivedBlocks += new - common
    }
}
