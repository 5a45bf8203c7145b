extension EventLoop {
    /// Returns after `duration`, or soon when the task is cancelled: at once if it was before.
    ///
    /// The caller has to be on the loop.
    public func sleep(for duration: Duration) async {
        await waiting(for: duration) {}
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
