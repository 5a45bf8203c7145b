extension EventLoop {
    /// Returns after `duration`, or soon when the task is cancelled: at once if it was before.
    ///
    /// The caller has to be on the loop.
    public func sleep(for duration: Duration) async {
        await waiting(for: duration) {}
    }

    /// Sleeps for `delay`, then returns how many nanoseconds late the timer fired: the loop's lag. Nil, and soon, when
    /// the task is cancelled.
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

    /// What `moment` gives when a timer fires `delay` from now; nil, and soon, when the task is cancelled.
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
        // Also keeps it until here.
        timer.disarm()
        return value
    }
}
