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
    /// The system's error number.
    public let code: Int32

    /// Makes an error from the system's number.
    public init(code: Int32) {
        self.code = code
    }

    /// In the system's words.
    public var description: String { String(cString: strerror(code)) }

    /// Whether nobody reads it any more.
    public var isMissingReader: Bool { code == EPIPE }

    /// If the reader is gone, ends the process as SIGPIPE would have.
    public func endIfNobodyReads() {
        guard isMissingReader else { return }
        signal(SIGPIPE, SIG_DFL)
        raise(SIGPIPE)
    }

    /// Turns the signals that end a process that cannot write into errors: SIGPIPE when the reader is gone, SIGXFSZ
    /// when a file reaches its limit.
    public static func replaceSignals() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
    }
}

/// Standard error: lines for people.
public enum StandardError {
    /// Writes a line; a missing reader isn't an error. Control characters, which paths and damaged files may contain,
    /// become spaces, because a terminal would obey them.
    public static func write(_ line: String) {
        var visible = String.UnicodeScalarView()
        for scalar in line.unicodeScalars {
            visible.append(scalar.properties.generalCategory == .control ? " " : scalar)
        }
        try? writeAll("\(String(visible))\n".utf8, to: STDERR_FILENO)
    }
}
