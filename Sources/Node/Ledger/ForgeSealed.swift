internal import Chain
internal import Records

/// The next block of a ledger while it is searched for, and the pending payments that are in it.
struct SealedDraft: Sendable {
    let template: BlockTemplate
    let included: [AcceptedTransaction]
    /// The hash of the block that it follows.
    let lastHash: BlockHash
}

/// The same before it is decided who is paid: all miners on one tip may share it.
struct OpenDraft: Sendable {
    let block: UnsealedBlock
    let included: [AcceptedTransaction]
    let lastHash: BlockHash

    /// What a miner searches for.
    ///
    /// - Parameter now: seconds since 1970.
    func sealed(payingTo miner: Address, now: Double) -> SealedDraft {
        guard let template = block.template(payingTo: miner, now: now) else {
            preconditionFailure("a clock shows a number of seconds")
        }
        return SealedDraft(template: template, included: included, lastHash: lastHash)
    }
}

extension NodeState {
    /// The next block of a ledger as it would be best now, which pays this node.
    ///
    /// - Parameter now: seconds since 1970. Where that isn't later than the newest block, the next one is a millisecond
    ///   later than that.
    func draft(now: Double) -> SealedDraft {
        guard let payee else { preconditionFailure("on a ledger a node's name is an address") }
        return openDraft().sealed(payingTo: payee, now: now)
    }

    /// How many bytes of payments the next block of a ledger has room for.
    var paymentRoom: Int {
        min(limits.blockBytes, LedgerBlock.maximumLength, limits.chainBytes - chain.textLength)
            - ChainLimits.emptyBlockBytes
    }

    /// The payments for the next block of a ledger as they would be best now.
    func openDraft() -> OpenDraft {
        guard let tip = chain.ledger, let network = chain.rules.ledger?.network else {
            preconditionFailure("blocks are sealed on a ledger")
        }
        let included = mempool.nextBlockPayments(on: tip.accounts, atMostBytes: paymentRoom)
        let block = UnsealedBlock(
            after: tip.header, lastHash: chain.tipHash, payments: included.map(\.transaction.text),
            fees: included.reduce(0) { $0 + ($1.transaction.signedPayment?.payment.fee ?? 0) },
            parameters: network.parameters)
        return OpenDraft(block: block, included: included, lastHash: chain.tipHash)
    }
}

/// Forges the next block of a ledger, as it was searched for.
struct ForgeSealed: StateOperation {
    /// The tip is no longer the one that was searched on, or by the clock the block is from the future.
    struct Superseded: Error {}

    static let isLimited = false
    /// Payments of the same commit would be decided as if the block weren't there: one could take the place of another
    /// that is in it.
    static let batching = Batching.alone

    private let draft: SealedDraft
    private let nonce: UInt128

    private var decided: Decision?

    private struct Decision {
        let forged: ForgedBlock
        let chain: Blockchain
        let included: [AcceptedTransaction]
        let readmitted: [AcceptedTransaction]
        let stale: [Int]
    }

    /// - Parameter nonce: solves the draft.
    init(_ draft: SealedDraft, nonce: UInt128) {
        (self.draft, self.nonce) = (draft, nonce)
    }

    mutating func decide(
        on state: inout NodeState, _ known: inout KnownTransactions
    ) throws(Superseded) -> [Change] {
        guard state.chain.tipHash == draft.lastHash else { throw Superseded() }
        let block = draft.template.block(nonce: nonce)
        var chain = state.chain
        guard (try? chain.append(block)) != nil, let accounts = chain.ledger?.accounts else { throw Superseded() }
        // What left the mempool during the search is in the block all the same.
        var (included, readmitted): ([AcceptedTransaction], [AcceptedTransaction]) = ([], [])
        for accepted in draft.included {
            if state.mempool.payments?.isWaiting(accepted.number) == true {
                included.append(accepted)
            } else {
                readmitted.append(state.mempool.readmit(accepted.transaction))
            }
        }
        included += readmitted
        let numbers = included.map(\.number)
        let stale = state.mempool.stale(on: accounts, without: numbers)
        let transactions = draft.included.map(\.transaction) + [draft.template.reward]
        decided = Decision(
            forged: ForgedBlock(block: block, transactions: transactions), chain: chain, included: included,
            readmitted: readmitted, stale: stale)
        return readmitted.map { .accepted($0) } + [.forged(block, including: numbers)]
            + (stale.isEmpty ? [] : [.dropped(stale)])
    }

    func apply(to state: inout NodeState) -> [StateEvent] {
        let decision = decision
        state.chain = decision.chain
        for accepted in decision.readmitted { state.mempool.add(accepted) }
        state.mempool.confirm(decision.included[...])
        state.mempool.drop(decision.stale)
        state.mempool.caughtUp()
        return [.forged(decision.forged)]
    }

    func abandon(in state: inout NodeState) {
        for accepted in decided?.readmitted ?? [] { state.mempool.release(accepted) }
        state.mempool.fallBack()
    }

    func outcome(in state: NodeState) -> ForgedBlock { decision.forged }

    private var decision: Decision {
        guard let decided else { preconditionFailure("it was decided before it was committed") }
        return decided
    }
}
