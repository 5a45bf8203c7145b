internal import HTTP

/// Metrics for Prometheus.
extension Routes {
    static func addMetrics(to router: inout Router, _ node: Node) {
        router.on(.get, .head, path: "/metrics") { _ in
            node.assumeIsolated { node in
                let type = Header("Content-Type", MetricsText.contentType)
                return .now(Response(.ok, headers: [type], body: .bytes(node.metricsText.bytes)))
            }
        }
    }
}
