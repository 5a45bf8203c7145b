internal import Dispatch
internal import EventLoop
internal import Synchronization
internal import Testing

@Suite("Work away from the loop", .timeLimit(.minutes(1)))
struct OffloadTests {
    @Test func `offloaded work runs on the queue, and what awaits it comes back to the loop`() async throws {
        try await onLoop { loop in
            let queue = DispatchQueue(label: "work")
            let wasOnLoop = await offload(to: queue) { _ in
                dispatchPrecondition(condition: .onQueue(queue))
                return loop.isCurrent
            }
            #expect(!wasOnLoop)
            #expect(loop.isCurrent)
        }
    }

    @Test func `the loop goes on while offloaded work blocks`() async throws {
        try await onLoop { loop in
            let gate = DispatchSemaphore(value: 0)
            let timer = EventSource.timer(on: loop) { gate.signal() }
            timer.arm(after: .milliseconds(1))
            // Without the loop's own timer this would not end.
            let result = await offload(to: DispatchQueue(label: "work")) { _ in
                gate.wait()
                return 5
            }
            #expect(result == 5)
            withExtendedLifetime(timer) {}
        }
    }

    @Test func `cancelling raises the flag of work under way`() async throws {
        try await withLoop { loop in
            let hasBegun = FirstOutcome<Void>()
            let task = Task(executorPreference: loop) {
                await offload(to: DispatchQueue(label: "work")) { flag in
                    let before = flag.isCancelled
                    hasBegun.resolve(())
                    // Ends when the flag is raised, and not before.
                    while !flag.isCancelled {}
                    return before ? "raised too early" : "raised"
                }
            }
            await hasBegun.value
            task.cancel()
            #expect(await task.value == "raised")
        }
    }

    @Test func `work of a task that was cancelled before sees the flag from the start`() async throws {
        try await withLoop { loop in
            let gate = FirstOutcome<Void>()
            let task = Task(executorPreference: loop) {
                await gate.value
                return await offload(to: DispatchQueue(label: "work")) { $0.isCancelled }
            }
            task.cancel()
            gate.resolve(())
            #expect(await task.value)
        }
    }

    @Test func `the flag of others is not raised`() async throws {
        let hasBegun = FirstOutcome<Void>()
        let (left, right) = (DispatchQueue(label: "left"), DispatchQueue(label: "right"))
        let cancelled = Task {
            await offload(to: left) { flag in
                hasBegun.resolve(())
                while !flag.isCancelled {}
            }
        }
        await hasBegun.value
        let other = Task {
            await offload(to: right) { flag in
                cancelled.cancel()
                return flag.isCancelled
            }
        }
        await cancelled.value
        #expect(await !other.value)
    }

    @Test func `a raised flag stays raised`() {
        let flag = CancellationFlag()
        #expect(!flag.isCancelled)
        flag.cancel()
        flag.cancel()
        #expect(flag.isCancelled)
    }

    @Test func `an actor on a queue runs there, one job at a time`() async throws {
        try await onLoop { loop in
            let counter = Counter(label: "counter")
            await withTaskGroup { group in
                for _ in 0..<2_000 { group.addTask { await counter.increment() } }
            }
            #expect(await counter.value == 2_000)
            #expect(await counter.overlaps == 0)
            #expect(await !counter.isOn(loop))
            #expect(loop.isCurrent)
        }
    }

    @Test func `actors on two queues run at once`() async {
        let (left, right) = (Counter(label: "left"), Counter(label: "right"))
        let (toLeft, toRight) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        // Each waits for the other, so neither could end alone.
        async let first: Void = left.meet(signalling: toRight, waitingFor: toLeft)
        async let second: Void = right.meet(signalling: toLeft, waitingFor: toRight)
        _ = await (first, second)
    }

    @Test func `an actor on a queue is not entered from elsewhere`() async {
        await #expect(processExitsWith: .failure) {
            Counter(label: "counter").incrementAtOnce()
        }
    }
}

/// Counts on a queue, and notices when two count at once.
private actor Counter {
    private let queue: QueueExecutor
    private let isInside = Atomic(false)
    private(set) var value = 0
    private(set) var overlaps = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    init(label: String) {
        queue = QueueExecutor(label: label)
    }

    func increment() {
        if isInside.exchange(true, ordering: .relaxed) { overlaps += 1 }
        value += 1
        isInside.store(false, ordering: .relaxed)
    }

    /// Increments without waiting, which only the queue may.
    nonisolated func incrementAtOnce() {
        assumeIsolated { $0.increment() }
    }

    func isOn(_ loop: EventLoop) -> Bool { loop.isCurrent }

    func meet(signalling theirs: DispatchSemaphore, waitingFor ours: DispatchSemaphore) {
        theirs.signal()
        ours.wait()
    }
}
