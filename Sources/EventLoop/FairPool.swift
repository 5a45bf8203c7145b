/// A few things of a kind, each used by one task at a time, and granted in turn as to ``Waiters``. An actor owns it.
public final class FairPool<Item: Sendable> {
    private var free: [Item]
    private let waiters: Waiters<Item>

    /// Makes a pool of these, for which at most `limit` tasks may wait.
    public init(_ items: [Item], limit: Int) {
        free = items
        waiters = Waiters(limit: limit)
    }

    /// How many tasks wait for one.
    public var waitingCount: Int { waiters.count }

    /// Takes one as soon as one is free. Returns nil if the task is cancelled first, or if too many already wait.
    ///
    /// Whoever has one must give it back, cancelled or not.
    public func take(for owner: UInt64 = 0) async -> Item? {
        await waiters.wait(for: owner) { free.popLast() }
    }

    /// Hands one to the task whose turn it is, or frees it.
    public func giveBack(_ item: Item) {
        if !waiters.resumeFirst(returning: item) { free.append(item) }
    }
}
