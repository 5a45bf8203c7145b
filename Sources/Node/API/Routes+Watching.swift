internal import Chain
internal import EventLoop
internal import HTTP

/// Watching a node: what it is now, and what happens from now on.
extension Routes {
    static func addWatching(to router: inout Router, _ node: Node) {
        router.on(.get, .head, path: "/status") { _ in
            node.assumeIsolated { .now(.value(.ok, $0.statusText)) }
        }
        router.on(.get, path: "/events") { _ in node.assumeIsolated { .now(events($0)) } }
    }

    private static func events(_ node: isolated Node) -> Response {
        guard let stream = node.watch() else {
            return .error(
                .serviceUnavailable,
                "\(EventHub.maximumCount) clients watch this node already. Try again later, or ask GET /status.")
        }
        return Response(.ok, headers: eventStream, body: .stream(stream))
    }

    private static let eventStream = [
        Header("Content-Type", "text/event-stream"),
        // An event is of its moment, and a proxy that collects them would keep them from the client.
        Header("Cache-Control", "no-store"),
        Header("X-Accel-Buffering", "no"),
    ]
}

extension Node {
    /// What it says of itself to those who watch it: more than to other nodes.
    var statusText: CanonicalText {
        let status = status
        return .object([
            "difficulty": .integer(status.difficulty),
            "genesis": .string(status.genesis.description),
            "gossip": .boolean(status.gossips),
            "identifier": .string(identity.identifier),
            "instance": .string(status.instance),
            "length": .integer(status.length),
            "mining": searchProgress.map { $0.text(.searching) } ?? .null,
            "peers": .integer(peers.addresses.count),
            "pending": .integer(mempool.pending.count),
            "port": .integer(status.port),
            "rules": .string(status.rules),
            "tip": .string(status.tip.description),
            "uptime": .integer(uptimeSeconds),
            "version": .string(status.version),
        ])
    }
}
