internal import EventLoop
internal import Foundation
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("Running a loop", .timeLimit(.minutes(5)))
struct RunningTests {
    @Test func `run gives what the operation returns`() async throws {
        let result = try await onThread {
            let loop = try EventLoop()
            return loop.run {
                await Task.yield()
                return loop.isCurrent ? "on the loop" : "elsewhere"
            }
        }
        #expect(result == "on the loop")
    }

    @Test func `run waits for an operation that waits for another thread`() async throws {
        let result = try await onThread {
            try EventLoop().run {
                await withCheckedContinuation { continuation in
                    Thread.detachNewThread { continuation.resume(returning: 7) }
                }
            }
        }
        #expect(result == 7)
    }

    @Test func `run throws what the operation throws`() async throws {
        struct Failure: Error, Equatable {}
        await #expect(throws: Failure()) {
            try await onThread {
                try EventLoop().run { () async throws(Failure) in
                    await Task.yield()
                    throw Failure()
                }
            }
        }
    }

    @Test func `a loop runs again, on whichever thread`() async throws {
        let loop = try EventLoop()
        for number in 0..<20 {
            let result = try await onThread { loop.run { number } }
            #expect(result == number)
        }
    }

    @Test func `a stop by somebody else does not cut the operation short`() async throws {
        let loop = try EventLoop()
        let (mayEnd, hasBegun) = (OneShot<Void>(), OneShot<Void>())
        async let result = onThread {
            loop.run {
                hasBegun.resolve(())
                await mayEnd.value
                return 1
            }
        }
        await hasBegun.value
        for _ in 0..<100 { loop.stop() }
        mayEnd.resolve(())
        #expect(try await result == 1)
    }

    @Test func `any thread stops a loop, also one that waits`() async throws {
        let loop = try EventLoop()
        for _ in 0..<50 {
            async let thread: Void = onThread { loop.run() }
            try await onThread { loop.stop() }
            try await thread
            #expect(!loop.isCurrent)
        }
    }

    @Test func `a stop before the run ends the run at once`() async throws {
        let loop = try EventLoop()
        loop.stop()
        try await onThread { loop.run() }
    }

    @Test func `each stop ends one run, and none is lost between two`() async throws {
        let loop = try EventLoop()
        for _ in 0..<3 { loop.stop() }
        let returned = try await onThread {
            for _ in 0..<3 { loop.run() }
            // Another run would wait for its own stop.
            let isOver = Mutex(false)
            let timer = EventSource.timer(on: loop) {
                isOver.withLock { $0 = true }
                loop.stop()
            }
            timer.arm(after: .milliseconds(1))
            loop.run()
            return isOver.withLock { $0 }
        }
        #expect(returned)
    }

    @Test func `a stop lets the jobs before it run`() async throws {
        let loop = try EventLoop()
        let notebook = Notebook(on: loop)
        let tasks = (0..<100).map { number in
            Task(executorPreference: loop) { await notebook.write(number) }
        }
        loop.stop()
        try await onThread { loop.run() }
        for task in tasks { await task.value }
        let entries = try await onThread { loop.run { await notebook.entries } }
        #expect(entries == Array(0..<100))
    }

    @Test func `loops come and go`() async throws {
        for number in 0..<200 {
            let result = try await onThread { try EventLoop().run { number } }
            #expect(result == number)
        }
    }

    @Test func `two threads may not drive one loop`() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let loop = try EventLoop()
            loop.run { loop.run() }
        }
        #expect(complaint(of: result).contains("the loop already runs on a thread"))
    }

    @Test func `an actor on the loop is not entered from another thread`() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            Notebook(on: try EventLoop()).writeAtOnce(1)
        }
        #expect(complaint(of: result).contains("Incorrect actor executor"))
    }

    @Test func `another thread may not touch what belongs to a loop that is driven`() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try await withLoop { loop in
                // Once this returns, the thread is inside the loop.
                await Task(executorPreference: loop) {}.value
                _ = EventSource.timer(on: loop) {}
            }
        }
        #expect(complaint(of: result).contains("was touched by a thread"))
    }

    /// What a trapped process left on standard error.
    private func complaint(of result: ExitTest.Result?) -> String {
        String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    }
}
