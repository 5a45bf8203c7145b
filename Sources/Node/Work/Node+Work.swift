internal import API
internal import Chain
internal import HTTP
internal import Records
internal import Wording

/// Work that somebody says is done.
struct DoneWork: Sendable {
    /// What a miner has found.
    enum Number: Sendable {
        /// What stands in the guess between prefix and suffix.
        case nonce(Proof)
        /// The whole proof, which begins with the seal on a ledger. Elsewhere it is the same.
        case proof(Proof)
    }

    /// Under a ledger's rules the seal of the block; else the hash of the newest block.
    let id: BlockHash

    let number: Number

    /// Who is to be paid, if somebody is named.
    let miner: String?
}

/// Mining outside the node: what is to be searched for, and the block that is made of what was found.
extension Node {
    /// What a miner has to know to search for the next block.
    ///
    /// - Parameters:
    ///   - miner: who is paid on a ledger; the node itself if nobody is named.
    ///   - client: who asks.
    func work(payingTo miner: Address?, for client: ClientGroup) throws(MiningError) -> WorkAnswer {
        try checkRoomForBlock()
        guard let payee = state.payee else { return openWork }
        let now = ports.clock.secondsSince1970
        try checkClock(now)
        let work = workDesk.work(
            for: miner ?? payee, of: client.number, at: ports.clock.now, newestNumber: mempool.newestNumber,
            open: { state.openDraft() }, seal: { $0.sealed(payingTo: miner ?? payee, now: now) })
        return WorkAnswer(work.draft.template, payingTo: work.miner, transactions: work.draft.included.count + 1)
    }

    /// The same where a proof doesn't cover its block.
    private var openWork: WorkAnswer {
        WorkAnswer(chain.rules.work(after: chain.tip), after: chain.tip, rules: chain.rules.set, payingTo: identifier)
    }

    /// Forges the block whose work was done elsewhere, as if it were found here: it is kept, and then told to peers and
    /// to who watches. A search here for the same block ends.
    func forge(_ done: DoneWork) async throws(WorkError) -> ForgedBlock {
        guard ledger == nil else { return try await forgeSealed(done) }
        let tip = chain.tip
        guard done.id == tip.hash else { throw stale }
        let proof =
            switch done.number {
            case .nonce(let number), .proof(let number): number
            }
        guard let word = proof.word else {
            throw .number(Statement(.workProofTooLarge))
        }
        let puzzle = chain.rules.work(after: tip)
        guard puzzle.isValid(word) else {
            throw .notSolved(
                hash: puzzle.hash(ofGuess: proof), target: puzzle.difficulty.target, zeros: puzzle.difficulty.hexZeros)
        }
        return try await forge(
            ForgeBlock(proof: word, after: tip, payingTo: done.miner, clock: ports.clock), on: tip.hash)
    }

    private func forgeSealed(_ done: DoneWork) async throws(WorkError) -> ForgedBlock {
        guard let id = UInt256(hexDigits: done.id.hexDigits[...]) else {
            preconditionFailure("a hash has as many digits as a seal")
        }
        guard let work = workDesk[id] else { throw workDesk.hasEnded(id) ? stale : .unknown(done.id) }
        if let miner = done.miner, miner != work.miner.description { throw .otherMiner(work.miner) }
        let nonce = try nonce(done.number, of: work.draft.template)
        guard work.draft.template.isSolved(by: nonce) else {
            throw .notSolved(
                hash: work.draft.template.hash(ofGuess: nonce), target: work.draft.template.header.target, zeros: nil)
        }
        return try await forge(ForgeSealed(work.draft, nonce: nonce), on: work.draft.lastHash)
    }

    private func nonce(_ number: DoneWork.Number, of template: BlockTemplate) throws(WorkError) -> UInt128 {
        switch number {
        case .nonce(let number):
            guard number.digits.count <= SealedProof.nonceDigits, let nonce = UInt128(number.description) else {
                throw .number(
                    Statement(
                        .workNonceTooLong,
                        ["digits": .number(number.digits.count), "limit": .number(SealedProof.nonceDigits)]))
            }
            return nonce
        case .proof(let proof):
            guard let sealed = SealedProof(proof), sealed.seal == template.seal else {
                throw .number(
                    Statement(
                        .workOtherSeal,
                        ["digits": .number(SealedProof.nonceDigits), "seal": .text("\(template.seal)")]))
            }
            return sealed.nonce
        }
    }

    /// One at a time: of more on the same block only one can count, and what follows from the first is soon known.
    private func forge<Operation: StateOperation>(
        _ operation: Operation, on tip: BlockHash
    ) async throws(WorkError) -> ForgedBlock where Operation.Outcome == ForgedBlock {
        guard workDesk.forgingOn != tip else { throw .isForged }
        do throws(MiningError) {
            try checkRoomForBlock()
            try checkClock(ports.clock.secondsSince1970)
            workDesk.forgingOn = tip
            defer { if workDesk.forgingOn == tip { workDesk.forgingOn = nil } }
            return try await forge(operation)
        } catch .superseded {
            throw stale
        } catch {
            throw .notForged(error)
        }
    }

    private var stale: WorkError { .stale(length: chain.length, tip: chain.tipHash) }
}
