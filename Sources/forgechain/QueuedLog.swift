internal import Dispatch
internal import Glibc
internal import Logging
internal import Node
internal import Synchronization
internal import Terminal

/// Writes log lines to standard error on its own queue, so that a stalled reader never stops the node; not too many of
/// a kind.
struct QueuedLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.notice

    private let writer: Writer

    init(_ writer: Writer) {
        self.writer = writer
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        guard writer.takes(LogRates.kind(of: event.message.description)) else { return }
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        let pairs = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        writer.write("\(QueuedLog.timestamp()) \(event.level): \(event.message)\(pairs)\n")
    }

    /// In UTC, as in RFC 3339.
    fileprivate static func timestamp() -> String {
        var seconds = Glibc.time(nil)
        var utc = tm()
        gmtime_r(&seconds, &utc)
        var text = [CChar](repeating: 0, count: 32)
        strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &utc)
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// The queue, and its length.
    final class Writer: Sendable {
        private let queue = DispatchQueue(label: "forgechain.log")
        private let waiting = Atomic(0)
        private let dropped = Atomic(0)
        private let rates = Mutex(LogRates())

        /// How long lines that are left out are counted before they are summed up.
        private static let summaryInterval = DispatchTimeInterval.seconds(10)

        /// Whether a line of this kind may be written; it is counted if not.
        func takes(_ kind: Substring) -> Bool {
            switch rates.withLock({ $0.judge(kind, at: Self.now) }) {
            case .written: return true
            case .leftOut(let isFirst):
                if isFirst { queue.asyncAfter(deadline: .now() + Self.summaryInterval) { [self] in sumUp(kind) } }
                return false
            }
        }

        /// Writes how many lines were left out.
        private func sumUp(_ kind: Substring) {
            let count = rates.withLock { $0.takeLeftOut(kind) }
            guard count > 0 else { return }
            write("\(QueuedLog.timestamp()) notice: left out, because there were so many: \(kind) lines=\(count)\n")
        }

        /// By a clock that never goes back.
        private static var now: Duration {
            var now = timespec()
            clock_gettime(CLOCK_MONOTONIC, &now)
            return .seconds(now.tv_sec) + .nanoseconds(now.tv_nsec)
        }

        /// Queues a line.
        func write(_ line: String) {
            guard waiting.add(1, ordering: .relaxed).newValue <= LogLimits.waitingLines else {
                waiting.subtract(1, ordering: .relaxed)
                dropped.add(1, ordering: .relaxed)
                return
            }
            queue.async { [self] in
                let missed = dropped.exchange(0, ordering: .relaxed)
                let text = missed > 0 ? "(\(missed) lines were dropped)\n\(line)" : line
                try? writeAll(text.utf8, to: STDERR_FILENO)
                waiting.subtract(1, ordering: .relaxed)
            }
        }

        /// At the end of the process, gives the waiting lines a moment to be written.
        func flush() {
            for kind in rates.withLock(\.kindsLeftOut) { sumUp(kind) }
            let written = DispatchGroup()
            queue.async(group: written) {}
            _ = written.wait(timeout: .now() + .milliseconds(100))
        }
    }
}
