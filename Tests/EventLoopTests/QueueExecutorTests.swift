internal import Dispatch
internal import EventLoop
internal import Synchronization
internal import Testing

@Suite("A queue as an executor", .timeLimit(.minutes(1)))
struct QueueExecutorTests {
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
