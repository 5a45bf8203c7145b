internal import EventLoop
internal import Glibc

/// Something on a loop that has state.
actor Notebook {
    nonisolated let loop: EventLoop
    private(set) var entries: [Int] = []

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(on loop: EventLoop) {
        self.loop = loop
    }

    func write(_ entry: Int) {
        entries.append(entry)
    }

    /// Writes without waiting, which only the loop's thread may.
    nonisolated func writeAtOnce(_ entry: Int) {
        assumeIsolated { $0.write(entry) }
    }

    /// Calls `body` from here, without waiting.
    func callAtOnce(_ body: () -> Void) {
        body()
    }

    /// The thread this actor runs on.
    var thread: pthread_t { pthread_self() }

    /// Whether `other` takes the present thread for its own.
    func isOn(_ other: EventLoop) -> Bool {
        other.isCurrent || other.isIsolatingCurrentContext() == true
    }
}
