public import Dispatch
internal import Synchronization

/// Says whether work should give up. Any thread may read or raise it.
public final class CancellationFlag: Sendable {
    private let flag = Atomic(false)

    /// Makes a flag that is not raised.
    public init() {}

    /// Whether somebody raised it.
    public var isCancelled: Bool { flag.load(ordering: .relaxed) }

    /// Raises it, for good.
    public func cancel() { flag.store(true, ordering: .relaxed) }
}

/// Runs blocking `work` as a work item on `queue` and awaits its result.
///
/// Cancelling the awaiting task raises the flag at once; the work is expected to poll it and to return
/// early. The continuation is resumed exactly once, by the work item.
public func offload<Value: Sendable>(
    to queue: DispatchQueue,
    _ work: @escaping @Sendable (CancellationFlag) -> Value
) async -> Value {
    let flag = CancellationFlag()
    return await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in
            queue.async {
                continuation.resume(returning: work(flag))
            }
        }
    } onCancel: {
        flag.cancel()
    }
}
