extension EventLoop {
    /// Returns after `duration`, soon after the task is cancelled, or at once if it already was.
    ///
    /// The caller must be on the loop.
    public func sleep(for duration: Duration) async {
        await waiting(for: duration) {}
    }

    /// Sleeps for `delay`, then returns how many nanoseconds late the timer fired: the loop's lag. Returns nil soon
    /// after the task is cancelled.
    ///
    /// libevent's clock advances in steps of a few milliseconds, so even an idle loop may be late by one step. The
    /// caller must be on the loop.
    public func lateness(after delay: Duration) async -> UInt64? {
        let stopwatch = Stopwatch()
        // Taken when the timer fires; the task resumes only one turn of the loop later.
        let passed = await waiting(for: delay) { stopwatch.nanoseconds }
        let (seconds, attoseconds) = delay.components
        let wanted = UInt64(max(seconds, 0)) * 1_000_000_000 + UInt64(max(attoseconds, 0)) / 1_000_000_000
        // It may be early: the loop counts from when its turn began.
        return passed.map { $0 > wanted ? $0 - wanted : 0 }
    }

    /// What `moment` gives when a timer fires `delay` from now. Returns nil soon after the task is cancelled.
    @discardableResult
    func waiting<Value: Sendable>(for delay: Duration, _ moment: @escaping () -> Value) async -> Value? {
        let end = OneShot<Value?>()
        let timer = EventSource.timer(on: self) { end.resolve(moment()) }
        timer.arm(after: delay)
        let value = await withTaskCancellationHandler {
            await end.value
        } onCancel: {
            end.resolve(nil)
        }
        // Also keeps the timer alive until here.
        timer.disarm()
        return value
    }
}
