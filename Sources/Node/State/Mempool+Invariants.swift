internal import Chain
internal import Records

/// What always holds, for the checks of debug builds and of the simulator.
extension Mempool {
    /// A broken invariant in words, if there is one. Room may be taken for more than what is pending: for what is about
    /// to be committed.
    var brokenInvariant: String? {
        var (ours, theirs, relayable) = (MempoolRoom.Use(), MempoolRoom.Use(), 0)
        var previous = 0
        for accepted in pending {
            guard accepted.number > previous else { return "pending transactions are in the order of their numbers" }
            previous = accepted.number
            let bytes = accepted.transaction.text.bytes.count
            if accepted.isPosted { ours.add(bytes) } else { theirs.add(bytes) }
            if accepted.isRelayable { relayable += 1 }
        }
        guard isPoolAhead || payments.map({ $0.count == pending.count }) ?? true else {
            return "payments wait by sender exactly if they are pending"
        }
        guard list.owners.count == pending.count else { return "each pending transaction takes room for somebody" }
        guard previous <= lastNumber else { return "no pending number is above the last one given" }
        guard relayable == relayableCount else {
            return "the mempool counts \(relayableCount) relayable transactions of \(relayable)"
        }
        for (room, pending) in [(posted, ours), (relayed, theirs)] {
            guard room.used.count >= pending.count, room.used.bytes >= pending.bytes else {
                return "the mempool has room taken for all that is pending"
            }
            guard room.isConsistent else { return "what takes room in the mempool is somebody's" }
        }
        return nil
    }

    /// What the fuller one of the two kinds takes of the limits.
    var fullest: (count: Int, bytes: Int) {
        (max(posted.used.count, relayed.used.count), max(posted.used.bytes, relayed.used.bytes))
    }

    /// Whether room is taken for exactly what is pending, as it is when nothing waits to be committed.
    package var isSettled: Bool {
        admitted.isEmpty && posted.used.count + relayed.used.count == pending.count
            && posted.used.bytes + relayed.used.bytes == pending.reduce(0) { $0 + $1.transaction.text.bytes.count }
    }
}
