internal import Chain

/// What fee gets into the next block: asked for with each payment, and looked for once in ``Node/draftSeconds`` at most
/// while the newest block stays.
struct FeeQuote: Sendable {
    /// How long a payment is in which no number is large and no memo stands, in bytes.
    static let ordinaryBytes = 400

    private var last: (tip: BlockHash, time: Duration, fee: Int)?

    /// The fee, as it is or was a moment ago.
    ///
    /// - Parameter now: by the monotonic clock.
    mutating func fee(at tip: BlockHash, _ now: Duration, _ look: () -> Int) -> Int {
        if let last, last.tip == tip, (now - last.time).inSeconds < Node.draftSeconds { return last.fee }
        let fee = look()
        last = (tip, now, fee)
        return fee
    }
}

extension Node {
    /// The least fee that gets an ordinary payment into the next block, as far as is known; 1 where nobody pays fees.
    func nextFee() -> Int {
        let state = state
        guard let tip = state.chain.ledger, let payments = state.mempool.payments else { return 1 }
        return feeQuote.fee(at: state.chain.tipHash, ports.clock.now) {
            payments.nextFee(
                on: tip.accounts, ofBytes: FeeQuote.ordinaryBytes, atMostBytes: state.paymentRoom)
        }
    }
}
