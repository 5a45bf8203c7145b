@testable import Node

/// What tests inspect in the parts of a node.
extension Node {
    /// How many chains are being fetched outside rounds of consensus.
    var fetchCount: Int { sync.fetches.count }

    /// Whether a round of consensus is running, and how many wait for it or for the next one.
    var isInRound: Bool { sync.isInRound }
    var roundWaitingCount: Int { sync.waitingCount }

    /// Whether a block is being forged.
    var isForging: Bool { mining.isForging }

    /// Whether the miner waits for transactions.
    var isMinerIdle: Bool { mining.isIdle }

    /// Whether a batch is being committed.
    var isCommitting: Bool { journal.isServed }
}
