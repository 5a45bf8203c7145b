internal import Glibc

/// Writes all bytes to a descriptor, however long that takes.
public func writeAll(_ bytes: some Collection<UInt8>, to descriptor: Int32) throws(WriteError) {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count < 0, errno != EINTR { throw WriteError(code: errno) }
        rest = rest.dropFirst(max(count, 0))
    }
}

/// Why bytes could not be written.
public struct WriteError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The system's number for it.
    public let code: Int32

    /// An error of the system.
    public init(code: Int32) {
        self.code = code
    }

    /// In the system's words.
    public var description: String { String(cString: strerror(code)) }

    /// Ends the process as the system does when nobody reads what it writes, if that was the reason.
    public func endIfNobodyReads() {
        guard code == EPIPE else { return }
        signal(SIGPIPE, SIG_DFL)
        raise(SIGPIPE)
    }

    /// Makes errors of the signals by which the system ends a process that cannot write: when a reader goes, and when
    /// a file reaches its limit.
    public static func replaceSignals() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
    }
}

/// Standard error: lines for people.
public enum StandardError {
    /// Writes a line; a missing reader isn't an error. Control characters, which paths and damaged files may contain,
    /// become blanks: a terminal would obey them.
    public static func write(_ line: String) {
        var visible = String.UnicodeScalarView()
        for scalar in line.unicodeScalars {
            visible.append(scalar.properties.generalCategory == .control ? " " : scalar)
        }
        try? writeAll("\(String(visible))\n".utf8, to: STDERR_FILENO)
    }
}
