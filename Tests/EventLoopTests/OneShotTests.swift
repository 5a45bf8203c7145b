internal import EventLoop
internal import Foundation
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("A one-shot value", .timeLimit(.minutes(5)))
struct OneShotTests {
    @Test func `the first one wins, given before anybody waits`() async {
        let outcome = OneShot<String>()
        outcome.resolve("first")
        outcome.resolve("second")
        #expect(await outcome.value == "first")
        #expect(await outcome.value == "first")
    }

    @Test func `whoever waits gets the first one`() async throws {
        let outcome = OneShot<String>()
        let waiter = Task { await outcome.value }
        try await onThread {
            outcome.resolve("first")
            outcome.resolve("second")
        }
        #expect(await waiter.value == "first")
    }

    @Test func `with many threads racing there is one winner, the same for all time`() async throws {
        for _ in 0..<50 {
            let outcome = OneShot<Int>()
            let start = StartingLine(of: 6)
            async let value = outcome.value
            try await withThrowingTaskGroup { group in
                for thread in 1...6 {
                    group.addTask {
                        try await onThread {
                            start.meet()
                            outcome.resolve(thread)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let winner = await value
            #expect((1...6).contains(winner))
            outcome.resolve(0)
            #expect(await outcome.value == winner)
        }
    }

    @Test func `a race between waiting and giving loses nothing`() async throws {
        for number in 0..<500 {
            let outcome = OneShot<Int>()
            Task.detached { outcome.resolve(number) }
            #expect(await outcome.value == number)
        }
    }

    @Test func `of a deadline and an event on a loop the first wins`() async throws {
        let winner = try await onLoop { loop in
            let outcome = OneShot<String>()
            let deadline = EventSource.timer(on: loop) { outcome.resolve("deadline") }
            let event = EventSource.timer(on: loop) { outcome.resolve("event") }
            deadline.arm(after: .milliseconds(20))
            event.arm(after: .milliseconds(1))
            let first = await outcome.value
            withExtendedLifetime((deadline, event)) {}
            return first
        }
        #expect(winner == "event")
    }
}

/// Starts threads together once all have arrived.
private final class StartingLine: Sendable {
    private let missing: Atomic<Int>

    init(of count: Int) { missing = Atomic(count) }

    func meet() {
        missing.subtract(1, ordering: .relaxed)
        while missing.load(ordering: .relaxed) > 0 { sched_yield() }
    }
}
