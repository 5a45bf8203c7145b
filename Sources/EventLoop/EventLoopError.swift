internal import Glibc

/// Why the operating system or libevent refused something a loop or a socket needs.
public struct EventLoopError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence for a person.
    public let description: String

    /// Makes an error of one sentence.
    public init(_ description: String) {
        self.description = description
    }

    /// Makes an error of a system call's `errno` and what was being done.
    public init(_ code: Int32, while doing: String) {
        description = "\(doing): \(unsafe String(cString: strerror(code)))"
    }
}
