internal import Synchronization

/// Tasks that wait for a value: in turn by whom they wait for, and in order of arrival for one.
///
/// Everybody who has tasks here gets one resumed before anybody gets a second, so one can't make others wait by sending
/// many. When no place is left, a newcomer takes the place of the last task of whoever has most here, unless that is
/// itself.
///
/// An actor owns it and calls it, so nothing else runs on that actor between the check that ``wait(for:unless:)``
/// makes and what follows. Only cancellation can come from elsewhere, at any moment. That race is solved here, once: a
/// task is resumed exactly once, with a value or with nil. ``FairLock`` and ``CoalescedCall`` build on it.
public final class Waiters<Value: Sendable>: Sendable {
    /// Somebody for whom tasks wait.
    public typealias Owner = UInt64

    private typealias Place = OneShot<Value?>

    private let line = Mutex(FairLine<Place>())

    /// How many tasks may wait at once.
    public let limit: Int

    /// Makes a line for at most `limit` tasks.
    public init(limit: Int) {
        self.limit = limit
    }

    /// How many tasks wait.
    public var count: Int { line.withLock { $0.count } }

    /// Whether no task waits.
    public var isEmpty: Bool { count == 0 }

    /// The number of the newest waiter; numbers only grow. For ``resumeAll(through:returning:)``.
    public var lastNumber: Int { line.withLock { $0.lastNumber } }

    /// Waits until this task is resumed. Returns nil if the task is cancelled, before or while it waits, or if there is
    /// no place left for it; `Task.isCancelled` tells which.
    ///
    /// - Parameters:
    ///   - owner: whom the task is for.
    ///   - known: Called before the task waits; a value it gives is returned at once. Decide here whether to wait, not
    ///     before the call: a task that does not prefer the loop may be suspended between the two.
    public func wait(for owner: Owner = 0, unless known: () -> Value? = { nil }) async -> Value? {
        // Nothing is awaited from here until the task has its place in line. The decision may not move into the
        // operation below: for a task that does not prefer the loop, Swift 6.3 runs that outside the caller's actor.
        if Task.isCancelled { return nil }
        if let value = known() { return value }
        let place = Place()
        let (number, displaced): (Int?, Place?) = line.withLock { line in
            guard line.count >= limit else { return (line.append(place, of: owner), nil) }
            guard let displaced = line.displace(for: owner) else { return (nil, nil) }
            return (line.append(place, of: owner), displaced)
        }
        displaced?.resolve(nil)
        guard let number else { return nil }
        return await withTaskCancellationHandler {
            await place.value
        } onCancel: {
            leave(number)
        }
    }

    private func leave(_ number: Int) {
        line.withLock { $0.remove(number: number) }?.resolve(nil)
    }

    /// Gives `value` to the task whose turn it is. Returns false if no task waits.
    @discardableResult
    public func resumeFirst(returning value: Value) -> Bool {
        let place = line.withLock { $0.removeNext() }
        place?.resolve(value)
        return place != nil
    }

    /// Gives `value` to all waiting tasks.
    public func resumeAll(returning value: Value) {
        resumeAll(through: .max, returning: value)
    }

    /// Gives `value` to all waiting tasks numbered up to `number`.
    public func resumeAll(through number: Int, returning value: Value) {
        let resumed = line.withLock { $0.removeAll(through: number) }
        for place in resumed { place.resolve(value) }
    }
}

// MARK: - A lock

/// A lock that one task at a time holds, granted in turn as to ``Waiters``. An actor owns it.
public final class FairLock {
    private let waiters: Waiters<Void>

    /// Whether a task holds it.
    public private(set) var isTaken = false

    /// Makes a free lock for which at most `limit` tasks may wait.
    public init(limit: Int) {
        waiters = Waiters(limit: limit)
    }

    /// How many tasks may wait for it.
    public var limit: Int { waiters.limit }

    /// How many tasks wait for it.
    public var waitingCount: Int { waiters.count }

    /// Takes it as soon as it is free. Returns false if the task is cancelled first, or if too many already wait.
    ///
    /// If this returns true, the caller must release it, cancelled or not.
    public func take(for owner: UInt64 = 0) async -> Bool {
        await waiters.wait(for: owner) {
            if isTaken { return nil }
            isTaken = true
            return ()
        } != nil
    }

    /// Hands it to the task whose turn it is, or frees it.
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
    /// - Parameters:
    ///   - owner: whom the task is for.
    ///   - start: Called when no task serves; it must start one that does.
    public func value(for owner: UInt64 = 0, start: () -> Void) async -> Value? {
        await waiters.wait(for: owner) {
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
