internal import Chain

/// What a node counts of what it does, from its start on.
struct Metrics: Sendable {
    /// Longer chains that took the place of one that forks.
    private(set) var replacements = 0

    /// Blocks that were in the chain and are not.
    private(set) var fallenOutBlocks = 0

    /// Blocks that were forged here.
    private(set) var forgedBlocks = 0

    /// Blocks that others have forged and that were in the chain here at some time.
    private(set) var receivedBlocks = 0

    /// Transactions that were accepted, from clients and from other nodes.
    private(set) var acceptedTransactions = 0

    /// Commits to the disk that were kept, and those that were not.
    private(set) var keptCommits = 0
    private(set) var failedCommits = 0
    private(set) var commitDurations = Histogram(.commitSeconds)

    /// What was kept together.
    private(set) var commitSizes = Histogram(.batch)

    /// How late the loop came to what was due.
    private(set) var loopLag = Histogram(.lagSeconds)
}

extension Metrics {
    /// Counts what has become true.
    mutating func note(_ event: StateEvent) {
        switch event {
        case .accepted: acceptedTransactions += 1
        case .forged: forgedBlocks += 1
        case .adopted(let adopted):
            if !adopted.isExtension { replacements += 1 }
            fallenOutBlocks += adopted.old.length - adopted.commonLength
            receivedBlocks += adopted.new.length - adopted.commonLength
        case .received, .registered, .removed: break
        }
    }

    /// The loop came so many nanoseconds late to a timer.
    mutating func noteLag(_ nanoseconds: UInt64) { loopLag.observe(nanoseconds) }

    /// A commit of so many changes has ended.
    mutating func noteCommit(of changes: Int, nanoseconds: UInt64, isKept: Bool) {
        if isKept { keptCommits += 1 } else { failedCommits += 1 }
        commitDurations.observe(nanoseconds)
        commitSizes.observe(UInt64(changes))
    }
}
