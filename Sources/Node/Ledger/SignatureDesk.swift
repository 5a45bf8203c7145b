internal import Chain
internal import Dispatch

/// Payments whose signatures are about to be checked: those that come meanwhile are checked together, on all
/// processors, before the loop decides on them.
struct SignatureDesk {
    /// How many payments may wait: a quarter of a second's work of one processor.
    static let limit = 4_096

    private var waiting: [(payments: [SignedPayment], take: @Sendable ([Bool]) -> Void)] = []
    private var count = 0

    /// Whether a task is at it.
    private(set) var isServed = false

    /// Where they are checked: it is waited for.
    let queue = DispatchQueue(label: "forgechain.signatures", qos: .utility)

    /// Puts payments in line, and returns whether the caller must begin to serve; nil if there is no room.
    mutating func append(_ payments: [SignedPayment], _ take: @escaping @Sendable ([Bool]) -> Void) -> Bool? {
        guard count + payments.count <= Self.limit else { return nil }
        waiting.append((payments, take))
        count += payments.count
        defer { isServed = true }
        return !isServed
    }

    /// All that wait. Empty if none do; then no task serves any more.
    mutating func takeAll() -> [(payments: [SignedPayment], take: @Sendable ([Bool]) -> Void)] {
        defer { (waiting, count, isServed) = ([], 0, !waiting.isEmpty) }
        return waiting
    }
}

extension Node {
    /// For each payment, whether it is signed; `take` gets the answer on the loop. False, and it is never called, if as
    /// many wait as may.
    func checkSignatures(_ payments: [SignedPayment], _ take: @escaping @Sendable ([Bool]) -> Void) -> Bool {
        guard let mustServe = signatures.append(payments, take) else { return false }
        if mustServe { Task(executorPreference: executor) { await self.serveSignatures() } }
        return true
    }

    /// The same for who has a task; nil if as many wait as may.
    func areSigned(_ payments: [SignedPayment]) async -> [Bool]? {
        await withCheckedContinuation { continuation in
            let isTaken = checkSignatures(payments) { continuation.resume(returning: $0) }
            if !isTaken { continuation.resume(returning: nil) }
        }
    }

    private func areSigned(_ payments: [SignedPayment], by ledger: LedgerRules) async -> [Bool] {
        if ledger.signatures.isWaitedFor { return ledger.signatures.areSigned(payments, on: ledger.network.id) }
        return await withCheckedContinuation { continuation in
            signatures.queue.async {
                continuation.resume(returning: ledger.signatures.areSigned(payments, on: ledger.network.id))
            }
        }
    }

    /// Before each turn the loop has one: what has come by then is checked with the rest.
    private func serveSignatures() async {
        guard let ledger = chain.rules.ledger else { preconditionFailure("only a ledger's payments are signed") }
        await Task.yield()
        while case let batch = signatures.takeAll(), !batch.isEmpty {
            let payments = batch.flatMap(\.payments)
            let hold = await areSigned(payments, by: ledger)
            var place = 0
            for (payments, take) in batch {
                take(Array(hold[place..<place + payments.count]))
                place += payments.count
            }
            await Task.yield()
        }
    }
}
