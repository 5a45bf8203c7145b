internal import Chain
internal import Records

/// What peers are told of the pending transactions.
extension Mempool {
    /// Whether a relayable transaction with a higher number is pending.
    func hasRelayable(after number: Int) -> Bool {
        relayableCount > 0 && (pending.last { $0.isRelayable }?.number ?? 0) > number
    }

    /// The first relayable pending transaction with a higher number.
    func firstRelayable(after number: Int) -> AcceptedTransaction? {
        pending[pending[...].start(after: number)...].first { $0.isRelayable }
    }

    /// The first relayable pending transactions with higher numbers: at most `count`, and at most this many bytes
    /// unless the first alone is longer.
    func relayable(
        after number: Int, atMostBytes maximumBytes: Int, atMostCount maximumCount: Int
    ) -> [AcceptedTransaction] {
        var (chosen, bytes): ([AcceptedTransaction], Int) = ([], 0)
        for accepted in pending[pending[...].start(after: number)...] where accepted.isRelayable {
            bytes += accepted.transaction.text.bytes.count
            if chosen.count == maximumCount || (bytes > maximumBytes && !chosen.isEmpty) { break }
            chosen.append(accepted)
        }
        return chosen
    }
}
