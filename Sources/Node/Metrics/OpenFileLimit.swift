internal import Glibc

/// How many descriptors the process may have open.
package enum OpenFileLimit {
    /// Descriptors reserved for other uses than connections: fetches, one per peer, and the process itself.
    static let reserved = 256

    /// The current limit.
    package static var current: Int {
        var limit = rlimit()
        return getrlimit(resource, &limit) == 0 ? Int(clamping: limit.rlim_cur) : 1024
    }

    /// Raises the limit as far as the process may, up to 65,536.
    package static func raise() {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return }
        let wanted = min(limit.rlim_max, 65_536)
        if limit.rlim_cur < wanted {
            limit.rlim_cur = wanted
            // If this is refused, the lower limit stays, and there are fewer connections.
            setrlimit(resource, &limit)
        }
    }

    private static var resource: __rlimit_resource_t { __rlimit_resource_t(RLIMIT_NOFILE.rawValue) }

    /// How many connections a server may have with this limit on descriptors.
    package static func connections(of descriptors: Int, atMost wanted: Int) -> Int {
        min(wanted, descriptors > 2 * reserved ? descriptors - reserved : max(1, descriptors / 2))
    }
}
