internal import Logging
internal import Synchronization

/// What was logged, from notices on.
final class RecordedLog: Sendable {
    private let entries = Mutex<[String]>([])

    /// Such as "error: storage: ...".
    var lines: [String] { entries.withLock { $0 } }

    var logger: Logger { Logger(label: "test") { _ in Handler(log: self) } }

    private struct Handler: LogHandler {
        let log: RecordedLog
        var logLevel = Logger.Level.notice
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            log.entries.withLock { $0.append("\(event.level): \(event.message)") }
        }
    }
}
