public import Glibc
internal import Synchronization

/// How far something has got.
public struct Progress: Hashable, Sendable {
    /// What is being done.
    public let step: String
    /// How much of it is done.
    public let done: Int
    /// How much there is; 0 if unknown.
    public let total: Int

    /// Makes one from its parts.
    public init(step: String, done: Int, total: Int) {
        self.step = step
        self.done = done
        self.total = total
    }

    private static let barColumns = 30

    /// `checking blocks [######........................] 20%`, or only what is known if there is no total.
    var line: Line {
        guard total > 0 else { return Line(done > 0 ? "\(step): \(done)" : "\(step) ...") }
        let part = min(Double(done) / Double(total), 1)
        var line = Line("\(step) ")
        line.addBar(part, columns: Self.barColumns)
        line.add(" \(Int(part * 100))%")
        return line
    }
}

extension Line {
    /// Adds a bar in brackets, filled up to `part` of its columns.
    public mutating func addBar(_ part: Double, _ style: Style = .plain, columns: Int) {
        let full = Int(min(part, 1) * Double(columns))
        add("[")
        add(String(repeating: "#", count: full), style)
        add(String(repeating: ".", count: columns - full) + "]")
    }
}

/// A line on standard error that is redrawn in place, for people. Draws nothing unless it is on a terminal.
public final class ProgressLine: Sendable {
    private let descriptor: Int32
    private let screen: Screen
    private let now: @Sendable () -> ContinuousClock.Instant
    private let state = Mutex(State())

    private struct State {
        var isDrawn = false
        var last: (progress: Progress, time: ContinuousClock.Instant)?
    }

    /// Minimum time between two drawings; people see no faster.
    private static let interval = Duration.milliseconds(100)

    /// Draws on a descriptor, standard error by default.
    ///
    /// - Parameter now: the time, which a test may stop.
    public init(
        _ descriptor: Int32 = STDERR_FILENO, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.descriptor = descriptor
        self.now = now
        screen = Screen(descriptor)
    }

    /// Whether it is visible.
    public var isShown: Bool { screen.isTerminal }

    /// Draws a line.
    public func show(_ line: Line) {
        guard isShown else { return }
        // The last column stays free, because some terminals wrap there.
        let text = line.text(columns: screen.columns - 1, hasColours: screen.hasColours)
        state.withLock { state in
            state.isDrawn = true
            put("\r\(text)\u{1B}[K")
        }
    }

    /// Draws how far something has got, unless that was drawn just now or would look the same.
    public func show(_ progress: Progress) {
        guard isShown, state.withLock({ isDue(progress, &$0) }) else { return }
        show(progress.line)
    }

    private func isDue(_ progress: Progress, _ state: inout State) -> Bool {
        let now = now()
        if let last = state.last, last.progress.step == progress.step {
            let isFull = progress.done == progress.total
            guard isFull || now - last.time >= Self.interval, progress != last.progress else { return false }
        }
        state.last = (progress, now)
        return true
    }

    /// Clears the line, to make way for others.
    public func clear() {
        state.withLock { state in
            if state.isDrawn { put("\r\u{1B}[K") }
            state.isDrawn = false
        }
    }

    private func put(_ text: String) {
        // Progress isn't worth an error.
        try? writeAll(text.utf8, to: descriptor)
    }
}
