internal import Chain

extension Node {
    /// What a ledger has besides; nothing under other rules.
    func writeLedger(to text: inout MetricsText) {
        guard let tip = chain.ledger, let rules = chain.rules.ledger else { return }
        text.gauge(
            "forgechain_ledger_expected_guesses", "Guesses that the next block takes on average: 2^256 by its target.",
            Double(tip.header.nextTarget.expectedGuesses.clamped))
        text.gauge(
            "forgechain_ledger_work", "Guesses that the chain took on average: of two chains the one with more wins.",
            Double(tip.header.work.clamped))
        text.gauge("forgechain_ledger_accounts", "Addresses that have money or have paid.", tip.accounts.count)
        text.gauge(
            "forgechain_ledger_fees_pending", "Fees of the payments that wait for a block.",
            mempool.payments?.fees ?? 0)
        text.counter(
            "forgechain_ledger_fees_earned_total", "Fees in the blocks forged by this node.", metrics.ledger.earnedFees)
        let refused = "forgechain_ledger_payments_refused_total"
        text.introduce(refused, .counter, "Payments from clients and from peers that were refused, by rule.")
        for rule in LedgerCounts.refusals {
            text.sample(refused, metrics.ledger.refused[rule] ?? 0, ["rule": rule])
        }
        // Whatever else checks signatures doesn't count them.
        guard let book = rules.signatures as? SignatureBook else { return }
        let signatures = "forgechain_ledger_signatures_total"
        text.introduce(
            signatures, .counter, "Signatures asked for: verified, or known to hold since they were before.")
        text.sample(signatures, book.counts.verified, ["how": "verified"])
        text.sample(signatures, book.counts.remembered, ["how": "remembered"])
    }
}
