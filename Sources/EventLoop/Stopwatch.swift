internal import Glibc

/// How long ago something was. Making one and reading it costs some 20 nanoseconds each, which allows to do so for
/// every request.
public struct Stopwatch: Sendable {
    private let start = Stopwatch.now

    /// Starts to measure.
    public init() {}

    /// Nanoseconds since its start, by a clock that nobody sets.
    public var nanoseconds: UInt64 { Stopwatch.now - start }

    private static var now: UInt64 {
        var time = timespec()
        // Cannot fail with this clock.
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
