internal import CLibEvent

/// Memory that was given back to the allocator.
public enum UnusedMemory {
    /// Gives it back to the system. Glibc keeps what is freed below something still in use, which after a peak is
    /// nearly all of it. Takes a millisecond or so for 10 MiB; not for the loop.
    public static func giveBack() {
        malloc_trim(0)
    }
}
