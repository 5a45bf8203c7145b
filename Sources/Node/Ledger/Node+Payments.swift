internal import Chain
internal import HTTP
internal import Records

extension Node {
    /// Accepts a payment of a ledger. `take` gets the index of the block that may include it, or why it doesn't wait,
    /// on the loop.
    ///
    /// When it does, the payment is on disk. It waits until a block includes it, another takes its place, or it can no
    /// longer be paid.
    func newPayment(
        _ payment: SignedPayment, _ take: @escaping @Sendable (Result<Int, PaymentFailure>) -> Void
    ) {
        let isTaken = checkSignatures([payment]) { hold in
            self.assumeIsolated { node in
                guard hold[0] else {
                    node.metrics.ledger.noteRefused(.notSigned)
                    return take(.failure(.refused(.notSigned)))
                }
                node.submit(AcceptPayments([payment])) { answer in
                    self.assumeIsolated { $0.noteRefused((try? answer.get()) ?? []) }
                    take(answer.mapError { PaymentFailure($0) }.flatMap { $0[0].mapError { .refused($0) } })
                }
            }
        }
        if !isTaken { take(.failure(.tooManyWaiting)) }
    }

    /// Accepts payments that another node announces, up to the first for which there is no time. Those that are refused
    /// count as kept, so that the other goes on behind them.
    ///
    /// - Parameter isBehind: whether ours may lack blocks that the other has. Then the first payment that such a block
    ///   may allow isn't kept, and comes again.
    func newPayments(
        _ transactions: [Transaction], of peer: PeerAddress?, isBehind: Bool
    ) async -> AcceptGossip.Outcome {
        let payments = transactions.enumerated().compactMap { position, transaction in
            transaction.signedPayment.map { (position: position, payment: $0) }
        }
        guard !payments.isEmpty, let hold = await areSigned(payments.map(\.payment)) else {
            return AcceptGossip.Outcome(kept: payments.isEmpty ? transactions.count : 0)
        }
        let signed = zip(payments, hold).filter(\.1).map(\.0)
        for _ in signed.count..<payments.count { metrics.ledger.noteRefused(.notSigned) }
        guard let results = try? await submit(AcceptPayments(signed.map(\.payment), from: peer)) else {
            return AcceptGossip.Outcome()
        }
        noteRefused(results)
        let again = isBehind ? zip(signed, results).first { $1.failure?.dependsOnChain == true }?.0.position : nil
        return AcceptGossip.Outcome(
            kept: again ?? transactions.count, new: results.count { (try? $0.get()) != nil })
    }
}

extension Node {
    /// Tells peers again of a ledger's payments that wait, now and then: a peer's chain, or what waits there, may have
    /// come to allow them. Called once a second.
    func offerAgain() {
        guard chain.ledger != nil, let first = mempool.pending.first else { return }
        relay.offerAgain(from: first.number, at: uptimeSeconds)
    }

    private func noteRefused(_ results: AcceptPayments.Outcome) {
        for refusal in results.compactMap(\.failure) { metrics.ledger.noteRefused(refusal) }
    }
}

extension Result {
    fileprivate var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}

/// Why a payment was not accepted.
enum PaymentFailure: Error {
    case refused(PaymentRefusal)
    /// Too many wait for their signatures to be checked, or for the disk.
    case tooManyWaiting
    case notKept(StorageError)

    init(_ error: SubmitError<Never>) {
        self =
            switch error {
            case .tooManyWaiting: .tooManyWaiting
            case .notCommitted(let error): .notKept(error)
            }
    }
}
