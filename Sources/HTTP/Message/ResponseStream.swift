internal import Synchronization

/// A body without an end: the handler adds to it while the client reads.
///
/// It belongs to the loop of the server that sends it. What the client has not taken waits, up to a limit. Such an
/// answer has no length; the connection ends with it.
public final class ResponseStream: Sendable {
    private struct State {
        var waiting: [UInt8] = []
        var isEnded = false
        /// Tells the server that there is something to send; nil until the answer is under way.
        var wake: (@Sendable () -> Void)?
        /// Called once when the client no longer reads.
        var closed: (@Sendable () -> Void)?
    }

    private let state: Mutex<State>
    private let maximumBytes: Int

    /// Makes an empty stream.
    ///
    /// - Parameters:
    ///   - maximumBytes: how many bytes may wait for the client.
    ///   - closed: called once, on the loop, when the client has left or the answer has ended.
    public init(maximumBytes: Int, closed: @escaping @Sendable () -> Void) {
        self.maximumBytes = maximumBytes
        state = Mutex(State(closed: closed))
    }

    /// Adds to what is sent. Returns false, and adds nothing, if too much would wait or the stream has ended.
    @discardableResult
    public func send(_ bytes: [UInt8]) -> Bool {
        let (isTaken, wake) = state.withLock { state -> (Bool, (@Sendable () -> Void)?) in
            guard !state.isEnded, state.waiting.count + bytes.count <= maximumBytes else { return (false, nil) }
            state.waiting += bytes
            return (true, state.wake)
        }
        wake?()
        return isTaken
    }

    /// Ends the answer after sending what waits.
    public func end() {
        let wake = state.withLock { state in
            state.isEnded = true
            return state.wake
        }
        wake?()
    }

    // MARK: - The server's side

    /// From now on, calls `wake` when there is something to send.
    func attach(_ wake: @escaping @Sendable () -> Void) {
        state.withLock { $0.wake = wake }
    }

    /// Takes everything that waits.
    func takeWaiting() -> ArraySlice<UInt8> {
        state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting[...]
        }
    }

    /// Whether it has ended and everything was taken.
    var isFinished: Bool { state.withLock { $0.isEnded && $0.waiting.isEmpty } }

    /// The client no longer reads.
    func close() {
        let closed = state.withLock { state in
            defer { (state.isEnded, state.waiting, state.wake, state.closed) = (true, [], nil, nil) }
            return state.closed
        }
        closed?()
    }
}
