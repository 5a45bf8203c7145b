internal import Chain
internal import Records

/// Mining on a ledger: the block is put together before it is searched for, since its proof seals it.
extension Node {
    /// How long a block is searched for as it is, though payments have come that would make it better. A new one costs
    /// nothing but the beginning of a search: guesses are as good on any.
    static let draftSeconds = 5.0

    /// Searches for a nonce for the best block on the current tip, and forges it.
    func searchNonce() async throws(MiningError) -> ForgedBlock {
        let tipHash = chain.tipHash
        while true {
            let now = ports.clock.secondsSince1970
            try checkClock(now)
            let draft = state.draft(now: now)
            let template = draft.template
            mining.beginDraft(at: ports.clock.now, newestNumber: mempool.newestNumber)
            let nonce = await search(of: template.header.target.expectedGuesses.clamped) {
                await $0.nonce(for: template)
            }
            let isOutdated = mining.endDraft()
            guard chain.tipHash == tipHash else { throw .superseded(length: chain.length) }
            if let nonce { return try await forge(ForgeSealed(draft, nonce: nonce)) }
            guard isOutdated, !Task.isCancelled, tasks.isRunning else { throw .cancelled }
        }
    }

    /// Throws if a block on the newest one would be from the future for others, by a clock of seconds since 1970.
    func checkClock(_ now: Double) throws(MiningError) {
        guard let tip = chain.ledger?.header.timestamp, tip.seconds - now > SealedHeader.maximumAhead - 1 else {
            return
        }
        throw .aheadOfClock(seconds: Int((tip.seconds - now).rounded()))
    }

    /// A payment has come: the block that is searched for may be put together anew.
    func improveDraft() {
        guard let seconds = mining.secondsToNextDraft(at: ports.clock.now) else { return }
        if seconds <= 0 { return mining.outdate(newestNumber: mempool.newestNumber) }
        guard mining.beginWaitingForDraft() else { return }
        inBackground { node, _ in
            await node.ports.clock.sleep(seconds: max(seconds, Self.draftSeconds / 100))
            node.mining.endWaitingForDraft()
            node.improveDraft()
        }
    }
}
