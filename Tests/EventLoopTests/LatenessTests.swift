internal import EventLoop
internal import TestSupport
internal import Testing

@Suite("How late a loop is", .timeLimit(.minutes(5)))
struct LatenessTests {
    @Test func `as late as what kept it busy`() async throws {
        let lateness = try await onLoop { loop in
            let measured = Task.immediate(executorPreference: loop) { await loop.lateness(after: .milliseconds(1)) }
            let stopwatch = Stopwatch()
            while stopwatch.nanoseconds < 50_000_000 {}
            return await measured.value
        }
        #expect(try #require(lateness) >= 49_000_000)
    }

    @Test func `nobody waits for it any more when the task is cancelled`() async throws {
        let lateness = try await onLoop { loop in
            let measured = Task.immediate(executorPreference: loop) { await loop.lateness(after: .seconds(3600)) }
            measured.cancel()
            return await measured.value
        }
        #expect(lateness == nil)
    }

    @Test func `a stopwatch goes forward`() {
        let stopwatch = Stopwatch()
        let first = stopwatch.nanoseconds
        while stopwatch.nanoseconds == first {}
        #expect(stopwatch.nanoseconds > first)
    }
}
