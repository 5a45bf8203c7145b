internal import Dispatch
internal import EventLoop
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("A queue as an executor", .timeLimit(.minutes(5)))
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

    @Test func `actors whose queues have one target take turns`() async {
        let target = DispatchQueue(label: "target")
        let counters = (0..<4).map { Counter(label: "counter \($0)", target: target) }
        let inside = Overlap()
        await withTaskGroup { group in
            for number in 0..<400 {
                group.addTask { await counters[number % 4].increment(noting: inside) }
            }
        }
        for counter in counters { #expect(await counter.value == 100) }
        #expect(inside.count == 0)
    }

    @Test func `an actor on a queue is not entered from elsewhere`() async {
        await #expect(processExitsWith: .failure) {
            Counter(label: "counter").incrementAtOnce()
        }
    }
}

/// Counts on a queue, and notices concurrent counting.
private actor Counter {
    private let queue: QueueExecutor
    private let isInside = Atomic(false)
    private(set) var value = 0
    private(set) var overlaps = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    init(label: String) {
        queue = QueueExecutor(label: label)
    }

    init(label: String, target: DispatchQueue) {
        queue = QueueExecutor(label: label, target: target)
    }

    func increment(noting overlap: Overlap) {
        overlap.enter()
        increment()
        overlap.leave()
    }

    func increment() {
        if isInside.exchange(true, ordering: .relaxed) { overlaps += 1 }
        value += 1
        isInside.store(false, ordering: .relaxed)
    }

    /// Increments without waiting, which only the queue may do.
    nonisolated func incrementAtOnce() {
        assumeIsolated { $0.increment() }
    }

    func isOn(_ loop: EventLoop) -> Bool { loop.isCurrent }

    func meet(signalling theirs: DispatchSemaphore, waitingFor ours: DispatchSemaphore) {
        theirs.signal()
        ours.wait()
    }
}

/// Notices when two are inside at once.
private final class Overlap: Sendable {
    private let inside = Atomic(0)
    private let overlaps = Atomic(0)

    var count: Int { overlaps.load(ordering: .relaxed) }

    func enter() {
        if inside.add(1, ordering: .relaxed).newValue > 1 { overlaps.add(1, ordering: .relaxed) }
    }

    func leave() { inside.subtract(1, ordering: .relaxed) }
}
