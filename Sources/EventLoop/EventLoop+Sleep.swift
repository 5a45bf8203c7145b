extension EventLoop {
    /// Returns after `duration`, or soon when the task is cancelled: at once if it was before.
    ///
    /// The caller has to be on the loop.
    public func sleep(for duration: Duration) async {
        let end = FirstOutcome<Void>()
        let timer = EventSource.timer(on: self) { end.resolve(()) }
        timer.arm(after: duration)
        await withTaskCancellationHandler {
            await end.value
        } onCancel: {
            end.resolve(())
        }
        // Also keeps it until here.
        timer.disarm()
    }
}
