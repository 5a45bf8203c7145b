internal import Chain

/// A node's counts since its start.
struct Metrics: Sendable {
    /// Longer chains that replaced one at a fork.
    private(set) var replacements = 0

    /// Blocks that were in the chain and no longer are.
    private(set) var fallenOutBlocks = 0

    /// How many blocks each replacement at a fork took out.
    private(set) var replacementDepths = Histogram(.depth)

    /// Longer chains that would have replaced what the owner wants to keep.
    private(set) var refusedChains: [FinalityFault.Reason: Int] = [:]

    /// Blocks that were forged here.
    private(set) var forgedBlocks = 0

    /// Blocks forged by others that have been in the chain here.
    private(set) var receivedBlocks = 0

    /// Transactions that were accepted, from clients and from other nodes.
    private(set) var acceptedTransactions = 0

    /// Commits that succeeded, and commits that failed.
    private(set) var keptCommits = 0
    private(set) var failedCommits = 0
    private(set) var commitDurations = Histogram(.commitSeconds)

    /// The number of changes committed together.
    private(set) var commitSizes = Histogram(.batch)

    /// What a ledger has besides.
    var ledger = LedgerCounts()

    /// The loop's lag.
    private(set) var loopLag = Histogram(.lagSeconds)
}

extension Metrics {
    /// Counts what has become true.
    mutating func note(_ event: StateEvent) {
        switch event {
        case .accepted: acceptedTransactions += 1
        case .forged: forgedBlocks += 1
        case .adopted(let adopted):
            let depth = adopted.old.length - adopted.commonLength
            if depth > 0 {
                replacements += 1
                replacementDepths.observe(UInt64(depth))
            }
            fallenOutBlocks += depth
            receivedBlocks += adopted.new.length - adopted.commonLength
        case .received, .registered, .removed: break
        }
    }

    /// A longer chain was refused.
    mutating func note(_ fault: FinalityFault) { refusedChains[fault.reason, default: 0] += 1 }

    /// The loop was this many nanoseconds late for a timer.
    mutating func noteLag(_ nanoseconds: UInt64) { loopLag.observe(nanoseconds) }

    /// A commit of this many changes has ended.
    mutating func noteCommit(of changes: Int, nanoseconds: UInt64, isKept: Bool) {
        if isKept { keptCommits += 1 } else { failedCommits += 1 }
        commitDurations.observe(nanoseconds)
        commitSizes.observe(UInt64(changes))
    }
}
