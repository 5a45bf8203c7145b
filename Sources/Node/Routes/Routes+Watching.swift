internal import API
internal import Chain
internal import EventLoop
internal import HTTP
internal import Wording

/// Watching a node: its current state, and what happens from now on.
extension Routes {
    static func addWatching(to router: inout Router, _ node: Node) {
        router.on(.get, .head, path: "/status") { _ in
            node.assumeIsolated { .now(.value(.ok, $0.statusAnswer.text)) }
        }
        router.on(.get, path: "/events") { request in
            node.assumeIsolated { .now(events($0, for: request.client)) }
        }
    }

    private static func events(_ node: isolated Node, for client: ClientGroup) -> Response {
        guard let stream = node.watch(for: client.number) else {
            return .error(
                .serviceUnavailable, .watchersFull, ["count": .number(node.options.limits.events.clients)])
        }
        return Response(.ok, headers: eventStream, body: .stream(stream))
    }

    private static let eventStream = [
        Header("Content-Type", "text/event-stream"),
        // An event belongs to its moment, and a proxy that buffers events would keep them from the client.
        Header("Cache-Control", "no-store"),
        Header("X-Accel-Buffering", "no"),
    ]
}

extension Node {
    /// The status for people, which has more than that for other nodes.
    var statusAnswer: StatusAnswer {
        StatusAnswer(
            status, identifier: identity.identifier, pending: mempool.pending.count, peers: peers.addresses.count,
            uptimeSeconds: fullUptimeSeconds, kernel: ports.prover.kernelName,
            mineIntervalSeconds: options.mines ? options.mineIntervalSeconds : nil, search: searchInfo,
            target: chain.ledger?.header.nextTarget)
    }
}
