internal import HTTP
internal import Synchronization

/// How many requests a server has answered, and how long that took, by route, method and status.
///
/// All of these come from lists in this program, never from what a client sends, so the number of series is bounded. A
/// known series is found without hashing, allocating or reference counting, because every request waits for this.
final class RequestCounts: ServerObserver {
    /// All requests of a method to a path.
    fileprivate struct Series {
        /// One or a few.
        var statuses: [(code: Int, count: UInt64)] = []
        var durations = Histogram(.requestSeconds)
    }

    fileprivate struct Path {
        let pattern: String
        /// The methods requested, and the series of each at the same position.
        var methods: [Method?] = []
        var series: [Series] = []
    }

    private struct State {
        /// First requests without a route, then the routes in order.
        var paths = [Path(pattern: "other")]
        var connections = 0
        var heldBytes = 0
        var evictions: [EvictionReason: Int] = [:]
    }

    /// Only the loop's thread ever comes here, so the lock is never contended.
    private let state = Mutex(State())

    func noteRoutes(_ paths: [String]) {
        state.withLock { state in state.paths += paths.map { Path(pattern: $0) } }
    }

    func noteAnswer(to request: AnsweredRequest) {
        state.withLock { $0.paths[request.route.map { $0 + 1 } ?? 0].note(request) }
    }

    func noteConnections(_ count: Int) {
        state.withLock { $0.connections = count }
    }

    func noteHeld(bytes: Int) {
        state.withLock { $0.heldBytes = bytes }
    }

    func noteEviction(_ reason: EvictionReason) {
        state.withLock { $0.evictions[reason, default: 0] += 1 }
    }

    /// How many connections are open.
    var connectionCount: Int { state.withLock { $0.connections } }

    /// How many bytes they held when that was last looked at.
    var heldBytes: Int { state.withLock { $0.heldBytes } }
}

extension RequestCounts.Path {
    fileprivate mutating func note(_ request: AnsweredRequest) {
        var position = 0
        while position < methods.count, methods[position] != request.method { position += 1 }
        if position == methods.count {
            methods.append(request.method)
            series.append(RequestCounts.Series())
        }
        series[position].note(request)
    }
}

extension RequestCounts.Series {
    fileprivate mutating func note(_ request: AnsweredRequest) {
        var position = 0
        while position < statuses.count, statuses[position].code != request.status { position += 1 }
        if position == statuses.count { statuses.append((request.status, 0)) }
        statuses[position].count += 1
        if let nanoseconds = request.nanoseconds { durations.observe(nanoseconds) }
    }
}

// MARK: - As text

extension RequestCounts {
    /// Writes everything.
    func write(to text: inout MetricsText) {
        let (paths, connections, evictions) = state.withLock { ($0.paths, $0.connections, $0.evictions) }
        let requests = "http_requests_total"
        text.introduce(
            requests, .counter,
            "Requests by the route their path belongs to; status 499 when the client left before the answer.")
        for path in paths {
            for (method, series) in zip(path.methods, path.series) {
                for (code, count) in series.statuses {
                    text.sample(
                        requests, count,
                        ["method": Self.label(method), "route": path.pattern, "status": "\(code)"])
                }
            }
        }
        let seconds = "http_request_duration_seconds"
        text.introduce(
            seconds, .histogram, "From when a request had arrived whole until its answer began to be sent.")
        for path in paths {
            // A request that was refused before it had arrived whole has no duration.
            for (method, series) in zip(path.methods, path.series) where series.durations.count > 0 {
                text.samples(seconds, series.durations, ["method": Self.label(method), "route": path.pattern])
            }
        }
        text.gauge("http_connections", "Connections that are open.", connections)
        let evicted = "http_connections_evicted_total"
        text.introduce(
            evicted, .counter,
            "Connections that were ended for the others' sake: for their places, for memory, or as too slow.")
        for reason in EvictionReason.allCases {
            text.sample(evicted, evictions[reason] ?? 0, ["reason": reason.rawValue])
        }
    }

    private static func label(_ method: Method?) -> String { method?.rawValue ?? "other" }
}
