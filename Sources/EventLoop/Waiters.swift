internal import Synchronization

/// Tasks that wait for a value, in order of arrival.
///
/// An actor owns it and calls it, so nothing else runs on that actor between the check that ``wait(unless:)`` makes and
/// what follows. Only cancellation can come from elsewhere, at any moment. That race is solved here, once: a task is
/// resumed exactly once, with a value or with nil. ``FairLock`` and ``CoalescedCall`` build on it.
public final class Waiters<Value: Sendable>: Sendable {
    private typealias Place = OneShot<Value?>

    private struct State {
        var waiting: [(number: Int, place: Place)] = []
        var lastNumber = 0
    }

    private let state = Mutex(State())

    /// How many tasks may wait at once.
    public let limit: Int

    /// Makes a line for at most `limit` tasks.
    public init(limit: Int) {
        self.limit = limit
    }

    /// How many tasks wait.
    public var count: Int { state.withLock { $0.waiting.count } }

    /// Whether no task waits.
    public var isEmpty: Bool { count == 0 }

    /// The number of the newest waiter; numbers only grow. For ``resumeAll(through:returning:)``.
    public var lastNumber: Int { state.withLock { $0.lastNumber } }

    /// Waits until this task is resumed. Returns nil if the task is cancelled, before or while it waits, or if `limit`
    /// others already wait; `Task.isCancelled` tells which.
    ///
    /// - Parameter known: Called before the task waits; a value it gives is returned at once. Decide here whether to
    ///   wait, not before the call: a task that does not prefer the loop may be suspended between the two.
    public func wait(unless known: () -> Value? = { nil }) async -> Value? {
        // Nothing is awaited from here until the task has its place in line. The decision may not move into the
        // operation below: for a task that does not prefer the loop, Swift 6.3 runs that outside the caller's actor.
        if Task.isCancelled { return nil }
        if let value = known() { return value }
        let place = Place()
        let number: Int? = state.withLock { state in
            guard state.waiting.count < limit else { return nil }
            state.lastNumber += 1
            state.waiting.append((state.lastNumber, place))
            return state.lastNumber
        }
        guard let number else { return nil }
        return await withTaskCancellationHandler {
            await place.value
        } onCancel: {
            leave(number)
        }
    }

    private func leave(_ number: Int) {
        let place = state.withLock { state in
            state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0).place }
        }
        place?.resolve(nil)
    }

    /// Gives `value` to the task that has waited longest. Returns false if no task waits.
    @discardableResult
    public func resumeFirst(returning value: Value) -> Bool {
        let place = state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst().place }
        place?.resolve(value)
        return place != nil
    }

    /// Gives `value` to all waiting tasks.
    public func resumeAll(returning value: Value) {
        resumeAll(through: .max, returning: value)
    }

    /// Gives `value` to all waiting tasks numbered up to `number`.
    public func resumeAll(through number: Int, returning value: Value) {
        let resumed = state.withLock { state in
            // Sorted by number, because tasks are appended as they arrive.
            let end = state.waiting.firstIndex { $0.number > number } ?? state.waiting.endIndex
            defer { state.waiting.removeFirst(end) }
            return state.waiting[..<end].map(\.place)
        }
        for place in resumed { place.resolve(value) }
    }
}

// MARK: - A lock

/// A lock that one task at a time holds, granted in order of arrival. An actor owns it.
public final class FairLock {
    private let waiters: Waiters<Void>

    /// Whether a task holds it.
    public private(set) var isTaken = false

    /// Makes a free lock for which at most `limit` tasks may wait.
    public init(limit: Int) {
        waiters = Waiters(limit: limit)
    }

    /// How many tasks wait for it.
    public var waitingCount: Int { waiters.count }

    /// Takes it as soon as it is free. Returns false if the task is cancelled first, or if too many already wait.
    ///
    /// If this returns true, the caller must release it, cancelled or not.
    public func take() async -> Bool {
        await waiters.wait {
            if isTaken { return nil }
            isTaken = true
            return ()
        } != nil
    }

    /// Hands it to the task that has waited longest, or frees it.
    public func release() {
        precondition(isTaken, "a lock was released that nobody held")
        isTaken = waiters.resumeFirst(returning: ())
    }
}

// MARK: - A shared call

/// A call that many tasks may request and that runs once at a time. An actor owns it.
///
/// A task that asks while the call runs waits for the next one, because the running one may have missed what prompted
/// the task. All tasks that ask in the meantime share that next call, so each waits for at most two.
public final class CoalescedCall<Value: Sendable> {
    private let waiters: Waiters<Value>

    /// Whether a call is running or about to.
    public private(set) var isRunning = false

    /// Makes a call for which at most `limit` tasks may wait.
    public init(limit: Int) {
        waiters = Waiters(limit: limit)
    }

    /// How many tasks wait for a value.
    public var waitingCount: Int { waiters.count }

    /// Claims the right to ``serve(_:)``, unless it is taken.
    public func begin() -> Bool {
        if isRunning { return false }
        isRunning = true
        return true
    }

    /// Waits for the next call's value. Returns nil if the task is cancelled first, or if too many already wait.
    ///
    /// - Parameter start: Called when no task serves; it must start one that does.
    public func value(start: () -> Void) async -> Value? {
        await waiters.wait {
            if begin() { start() }
            return nil
        }
    }

    /// Repeats the call until no task waits for a value. A running call goes on even if all waiting tasks are
    /// cancelled.
    public func serve(_ call: () async -> Value) async {
        precondition(isRunning, "a call was served that nobody began")
        while !waiters.isEmpty {
            let lastNumber = waiters.lastNumber
            waiters.resumeAll(through: lastNumber, returning: await call())
        }
        isRunning = false
    }
}
