internal import CLibEvent
internal import Glibc
internal import Synchronization

/// What libevent itself reports: warnings, and the message before it ends the process.
///
/// libevent's log callback belongs to the whole process and takes no context, so this does too.
public enum Diagnostics {
    /// How severe a message is.
    public enum Severity: Sendable {
        /// Only of use for debugging libevent.
        case debug
        /// Something to notice.
        case notice
        /// Something went wrong and was handled.
        case warning
        /// Something went wrong.
        case error
    }

    private static let receiver = Mutex<(@Sendable (Severity, String) -> Void)?>(nil)

    /// Passes every later message of libevent to `receiver`, on the thread that causes it.
    public static func report(to receiver: @escaping @Sendable (Severity, String) -> Void) {
        Self.receiver.withLock { $0 = receiver }
        unsafe event_set_log_callback { severity, message in
            guard let message = unsafe message else { return }
            Diagnostics.deliver(Severity(severity), unsafe String(cString: message))
        }
        // libevent ends the process when this returns; `abort` leaves a core dump.
        event_set_fatal_callback { _ in abort() }
    }

    private static func deliver(_ severity: Severity, _ message: String) {
        let receiver = receiver.withLock { $0 }
        receiver?(severity, message)
    }
}

extension Diagnostics.Severity {
    fileprivate init(_ severity: Int32) {
        switch severity {
        case EVENT_LOG_DEBUG: self = .debug
        case EVENT_LOG_MSG: self = .notice
        case EVENT_LOG_WARN: self = .warning
        default: self = .error
        }
    }
}
