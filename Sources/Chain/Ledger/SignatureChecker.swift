internal import Cryptography
internal import Dispatch
internal import Synchronization

/// Checks signatures, each once however often its payment comes: when it is posted, when it is relayed, and in a block.
package final class SignatureChecker: Sendable {
    /// How many payments are remembered as signed, at most: twice this. One takes some 50 bytes.
    static let rememberedCount = 1 << 16

    /// How many are checked on one processor before it asks for more: some milliseconds' work.
    private static let batchCount = 64

    private let network: BlockHash
    private let ed25519: Ed25519

    /// The ids of signed payments: a generation that fills up, and the one before it.
    private let known = Mutex((recent: Set<Digest>(), earlier: Set<Digest>()))

    init(on network: BlockHash, by ed25519: Ed25519) {
        (self.network, self.ed25519) = (network, ed25519)
    }

    /// Whether a payment is signed by its sender. Takes some 50 µs the first time.
    package func isSigned(_ payment: SignedPayment) -> Bool {
        if isKnown(payment.id) { return true }
        guard payment.isSigned(on: network, by: ed25519) else { return false }
        remember([payment.id])
        return true
    }

    /// For each payment, whether it is signed by its sender. All processors work on it; blocks the thread meanwhile.
    func areSigned(_ payments: [SignedPayment]) -> [Bool] {
        var hold = known.withLock { known in
            payments.map { known.recent.contains($0.id) || known.earlier.contains($0.id) }
        }
        let new = payments.indices.filter { !hold[$0] }
        if new.isEmpty { return hold }
        let batches = (new.count + Self.batchCount - 1) / Self.batchCount
        let found = Mutex<[(position: Int, holds: Bool)]>([])
        DispatchQueue.concurrentPerform(iterations: batches) { batch in
            let part = new[(batch * Self.batchCount)..<min((batch + 1) * Self.batchCount, new.count)]
            let results = part.map { ($0, payments[$0].isSigned(on: network, by: ed25519)) }
            found.withLock { $0 += results }
        }
        found.withLock { for (position, holds) in $0 { hold[position] = holds } }
        remember(new.filter { hold[$0] }.map { payments[$0].id })
        return hold
    }

    private func isKnown(_ id: Digest) -> Bool {
        known.withLock { $0.recent.contains(id) || $0.earlier.contains(id) }
    }

    private func remember(_ ids: [Digest]) {
        known.withLock { known in
            for id in ids {
                if known.recent.count >= Self.rememberedCount { known = ([], known.recent) }
                known.recent.insert(id)
            }
        }
    }
}
