/// Hosts from which chains were fetched in vain, and how long nothing is fetched from strangers there.
struct RestingHosts: Sendable {
    /// How many are remembered. With more, the one that rests the shortest is forgotten.
    private static let maximumCount = 256

    private var hosts: [String: (failures: Int, endSecond: Int)] = [:]

    /// Whether nothing should be fetched from a host yet, at this uptime of the node in seconds.
    func isResting(_ host: String, at uptimeSeconds: Int) -> Bool {
        uptimeSeconds < hosts[host]?.endSecond ?? 0
    }

    /// A fetch was in vain.
    mutating func noteFailure(of host: String, at uptimeSeconds: Int) {
        let failures = (hosts[host]?.failures ?? 0) + 1
        hosts[host] = (failures, uptimeSeconds + Peer.fetchPause(after: failures))
        guard hosts.count > Self.maximumCount else { return }
        let shortest = hosts.min { ($0.value.endSecond, $0.key) < ($1.value.endSecond, $1.key) }
        if let shortest { hosts[shortest.key] = nil }
    }

    /// A fetch has brought something.
    mutating func forget(_ host: String) {
        hosts[host] = nil
    }
}
