internal import Glibc

/// What the system's clock shows.
public enum WallClock {
    /// Seconds since 1970.
    public static func secondsSince1970() -> Double {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }
}
