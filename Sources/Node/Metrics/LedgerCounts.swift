internal import Chain

/// What a ledger's node counts besides, since its start.
struct LedgerCounts: Sendable {
    /// Why payments weren't taken, by the names of rules: those of ``LedgerRule``, `fee` if others pay more and `chain`
    /// if that is full.
    static let refusals =
        [LedgerRule.transaction, .address, .amount, .memo, .signature, .nonce, .balance, .size].map(\.rawValue)
        + [fee, chain]

    fileprivate static let fee = "fee"
    fileprivate static let chain = "chain"

    /// Payments that weren't taken, from clients and from other nodes.
    private(set) var refused: [String: Int] = [:]

    /// The fees in blocks that were forged here.
    private(set) var earnedFees = 0

    /// A payment breaks a rule by itself.
    mutating func noteRefused(_ fault: LedgerFault) { refused[fault.rule.rawValue, default: 0] += 1 }

    /// A payment doesn't wait for a block.
    mutating func noteRefused(_ refusal: PaymentRefusal) { refused[refusal.rule, default: 0] += 1 }

    /// A block was forged here. Its reward pays more than the block creates, if it has fees.
    mutating func noteForged(_ forged: ForgedBlock, by parameters: LedgerParameters) {
        guard let last = forged.transactions.last, let document = try? JSONDocument(parsing: last.text.bytes),
            let reward = RewardTransaction(document.root)
        else { return }
        earnedFees += reward.amount - parameters.reward(at: forged.block.index)
    }
}

extension PaymentRefusal {
    /// What stands against it, of ``LedgerCounts/refusals``.
    fileprivate var rule: String {
        switch self {
        case .notSigned: LedgerRule.signature.rawValue
        case .nonceUsed, .nonceTooFar, .nonceTaken: LedgerRule.nonce.rawValue
        case .balance: LedgerRule.balance.rawValue
        case .longerThanAll: LedgerRule.size.rawValue
        case .full, .behindGap, .earlierPaysLittle: LedgerCounts.fee
        case .chainIsFull: LedgerCounts.chain
        }
    }
}
