internal import Dispatch
package import EventLoop
internal import Foundation
internal import Synchronization

/// Runs blocking `work` on its own thread: Swift's pool has few, shared by all tests.
package func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
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
package func wait<Value: Sendable>(for work: @escaping @Sendable () async -> Value) -> Value {
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
package func withLoop<Value>(_ body: (EventLoop) async throws -> Value) async throws -> Value {
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

/// Runs `operation` on a new loop that a thread of its own drives.
package func onLoop<Value: Sendable>(
    _ operation: @escaping @Sendable (EventLoop) async throws -> Value
) async throws -> Value {
    try await withLoop { loop in
        try await Task(executorPreference: loop) { try await operation(loop) }.value
    }
}
