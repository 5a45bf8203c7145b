internal import EventLoop

/// Whose turn it is to forge the next block, and the search in progress for it.
struct MiningDesk {
    /// One at a time forges, and each client in turn.
    let turns: FairLock

    /// Whether people were told that the chain is as long as it may be.
    var isFull = false

    /// Whether a block is being forged.
    var isForging: Bool { turns.isTaken }

    /// The miner while it waits for transactions.
    private let idle = Waiters<Void>(limit: 1)

    private var search: Task<UInt64?, Never>?

    /// The search in progress, as it was when it began.
    private(set) var searching: BegunSearch?

    init(_ limits: WaitingLimits = WaitingLimits()) {
        turns = FairLock(limit: limits.miners)
    }

    /// A search begins.
    mutating func begin(_ task: Task<UInt64?, Never>, _ begun: BegunSearch) { (search, searching) = (task, begun) }

    /// The search has ended.
    mutating func end() { (search, searching) = (nil, nil) }

    /// Ends the search in progress, because its result would be useless.
    func interrupt() { search?.cancel() }

    /// Waits until ``wake()``, or until the task is cancelled.
    func sleep(unless isAwake: () -> Bool) async {
        _ = await idle.wait { isAwake() ? () : nil }
    }

    /// Whether the miner waits for transactions.
    var isIdle: Bool { !idle.isEmpty }

    /// Makes the miner check again whether there is something to mine.
    func wake() { idle.resumeAll(returning: ()) }
}

/// A search in progress, as it was when it began.
struct BegunSearch: Sendable {
    /// The index of the block being searched for.
    let height: Int

    /// How many guesses had been made before it.
    let guesses: UInt64

    /// When it began, by the monotonic clock.
    let start: Duration
}
