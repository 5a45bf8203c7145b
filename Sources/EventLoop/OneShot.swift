internal import Synchronization

/// A promise of one value, awaited by one task. Several callers may try to resolve it; the first wins.
///
/// For work that ends on its own, by a deadline or by cancellation, whichever comes first. For tasks that wait
/// repeatedly or in line, use ``Waiters``.
public final class OneShot<Value: Sendable>: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Value, Never>)
        case resolved(Value)
    }

    private let state = Mutex(State.open)

    /// Makes an unresolved promise.
    public init() {}

    /// Whether it has a value.
    public var isResolved: Bool {
        state.withLock { state in
            if case .resolved = state { true } else { false }
        }
    }

    /// Sets the value, unless there is one already. Any thread may call it.
    public func resolve(_ value: Value) {
        let waiter: CheckedContinuation<Value, Never>? = state.withLock { state in
            switch state {
            case .open:
                state = .resolved(value)
                return nil
            case .awaited(let continuation):
                state = .resolved(value)
                return continuation
            case .resolved:
                return nil
            }
        }
        waiter?.resume(returning: value)
    }

    /// The value, once there is one. One task at a time may await it.
    public var value: Value {
        get async {
            await withCheckedContinuation { continuation in
                let known: Value? = state.withLock { state in
                    if case .resolved(let value) = state { return value }
                    guard case .open = state else { preconditionFailure("two tasks await one outcome") }
                    state = .awaited(continuation)
                    return nil
                }
                if let known { continuation.resume(returning: known) }
            }
        }
    }
}
