internal import Synchronization

/// Holds tasks back until it is opened.
package final class Gate: Sendable {
    private let isOpen = Atomic(false)
    private let waiting = Atomic(0)
    private let cancelled = Atomic(0)

    package init() {}

    /// How many tasks wait.
    package var waitingCount: Int { waiting.load(ordering: .relaxed) }

    /// How many tasks were cancelled while they waited.
    package var cancelledCount: Int { cancelled.load(ordering: .relaxed) }

    package var isOpened: Bool { isOpen.load(ordering: .relaxed) }

    package func open() { isOpen.store(true, ordering: .relaxed) }

    /// Waits for the opening, or for the task's cancellation unless that is to be ignored.
    package func pass(ignoringCancellation: Bool = false) async {
        waiting.add(1, ordering: .relaxed)
        defer { waiting.subtract(1, ordering: .relaxed) }
        while !isOpen.load(ordering: .relaxed) {
            if Task.isCancelled, !ignoringCancellation {
                cancelled.add(1, ordering: .relaxed)
                return
            }
            // Returns at once when cancelled.
            await Task.yield()
            try? await Task.sleep(for: .milliseconds(1))
        }
    }
}
