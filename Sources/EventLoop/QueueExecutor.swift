public import Dispatch

/// A serial Dispatch queue as an actor's executor, for work done away from the loop.
///
/// An actor that returns one as its `unownedExecutor` keeps its work off the loop and needs no lock for its state.
public final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    /// Makes an executor with a queue of its own.
    public init(label: String, quality: DispatchQoS = .utility) {
        queue = DispatchQueue(label: label, qos: quality)
    }

    /// Makes an executor that takes turns with the others on the same target queue.
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
