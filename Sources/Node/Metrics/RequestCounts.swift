internal import HTTP
internal import Synchronization

/// How many requests a server has answered, and how long that took, by route, method and status.
///
/// All of these come from lists of this program, never from what a client sends, so there is an end to what is counted
/// apart. What is asked for often is found without hashing or allocating anything.
final class RequestCounts: ServerObserver {
    fileprivate struct Series {
        let method: Method?
        /// One or a few.
        var statuses: [(code: Int, count: UInt64)] = []
        var durations = Histogram(.requestSeconds)
    }

    fileprivate struct Path {
        var pattern: String
        var series: [Series] = []
    }

    private struct State {
        /// First what is of no route, then the routes in their order.
        var paths = [Path(pattern: "other")]
        var connections = 0
    }

    /// Only the loop's thread ever comes here, so nobody waits for it.
    private let state = Mutex(State())

    func noteAnswer(to request: AnsweredRequest) {
        state.withLock { state in
            let place = request.route.map { $0.number + 1 } ?? 0
            while state.paths.count <= place { state.paths.append(Path(pattern: "")) }
            if let route = request.route, state.paths[place].series.isEmpty {
                state.paths[place].pattern = route.pattern
            }
            state.paths[place].note(request)
        }
    }

    func noteConnections(_ count: Int) {
        state.withLock { $0.connections = count }
    }

    /// Writes all there is.
    func write(to text: inout MetricsText) {
        let (paths, connections) = state.withLock { ($0.paths, $0.connections) }
        let name = "http_requests_total"
        text.introduce(
            name, .counter,
            "Requests by the route their path belongs to; status 499 when the client left before the answer.")
        for path in paths {
            for series in path.series {
                for (code, count) in series.statuses {
                    let labels: MetricsText.Labels = [
                        "method": series.label, "route": path.pattern, "status": "\(code)",
                    ]
                    text.sample(name, count, labels)
                }
            }
        }
        let seconds = "http_request_duration_seconds"
        text.introduce(
            seconds, .histogram, "From when a request had arrived whole until its answer began to be sent.")
        for path in paths {
            // What was refused before it had arrived whole took no time that could be told.
            for series in path.series where series.durations.count > 0 {
                text.samples(seconds, series.durations, ["method": series.label, "route": path.pattern])
            }
        }
        text.gauge("http_connections", "Connections that are open.", connections)
    }
}

extension RequestCounts.Path {
    fileprivate mutating func note(_ request: AnsweredRequest) {
        let place =
            series.firstIndex { $0.method == request.method }
            ?? {
                series.append(RequestCounts.Series(method: request.method))
                return series.endIndex - 1
            }()
        series[place].note(request)
    }
}

extension RequestCounts.Series {
    fileprivate mutating func note(_ request: AnsweredRequest) {
        if let place = statuses.firstIndex(where: { $0.code == request.status }) {
            statuses[place].count += 1
        } else {
            statuses.append((request.status, 1))
        }
        if let nanoseconds = request.nanoseconds { durations.observe(nanoseconds) }
    }

    fileprivate var label: String { method?.rawValue ?? "other" }
}
