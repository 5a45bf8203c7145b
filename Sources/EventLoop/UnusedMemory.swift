internal import CLibEvent

/// Memory that was given back to the allocator.
public enum UnusedMemory {
    /// What the allocator may keep at the end of a thread's heap, in bytes: a few bodies of requests.
    private static let keptBytes: Int32 = 4 << 20

    /// From how many bytes on a piece has pages of its own, which are given back when it is freed: the tables that are
    /// made of a long body.
    private static let ownPagesBytes: Int32 = 8 << 20

    /// Bounds what the allocator keeps at the end of each thread's heap, which ``giveBack()`` doesn't reach. Otherwise
    /// glibc raises its bound to twice the longest piece that was freed. Once for a process, at its start.
    public static func bound() {
        mallopt(M_TRIM_THRESHOLD, keptBytes)
        mallopt(M_MMAP_THRESHOLD, ownPagesBytes)
    }

    /// Gives it back to the system. Glibc keeps what is freed below something still in use, which after a peak is
    /// nearly all of it. Takes a millisecond or so for 10 MiB; not for the loop.
    public static func giveBack() {
        malloc_trim(0)
    }
}
