internal import Synchronization

/// How long a fetch may take, and how much of it has come, for others to see meanwhile.
public final class FetchCourse: Sendable {
    /// Whether somebody waits for it: it then ends after some time in all, with what has come by then. Otherwise it
    /// goes on as long as enough comes.
    public let isAwaited: Bool

    private let received = Atomic(0)
    private let hasToEnd = Atomic(false)

    /// Begins before the first byte.
    public init(isAwaited: Bool) {
        self.isAwaited = isAwaited
    }

    /// How many bytes have come.
    public var receivedBytes: Int { received.load(ordering: .relaxed) }

    /// Whether it has to end with what has come by now, because it is the slowest and others wait.
    public var isGivenUp: Bool { hasToEnd.load(ordering: .relaxed) }

    /// Makes it end with the next bytes that come.
    public func giveUp() {
        hasToEnd.store(true, ordering: .relaxed)
    }

    /// More has come.
    public func receive(_ bytes: Int) {
        received.add(bytes, ordering: .relaxed)
    }
}
