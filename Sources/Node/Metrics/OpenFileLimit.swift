internal import Glibc
internal import HTTP

/// How many descriptors the process may have open.
package enum OpenFileLimit {
    /// Descriptors for the process itself: its files, its listeners, its pipes.
    static let ofProcess = 64

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

    /// Lowers what a node's clients may have to what this limit on descriptors allows beside its other uses.
    ///
    /// Refused clients that linger have at most a quarter. Connections leave theirs, two for each peer (a fetch and an
    /// announcement), those of fetches from strangers and the process's own; but they have half at least, and peers
    /// that are too many for the rest are then not reached all at once.
    package static func bound(_ limits: inout Limits, by descriptors: Int) {
        let lingering = min(limits.server.lingeringSockets, descriptors / 4)
        let reserved = lingering + 2 * limits.peers.count + limits.fetches.ofStrangers + ofProcess
        limits.server.lingeringSockets = lingering
        limits.server.connections = min(
            limits.server.connections, max(1, descriptors / 2, descriptors - reserved))
    }
}
