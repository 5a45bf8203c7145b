internal import CLibEvent
internal import Glibc

extension EventLoop {
    /// Has libevent make its records of the first `count` descriptors now, one after the other, as far as the process
    /// may have so many.
    ///
    /// libevent makes a small record of a descriptor when it first watches it, and never frees it. Made amid what a
    /// connection needs, each record would keep a page of memory from being given back to the system: 40 MiB after
    /// 10,000 connections. Together they take 32 bytes each. For each, libevent's table has a pointer of 8 bytes too,
    /// and its list of changes keeps room for one of 12; the numbers of both are rounded up to a power of two.
    ///
    /// Nothing here may be watched edge-triggered yet.
    package func makeRecords(ofDescriptors count: Int) {
        preconditionOwned()
        var limit = rlimit()
        let isKnown = unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
        let count = min(count, isKnown ? Int(clamping: limit.rlim_cur) : 0)
        guard count > 0, let event = unsafe event_new(base, 0, Int16(EV_READ), { _, _, _ in }, nil) else { return }
        defer { unsafe event_free(event) }
        // Taken back before the loop waits, so the kernel isn't told of any: the change list sees to that.
        for descriptor in 0..<Int32(clamping: count) {
            let assigned = unsafe event_assign(event, base, descriptor, Int16(EV_READ), { _, _, _ in }, nil)
            guard assigned == 0 else { return }
            let added = unsafe event_add(event, nil)
            guard added == 0 else { return }
            unsafe event_del(event)
        }
    }
}
