extension EventLoop {
    /// Waits for `delay` and says by how many nanoseconds the loop came too late to what was due then: for as long it
    /// was busy with something else. Nil, and soon, when the task is cancelled.
    ///
    /// libevent counts by a clock that goes in steps of some milliseconds, so an idle loop is late by up to one of
    /// them. The caller has to be on the loop.
    public func lateness(after delay: Duration) async -> UInt64? {
        let stopwatch = Stopwatch()
        // Taken when it fires, and not when the task goes on, which is a turn of the loop later.
        let passed = await waiting(for: delay) { stopwatch.nanoseconds }
        let (seconds, attoseconds) = delay.components
        let wanted = UInt64(max(seconds, 0)) * 1_000_000_000 + UInt64(max(attoseconds, 0)) / 1_000_000_000
        // It may come early: the loop counts from when its turn began.
        return passed.map { $0 > wanted ? $0 - wanted : 0 }
    }
}
