internal import CLibEvent

// Places for connections. One client may have all of them while nobody else comes; then those of the client that has
// most are given up first.
extension Server {
    /// At the limit, gives up some connections; if all are new or wait for their answer, accepts no more until that
    /// changes.
    func makeRoom() {
        guard connections.count >= limits.connections else { return }
        // Several at once, since finding them takes a look at all.
        if giveUp(max(1, limits.connections / 64)) == 0 { listeners.forEach { $0.pause() } }
    }

    /// Runs once a second. The connection above the limit, which made the server stop accepting, has its place by then.
    func keepRoom() {
        let excess = connections.count - limits.connections
        if excess > 0 { giveUp(excess) }
        // It may also have stopped for lack of descriptors, where libevent would have spun.
        if connections.count < limits.connections || !dispensable.isEmpty { listeners.forEach { $0.resume() } }
    }

    /// Ends up to `count` connections, and returns how many: first those that wait for a request, the longest first,
    /// and then those that are slowest to take their answer.
    @discardableResult
    private func giveUp(_ count: Int) -> Int {
        let candidates = dispensable.sorted { one, other in
            let isIdle = (one.exchange == nil, other.exchange == nil)
            if isIdle.0 != isIdle.1 { return isIdle.0 }
            return isIdle.0 ? one.waitingSince < other.waitingSince : one.pace.bytes < other.pace.bytes
        }
        for connection in candidates.prefix(count) { evict(connection, for: .places) }
        return min(count, candidates.count)
    }

    /// The connections that may be given up for new ones.
    ///
    /// While some clients have more than an equal share, only theirs. A connection that is new or was just answered
    /// probably has a request on its way; it is given up only for another client's sake. One that waits for its answer
    /// isn't to blame.
    private var dispensable: [Connection] {
        var shares: [ClientGroup: Int] = [:]
        for connection in connections.values { shares[connection.client, default: 0] += 1 }
        let equalShare = (connections.count + shares.count - 1) / max(shares.count, 1)
        let hasGreedy = shares.values.contains { $0 > equalShare }
        return connections.values.filter { connection in
            guard unsafe connection.pointer != nil else { return false }
            if hasGreedy, shares[connection.client] ?? 0 <= equalShare { return false }
            if let exchange = connection.exchange {
                return exchange.isReplying && !exchange.isEndless && connection.pace.startTick + 2 <= tick
            }
            return hasGreedy || connection.waitingSinceTick + 2 <= tick
        }
    }
}
