internal import Synchronization

/// A body without an end: what the handler adds to it, and what is appended to the log that it follows, if there is
/// one.
///
/// It belongs to the loop of the server that sends it. What the client has not taken waits, up to a limit. Such an
/// answer has no length; the connection ends with it.
public final class ResponseStream: Sendable {
    private struct State {
        var waiting: [UInt8] = []

        /// The next in the log, and where it ends for this stream.
        var place: StreamLog.Place?
        var end: StreamLog.Place?
        var isEnded = false
        /// Tells the server that there is something to send; nil until the answer is under way.
        var wake: (@Sendable () -> Void)?
        /// Called once when the client no longer reads.
        var closed: (@Sendable () -> Void)?
    }

    private let state: Mutex<State>
    private let maximumBytes: Int
    private let log: StreamLog?

    /// Makes an empty stream.
    ///
    /// - Parameters:
    ///   - maximumBytes: how many bytes may wait for the client, besides the log's.
    ///   - log: what is sent too, as far as it is appended from now on.
    ///   - closed: called once, on the loop, when the client has left or the answer has ended.
    public init(maximumBytes: Int, following log: StreamLog? = nil, closed: @escaping @Sendable () -> Void) {
        self.maximumBytes = maximumBytes
        self.log = log
        state = Mutex(State(place: log?.end(), closed: closed))
    }

    /// Adds to what is sent, before anything of the log. Returns false, and adds nothing, if too much would wait or the
    /// stream has ended.
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

    /// Leaves out what the log has by now.
    public func skip() {
        state.withLock { if $0.end == nil { $0.place = log?.end() } }
    }

    /// Ends the answer after sending what waits.
    public func end() {
        let wake = state.withLock { state in
            state.isEnded = true
            state.end = log?.end()
            return state.wake
        }
        wake?()
    }

    // MARK: - The server's side

    /// From now on, calls `wake` when there is something to send.
    func attach(_ wake: @escaping @Sendable () -> Void) {
        state.withLock { $0.wake = wake }
        log?.attach(self, wake)
    }

    /// What has gathered in the log may be taken from now on.
    func flush() { log?.flush() }

    /// Takes the next of what waits; nothing if that is all.
    func takeWaiting() -> ArraySlice<UInt8> {
        state.withLock { state in
            if !state.waiting.isEmpty {
                defer { state.waiting = [] }
                return state.waiting[...]
            }
            guard let log, var place = state.place else { return [] }
            defer { state.place = place }
            return log.next(at: &place, upTo: state.end) ?? []
        }
    }

    /// Whether something waits.
    var hasWaiting: Bool { state.withLock { hasWaiting($0) } }

    private func hasWaiting(_ state: borrowing State) -> Bool {
        guard state.waiting.isEmpty else { return true }
        guard let log, let place = state.place else { return false }
        return log.hasMore(after: place, upTo: state.end)
    }

    /// Whether nothing will be added any more.
    var isEnded: Bool { state.withLock { $0.isEnded } }

    /// Whether it has ended and everything was taken.
    var isFinished: Bool { state.withLock { $0.isEnded && !hasWaiting($0) } }

    /// The client no longer reads.
    func close() {
        let closed = state.withLock { state in
            defer {
                (state.isEnded, state.waiting, state.place, state.wake, state.closed) = (true, [], nil, nil, nil)
            }
            return state.closed
        }
        log?.detach(self)
        closed?()
    }
}
