public import Chain
internal import Dispatch
internal import Synchronization

/// Checks signatures on all processors, each once however often its payment comes: when it is posted, when it is
/// relayed, and in a block.
public final class SignatureBook: SignatureChecker {
    /// How many are checked on one processor before it asks for more: some milliseconds' work.
    private static let batchCount = 64

    private let checker: any SignatureChecker

    /// How many payments are remembered as signed: at least this, at most twice this. One takes some 50 bytes.
    private let rememberedCount: Int

    /// What is signed: a generation that fills up, and the one before it.
    private let known = Mutex((recent: Set<Entry>(), earlier: Set<Entry>()))

    private let counted = Mutex((verified: 0, remembered: 0))

    /// How many signatures were asked for so far that were new, and how many that weren't.
    var counts: (verified: Int, remembered: Int) { counted.withLock { $0 } }

    private struct Entry: Hashable {
        let payment: Digest
        let network: BlockHash

        /// Hashes the payment alone: nearly always all are of one network.
        func hash(into hasher: inout Hasher) { hasher.combine(payment) }
    }

    /// An empty book, for what a checker finds.
    public convenience init(_ checker: any SignatureChecker) {
        self.init(checker, remembering: 1 << 16)
    }

    init(_ checker: any SignatureChecker, remembering count: Int) {
        (self.checker, rememberedCount) = (checker, count)
    }

    /// For each payment, whether its sender signed it for a network. Takes some 50 µs for each that is new; blocks the
    /// thread meanwhile.
    public func areSigned(_ payments: [SignedPayment], on network: BlockHash) -> [Bool] {
        let entries = payments.map { Entry(payment: $0.id, network: network) }
        var hold = known.withLock { known in
            entries.map { known.recent.contains($0) || known.earlier.contains($0) }
        }
        let new = payments.indices.filter { !hold[$0] }
        counted.withLock { $0 = ($0.verified + new.count, $0.remembered + payments.count - new.count) }
        if new.isEmpty { return hold }
        let batches = (new.count + Self.batchCount - 1) / Self.batchCount
        let found = results(batches) { [new] batch in
            let part = new[(batch * Self.batchCount)..<min((batch + 1) * Self.batchCount, new.count)]
            return checker.areSigned(part.map { payments[$0] }, on: network)
        }
        for (position, holds) in zip(new, found.joined()) { hold[position] = holds }
        remember(new.filter { hold[$0] }.map { entries[$0] })
        return hold
    }

    /// Blocks the thread until all are there.
    public func results<Value: Sendable>(_ count: Int, _ work: @Sendable (Int) -> Value) -> [Value] {
        let found = Mutex([Value?](repeating: nil, count: count))
        DispatchQueue.concurrentPerform(iterations: count) { number in
            let value = work(number)
            found.withLock { $0[number] = value }
        }
        return found.withLock { found in
            found.map { value in
                guard let value else { preconditionFailure("all work was done") }
                return value
            }
        }
    }

    private func remember(_ entries: [Entry]) {
        known.withLock { known in
            // At once: growing on the way, it would hash all several times.
            known.recent.reserveCapacity(min(known.recent.count + entries.count, rememberedCount))
            for entry in entries {
                if known.recent.count >= rememberedCount {
                    known = (Set(minimumCapacity: rememberedCount), known.recent)
                }
                known.recent.insert(entry)
            }
        }
    }
}
