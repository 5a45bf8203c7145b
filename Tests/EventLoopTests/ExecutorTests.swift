internal import EventLoop
internal import Foundation
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("A loop as an executor", .timeLimit(.minutes(5)))
struct ExecutorTests {
    @Test func `an actor on the loop runs on the loop's thread`() async throws {
        let loop = try EventLoop()
        let driver = Mutex<pthread_t?>(nil)
        async let thread: Void = onThread {
            driver.withLock { $0 = pthread_self() }
            loop.run()
        }
        let notebook = Notebook(on: loop)
        for _ in 0..<10 {
            #expect(await notebook.thread == driver.withLock { $0 })
            #expect(await notebook.isOn(loop))
        }
        #expect(!loop.isCurrent)
        #expect(loop.isIsolatingCurrentContext() == false)
        loop.stop()
        try await thread
    }

    @Test func `a task that prefers the loop comes back to it after each await`() async throws {
        try await withLoop { loop in
            let wasOnLoop = await Task(executorPreference: loop) {
                var wasOnLoop = [loop.isCurrent]
                await Task.yield()
                wasOnLoop.append(loop.isCurrent)
                await withCheckedContinuation { continuation in
                    Thread.detachNewThread { continuation.resume() }
                }
                wasOnLoop.append(loop.isCurrent)
                async let child = loop.isCurrent
                wasOnLoop.append(await child)
                return wasOnLoop
            }.value
            #expect(wasOnLoop == [true, true, true, true])
        }
    }

    @Test func `jobs from many threads keep each thread's order, and none is lost`() async throws {
        let (threadCount, jobCount) = (8, 2_000)
        try await withLoop { loop in
            let notebook = Notebook(on: loop)
            try await withThrowingTaskGroup(of: [Task<Void, Never>].self) { group in
                for thread in 0..<threadCount {
                    group.addTask {
                        try await onThread {
                            (thread * jobCount..<(thread + 1) * jobCount).map { entry in
                                Task(executorPreference: loop) { await notebook.write(entry) }
                            }
                        }
                    }
                }
                for try await tasks in group {
                    for task in tasks { await task.value }
                }
            }
            let entries = await notebook.entries
            #expect(entries.count == threadCount * jobCount)
            for thread in 0..<threadCount {
                let ofThread = entries.filter { $0 / jobCount == thread }
                #expect(ofThread == Array(thread * jobCount..<(thread + 1) * jobCount))
            }
        }
    }

    @Test func `two loops in one process do not mix`() async throws {
        try await withLoop { first in
            try await withLoop { second in
                let (left, right) = (Notebook(on: first), Notebook(on: second))
                for number in 0..<500 {
                    await left.write(number)
                    await right.write(-number)
                }
                #expect(await left.thread != right.thread)
                #expect(await left.isOn(first))
                #expect(await right.isOn(second))
                #expect(await !left.isOn(second))
                #expect(await !right.isOn(first))
                #expect(await left.entries == Array(0..<500))
                #expect(await right.entries == (0..<500).map(-))
            }
        }
    }

    @Test func `actors on one loop enter each other without leaving the thread`() async throws {
        try await withLoop { loop in
            let (left, right) = (Notebook(on: loop), Notebook(on: loop))
            await left.callAtOnce { right.writeAtOnce(2) }
            await Task(executorPreference: loop) { left.writeAtOnce(1) }.value
            #expect(await left.entries == [1])
            #expect(await right.entries == [2])
        }
    }

    @Test func `an isolated deinit runs on the loop, whoever lets go`() async throws {
        let wasOnLoop = Mutex<Bool?>(nil)
        try await withLoop { loop in
            var witness: Witness? = Witness(on: loop) { isOnLoop in wasOnLoop.withLock { $0 = isOnLoop } }
            await witness?.touch()
            witness = nil
            try await eventually { wasOnLoop.withLock { $0 } != nil }
        }
        #expect(wasOnLoop.withLock { $0 } == true)
    }
}

/// Records where it was deinitialised.
private actor Witness {
    private let loop: EventLoop
    private let report: @Sendable (Bool) -> Void

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(on loop: EventLoop, report: @escaping @Sendable (Bool) -> Void) {
        self.loop = loop
        self.report = report
    }

    isolated deinit {
        report(loop.isCurrent)
    }

    func touch() {}
}
