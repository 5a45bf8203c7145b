internal import Synchronization

/// A promise of one value that one task awaits: several may try to give it, and the first wins.
///
/// For work that ends by itself, by a deadline or by cancellation, whichever comes first. Tasks that wait for something
/// again and again, or that wait in line, are ``Waiters``.
public final class OneShot<Value: Sendable>: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Value, Never>)
        case resolved(Value)
    }

    private let state = Mutex(State.open)

    /// Makes one without an outcome.
    public init() {}

    /// Whether there is an outcome.
    public var isResolved: Bool {
        state.withLock { state in
            if case .resolved = state { true } else { false }
        }
    }

    /// Gives the outcome, unless there is one. Any thread may call it.
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

    /// The outcome, once there is one. One task at a time may await it.
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
