internal import Glibc

/// Why the operating system or libevent refused something a loop or a socket needs.
public struct EventLoopError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence for people.
    public let description: String

    /// Makes an error from a sentence.
    public init(_ description: String) {
        self.description = description
    }

    /// Makes an error from a system call's `errno` and a description of what was being done.
    public init(_ code: Int32, while doing: String) {
        description = "\(doing): \(unsafe String(cString: strerror(code)))"
    }
}
