internal import Glibc
internal import Synchronization

/// A line on standard error that is drawn over again, for people: without a terminal there is none.
final class TransientLine: Sendable {
    private let terminal = Terminal(STDERR_FILENO)
    private let isDrawn = Mutex(false)

    /// Whether somebody sees it.
    var isShown: Bool { terminal.isThere }

    /// Draws it.
    func show(_ line: Line) {
        guard isShown else { return }
        // The last column stays free: some terminals go to the next line there.
        let text = line.text(columns: terminal.columns - 1, hasColours: terminal.hasColours)
        isDrawn.withLock { $0 = true }
        put("\r\(text)\u{1B}[K")
    }

    /// Makes way for other lines.
    func clear() {
        let wasDrawn = isDrawn.withLock { isDrawn in
            defer { isDrawn = false }
            return isDrawn
        }
        if wasDrawn { put("\r\u{1B}[K") }
    }

    private func put(_ text: String) {
        let bytes = Array(text.utf8)
        // Who doesn't want to see it needn't.
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}
