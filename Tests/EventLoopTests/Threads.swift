internal import EventLoop
internal import Foundation

/// Runs blocking `work` on its own thread: Swift's pool has few, shared by all tests.
func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread {
            continuation.resume(with: Result { try work() })
        }
    }
}

/// Lends a loop, driven by its own thread, until `body` has returned.
func withLoop<Value>(_ body: (EventLoop) async throws -> Value) async throws -> Value {
    let loop = try EventLoop()
    async let thread: Void = onThread { loop.run() }
    let result: Result<Value, any Error>
    do {
        result = .success(try await body(loop))
    } catch {
        result = .failure(error)
    }
    loop.stop()
    try await thread
    return try result.get()
}

/// Runs `operation` on a new loop, driven by its own thread.
func onLoop<Value: Sendable>(
    _ operation: @escaping @Sendable (EventLoop) async throws -> Value
) async throws -> Value {
    try await withLoop { loop in
        try await Task(executorPreference: loop) { try await operation(loop) }.value
    }
}

/// An actor on a loop, with state.
actor Notebook {
    nonisolated let loop: EventLoop
    private(set) var entries: [Int] = []

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(on loop: EventLoop) {
        self.loop = loop
    }

    func write(_ entry: Int) {
        entries.append(entry)
    }

    /// Writes without waiting, which only the loop's thread may do.
    nonisolated func writeAtOnce(_ entry: Int) {
        assumeIsolated { $0.write(entry) }
    }

    /// Calls `body` from here, without waiting.
    func callAtOnce(_ body: () -> Void) {
        body()
    }

    /// The thread this actor runs on.
    var thread: pthread_t { pthread_self() }

    /// Whether `other` considers the current thread its own.
    func isOn(_ other: EventLoop) -> Bool {
        other.isCurrent || other.isIsolatingCurrentContext() == true
    }
}
