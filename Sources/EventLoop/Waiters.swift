internal import Synchronization

/// Tasks that wait for a value, in the order they came.
///
/// An actor owns it and calls it: what ``wait(unless:)`` asks and what follows is then one step for everybody else on
/// that actor. Only cancellation comes from elsewhere, at any moment, and that race is solved here, once: a task is
/// resumed exactly one time, with a value or with nil. ``FairLock`` and ``CoalescedCall`` are built on it.
public final class Waiters<Value: Sendable>: Sendable {
    private typealias Place = OneShot<Value?>

    private struct State {
        var waiting: [(number: Int, place: Place)] = []
        var lastNumber = 0
    }

    private let state = Mutex(State())

    /// How many may wait at once.
    public let limit: Int

    /// Makes a line for at most `limit` tasks.
    public init(limit: Int) {
        self.limit = limit
    }

    /// How many wait.
    public var count: Int { state.withLock { $0.waiting.count } }

    /// Whether nobody waits.
    public var isEmpty: Bool { count == 0 }

    /// The number of the task that came last; numbers grow. For ``resumeAll(through:returning:)``.
    public var lastNumber: Int { state.withLock { $0.lastNumber } }

    /// Waits until somebody resumes this task. Returns nil when the task is cancelled, before or meanwhile, and when
    /// `limit` others wait already: ask `Task.isCancelled` which it was.
    ///
    /// - Parameter known: Called before the task waits; when it gives a value, that is returned at once. Decide here,
    ///   and not before the call, whether to wait: between the two, a task that does not prefer the loop may be
    ///   suspended.
    public func wait(unless known: () -> Value? = { nil }) async -> Value? {
        // From here to the place in line nothing is awaited. The decision may not stand in the operation below: for a
        // task that does not prefer the loop, Swift 6.3 runs that outside the caller's actor.
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

    /// Gives `value` to the task that has waited longest; false when none waits.
    @discardableResult
    public func resumeFirst(returning value: Value) -> Bool {
        let place = state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst().place }
        place?.resolve(value)
        return place != nil
    }

    /// Gives `value` to all that wait.
    public func resumeAll(returning value: Value) {
        resumeAll(through: .max, returning: value)
    }

    /// Gives `value` to all that wait and whose number is at most `number`.
    public func resumeAll(through number: Int, returning value: Value) {
        let resumed = state.withLock { state in
            // In the order of their numbers, as they came.
            let end = state.waiting.firstIndex { $0.number > number } ?? state.waiting.endIndex
            defer { state.waiting.removeFirst(end) }
            return state.waiting[..<end].map(\.place)
        }
        for place in resumed { place.resolve(value) }
    }
}

// MARK: - A lock

/// A lock that one task at a time holds, in the order they came. An actor owns it.
public final class FairLock {
    private let waiters: Waiters<Void>

    /// Whether a task holds it.
    public private(set) var isTaken = false

    /// Makes a free lock for which at most `limit` tasks may wait.
    public init(limit: Int) {
        waiters = Waiters(limit: limit)
    }

    /// How many wait for it.
    public var waitingCount: Int { waiters.count }

    /// Takes it as soon as it is free. False when the task is cancelled first, or when too many wait already.
    ///
    /// After true the caller must release it, cancelled or not.
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

/// A call that many tasks ask for and that runs once at a time. An actor owns it.
///
/// A task that asks while the call runs waits for the next one, since the running one may have missed what the task
/// knows of; all that ask meanwhile share it. So however many ask, each waits for two calls at most.
public final class CoalescedCall<Value: Sendable> {
    private let waiters: Waiters<Value>

    /// Whether a call runs or is about to.
    public private(set) var isRunning = false

    /// Makes a call for which at most `limit` tasks may wait.
    public init(limit: Int) {
        waiters = Waiters(limit: limit)
    }

    /// How many wait for a value.
    public var waitingCount: Int { waiters.count }

    /// Claims the right to ``serve(_:)``, unless somebody has it.
    public func begin() -> Bool {
        if isRunning { return false }
        isRunning = true
        return true
    }

    /// Waits for the next call's value. Nil when the task is cancelled first, or when too many wait already.
    ///
    /// - Parameter start: Called when nobody serves: it must start a task that does.
    public func value(start: () -> Void) async -> Value? {
        await waiters.wait {
            if begin() { start() }
            return nil
        }
    }

    /// Calls until nobody waits for a value. It goes on when the tasks that wait are cancelled.
    public func serve(_ call: () async -> Value) async {
        precondition(isRunning, "a call was served that nobody began")
        while !waiters.isEmpty {
            let lastNumber = waiters.lastNumber
            waiters.resumeAll(through: lastNumber, returning: await call())
        }
        isRunning = false
    }
}
