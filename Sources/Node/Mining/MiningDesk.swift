internal import EventLoop

/// Whose turn it is to forge the next block, and the search in progress for it.
struct MiningDesk {
    /// One at a time forges, and each client in turn.
    let turns: FairLock

    /// Whether people were told that the chain is as long as it may be.
    var isFull = false

    /// When the miner may begin its next search, by the monotonic clock; nil if it has no pace.
    var notBefore: Duration?

    /// Whether a block is being forged.
    var isForging: Bool { turns.isTaken }

    /// The miner while it waits for transactions.
    private let idle = Waiters<Void>(limit: 1)

    /// Ends the search in progress.
    private var cancelSearch: (@Sendable () -> Void)?

    /// The search in progress, as it was when it began.
    private(set) var searching: BegunSearch?

    init(_ limits: WaitingLimits = WaitingLimits()) {
        turns = FairLock(limit: limits.miners)
    }

    /// A search begins.
    mutating func begin(_ begun: BegunSearch, cancelledBy cancel: @escaping @Sendable () -> Void) {
        (searching, cancelSearch) = (begun, cancel)
    }

    /// The search has ended.
    mutating func end() { (searching, cancelSearch) = (nil, nil) }

    /// Ends the search in progress, because its result would be useless.
    func interrupt() { cancelSearch?() }

    // MARK: A ledger's blocks

    /// The block that is searched for, as it was put together.
    private var draft: (start: Duration, newestNumber: Int)?
    private var isDraftOutdated = false
    private var isWaitingForDraft = false

    /// A block was put together when the mempool had a payment of this number, and none newer.
    mutating func beginDraft(at now: Duration, newestNumber: Int) {
        (draft, isDraftOutdated) = ((now, newestNumber), false)
    }

    /// The search for it has ended; returns whether that was for a better one.
    mutating func endDraft() -> Bool {
        draft = nil
        return isDraftOutdated
    }

    /// After how many seconds the block may be put together anew; nil if none is searched for.
    func secondsToNextDraft(at now: Duration) -> Double? {
        draft.map { Node.draftSeconds - (now - $0.start).inSeconds }
    }

    /// Ends the search for the block if payments have come since it was put together.
    mutating func outdate(newestNumber: Int) {
        guard let draft, draft.newestNumber < newestNumber, !isDraftOutdated else { return }
        isDraftOutdated = true
        interrupt()
    }

    /// A task will look again; false if one does already.
    mutating func beginWaitingForDraft() -> Bool {
        defer { isWaitingForDraft = true }
        return !isWaitingForDraft
    }

    /// That task looks.
    mutating func endWaitingForDraft() { isWaitingForDraft = false }

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

    /// How many it takes on average.
    let expected: UInt128

    /// When it began, by the monotonic clock.
    let start: Duration
}
