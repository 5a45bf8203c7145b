internal import Dispatch
internal import EventLoop
internal import Foundation
internal import Synchronization

/// Runs blocking `work` on its own thread: Swift's pool has few, shared by all tests.
func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    // As a task, so that it still belongs to the test.
    try await Task(executorPreference: FreshThreads()) { try work() }.value
}

/// Runs each job on a new thread.
private final class FreshThreads: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        Thread.detachNewThread { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

/// Runs `work` and blocks the calling thread, which must not be one of Swift's, until it has returned.
func wait<Value: Sendable>(for work: @escaping @Sendable () async -> Value) -> Value {
    let result = Mutex<Value?>(nil)
    let end = DispatchSemaphore(value: 0)
    Task {
        let value = await work()
        result.withLock { $0 = value }
        end.signal()
    }
    while true {
        end.wait()
        if let value = result.withLock({ $0 }) { return value }
    }
}

/// Lends a loop, driven by its own thread, until `body` has returned.
func withLoop<Value>(_ body: (EventLoop) async throws -> Value) async throws -> Value {
    let loop = try EventLoop()
    let end = OneShot<Void>()
    Thread.detachNewThread {
        loop.run()
        end.resolve(())
    }
    let result: Result<Value, any Error>
    do {
        result = .success(try await body(loop))
    } catch {
        result = .failure(error)
    }
    loop.stop()
    await end.value
    return try result.get()
}

/// Holds tasks back until it is opened.
final class Gate: Sendable {
    private let isOpen = Atomic(false)
    private let waiting = Atomic(0)
    private let cancelled = Atomic(0)

    /// How many tasks wait.
    var waitingCount: Int { waiting.load(ordering: .relaxed) }

    /// How many tasks were cancelled while they waited.
    var cancelledCount: Int { cancelled.load(ordering: .relaxed) }

    var isOpened: Bool { isOpen.load(ordering: .relaxed) }

    func open() { isOpen.store(true, ordering: .relaxed) }

    /// Waits until it is opened or, unless that is ignored, the task is cancelled.
    func pass(ignoringCancellation: Bool = false) async {
        waiting.add(1, ordering: .relaxed)
        defer { waiting.subtract(1, ordering: .relaxed) }
        while !isOpen.load(ordering: .relaxed) {
            if Task.isCancelled, !ignoringCancellation {
                cancelled.add(1, ordering: .relaxed)
                return
            }
            // Returns at once when cancelled.
            await Task.yield()
            try? await Task.sleep(for: .milliseconds(1))
        }
    }
}
