public import Dispatch

/// A serial Dispatch queue as an actor's executor: for state that is worked on away from the loop.
///
/// An actor that names one as its `unownedExecutor` keeps the loop free of what it computes, and needs no
/// lock for what it holds.
public final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    /// Makes an executor with a queue of its own.
    public init(label: String, quality: DispatchQoS = .utility) {
        queue = DispatchQueue(label: label, qos: quality)
    }

    /// Makes an executor that takes turns with others of the same target.
    public init(label: String, target: DispatchQueue) {
        queue = DispatchQueue(label: label, target: target)
    }

    /// Takes a job from Swift's runtime and runs it on the queue.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async {
            unsafe job.runSynchronously(on: self.asUnownedSerialExecutor())
        }
    }

    /// Traps when the caller is not on the queue.
    public func checkIsolated() {
        dispatchPrecondition(condition: .onQueue(queue))
    }
}
