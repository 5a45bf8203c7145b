package import Chain
internal import Records

/// Everything that must be on disk before it is true: the chain, the mempool, and the list of peers.
///
/// It is pure and synchronous, and only operations change it: see ``StateOperation``.
package struct NodeState: Sendable {
    /// The longest valid chain seen so far.
    package internal(set) var chain: Blockchain

    /// Transactions that were accepted here and aren't in the chain.
    package internal(set) var mempool: Mempool

    /// The peers.
    package internal(set) var peers: PeerList

    /// The name paid for the blocks forged here.
    let identifier: String

    /// The same as an address of a ledger; nil under other rules.
    let payee: Address?

    /// How long the chain and its blocks may get.
    let limits: ChainLimits

    /// Which of the blocks no longer chain replaces.
    let finality: Finality

    /// Continues with stored data.
    init(
        _ kept: KeptState, peers: PeerList, identifier: String, limits: ChainLimits = ChainLimits(),
        finality: Finality = Finality(), mempool mempoolLimits: MempoolLimits = MempoolLimits()
    ) {
        chain = kept.chain
        let isLedger = kept.chain.ledger != nil
        mempool = Mempool(
            pending: kept.pending, lastNumber: kept.lastNumber, limits: mempoolLimits, ofLedger: isLedger)
        self.peers = peers
        self.identifier = identifier
        payee = isLedger ? Address(hexDigits: Array(identifier.utf8)[...]) : nil
        precondition(!isLedger || payee != nil, "on a ledger a node's name is an address")
        self.limits = limits
        self.finality = finality
    }

    /// Whether the limits let a block follow.
    var allowsBlock: Bool { limits.allowBlock(after: chain.textLength) }

    /// The pending transactions that go into the next block.
    var nextBlockPayments: ArraySlice<AcceptedTransaction> {
        let rest = limits.chainBytes - chain.textLength - ChainLimits.emptyBlockBytes
        return mempool.nextBlockTransactions(atMostBytes: min(limits.paymentBytes, rest), aloneAtMostBytes: rest)
    }

    /// Whether a pending transaction could go into the next block.
    var hasPaymentsForBlock: Bool {
        guard let accounts = chain.ledger?.accounts else { return !nextBlockPayments.isEmpty }
        return !mempool.nextBlockPayments(on: accounts, atMostBytes: limits.paymentBytes).isEmpty
    }

    /// A broken invariant in words; nil if all hold. Takes time linear in mempool and peers.
    ///
    /// The node checks this after each commit in debug builds, and the simulator after each step.
    package var brokenInvariant: String? {
        mempool.brokenInvariant ?? peers.brokenInvariant
            ?? (finality.contradiction(of: chain) == nil ? nil : "the chain has the checkpoints")
    }
}
