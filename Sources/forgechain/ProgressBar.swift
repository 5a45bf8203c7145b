internal import Glibc
internal import Node

/// A line on standard error that tells how far something is, for people: without a terminal there is none.
final class ProgressBar {
    private static let width = 30

    /// How often it may be drawn; more often nobody sees.
    private static let interval = Duration.milliseconds(100)

    private let isShown = isatty(STDERR_FILENO) == 1
    private var isDrawn = false
    private var last: (progress: ArchiveProgress, time: ContinuousClock.Instant)?

    /// Draws it, unless it was drawn just now or would look the same.
    func show(_ progress: ArchiveProgress) {
        guard isShown else { return }
        let now = ContinuousClock.now
        if let last, last.progress.step == progress.step {
            let isFull = progress.done == progress.total
            guard isFull || now - last.time >= Self.interval, progress != last.progress else { return }
        }
        last = (progress, now)
        isDrawn = true
        put("\r\(Self.text(of: progress))\u{1B}[K")
    }

    /// Makes way for other lines.
    func clear() {
        guard isDrawn else { return }
        isDrawn = false
        put("\r\u{1B}[K")
    }

    /// `checking blocks [######........................]  20%`, or without a bar what is known.
    static func text(of progress: ArchiveProgress) -> String {
        let (done, total) = (Double(progress.done), Double(progress.total))
        guard progress.total > 0 else {
            return progress.done > 0 ? "\(progress.step): \(progress.done)" : "\(progress.step) ..."
        }
        let part = min(done / total, 1)
        let full = Int(part * Double(width))
        let bar = String(repeating: "#", count: full) + String(repeating: ".", count: width - full)
        return "\(progress.step) [\(bar)] \(Int(part * 100))%"
    }

    private func put(_ text: String) {
        let bytes = Array(text.utf8)
        // Who doesn't want to see it needn't.
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}
