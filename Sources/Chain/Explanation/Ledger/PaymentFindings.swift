internal import Wording

/// The transactions of a block of a ledger, judged as a chain judges them: one after the other, up to the first that
/// breaks a rule.
struct PaymentFindings {
    /// Of each rule of a transaction.
    private(set) var checks: [BlockExplanation.Check] = []
    /// What all payments pay to the maker of the block; nil if one of them breaks a rule.
    private(set) var fees: Int?

    /// How many signatures are verified of a block for which nobody has done the work: some milliseconds' work, more
    /// than people write by hand. A chain verifies none.
    static let unpaidSignatures = 64

    /// The rules, in the order in which each payment is judged.
    private static let rules: [LedgerRule] = [
        .transaction, .address, .amount, .memo, .signature, .nonce, .balance, .reward,
    ]

    private var transactions: BlockTransactions
    private let count: Int
    /// Why not all signatures were verified, as half a sentence.
    private var whyUnsigned: Statement?

    /// Judges transactions.
    ///
    /// - Parameters:
    ///   - place: where the block would stand; nil if that is not known.
    ///   - isPaid: whether somebody has done the work for the block with these transactions.
    ///   - isTooLong: whether the block is longer than any may be, so that its signatures don't matter.
    init(_ elements: JSONElements, at place: LedgerPlace?, by ledger: LedgerRules, isPaid: Bool, isTooLong: Bool) {
        transactions = BlockTransactions(elements)
        count = max(elements.count - 1, 0)
        verify(by: ledger, atMost: isTooLong ? 0 : isPaid ? .max : Self.unpaidSignatures)
        let fault = self.fault(at: place, ledger)
        if fault == nil || fault?.rule == .reward { fees = transactions.fees }
        let broken = fault.flatMap { fault in Self.rules.firstIndex(of: fault.rule) }
        for (position, rule) in Self.rules.enumerated() {
            guard let fault, let broken, position >= broken else {
                checks.append(finding(rule, at: place, ledger, elements.last))
                continue
            }
            checks.append(
                position == broken
                    ? .broken(fault)
                    : .unknown(
                        rule, Statement(.whyRuleBrokenBefore, ["rule": .text(fault.rule.rawValue)])))
        }
    }

    /// Verifies signatures up to the first that doesn't hold, some at a time: a block that is sent again and again has
    /// all before it in a checker's memory.
    private mutating func verify(by ledger: LedgerRules, atMost limit: Int) {
        let payments = transactions.payments
        var hold: [Bool] = []
        while hold.count < min(payments.count, limit), hold.last != false {
            let end = min(hold.count + Self.unpaidSignatures, payments.count)
            let results = ledger.signatures.areSigned(Array(payments[hold.count..<end]), on: ledger.network.id)
            hold += results.firstIndex(of: false).map { results[...$0] } ?? results[...]
        }
        if hold.last == false {
            // Nothing behind the first that doesn't hold counts.
            transactions.judge(signatures: payments.indices.map { $0 < hold.count - 1 })
        } else if hold.count < payments.count {
            whyUnsigned =
                limit == 0
                ? Statement(.whyBlockTooLong)
                : Statement(.whyNoWorkDone, ["count": .number(hold.count)])
        }
    }

    /// The first rule that is broken, as a chain would find it.
    private func fault(at place: LedgerPlace?, _ ledger: LedgerRules) -> LedgerFault? {
        let parameters = ledger.network.parameters
        do throws(LedgerFault) {
            if let place, let accounts = place.accounts {
                _ = try accounts.changes(by: transactions, at: place.height, parameters: parameters)
            } else {
                if let fault = transactions.fault { throw fault }
                if let place { _ = try transactions.checkReward(at: place.height, parameters) }
            }
            return nil
        } catch {
            return error
        }
    }

    /// The line of a rule that isn't broken.
    private func finding(
        _ rule: LedgerRule, at place: LedgerPlace?, _ ledger: LedgerRules, _ last: JSONValue?
    ) -> BlockExplanation.Check {
        let only = transactions.payments.count == 1 ? transactions.payments.first?.payment : nil
        switch rule {
        case .signature:
            if let whyUnsigned { return .unknown(rule, whyUnsigned) }
        case .nonce, .balance:
            guard let place else { return .unknown(rule, .whyBeforeUnknown) }
            guard let accounts = place.accounts else {
                return .unknown(rule, place.whyNoAccounts ?? Statement(.whyBeforeUnknown))
            }
            if let only {
                let account = accounts[only.sender]
                return rule == .nonce
                    ? holds(rule, expected: "\(account.nonce)", found: "\(only.nonce)")
                    : holds(rule, expected: "at least \(only.cost)", found: "\(account.balance)")
            }
        case .reward:
            guard let place else { return .unknown(rule, .whyBeforeUnknown) }
            let due = ledger.network.parameters.reward(at: place.height) + (fees ?? 0)
            return holds(rule, expected: "amount \(due), nonce \(place.height)", found: last?.shown)
        default: break
        }
        return holds(rule)
    }

    private func holds(
        _ rule: LedgerRule, expected: String? = nil, found: String? = nil
    ) -> BlockExplanation.Check {
        let code: Statement.Code =
            switch rule {
            case .transaction: .paymentsKeysHold
            case .address: .paymentsAddressesHold
            case .amount: .paymentsAmountsHold
            case .memo: .paymentsMemosHold
            case .signature: .paymentsSignaturesHold
            case .nonce: .paymentsNoncesHold
            default: .paymentsBalancesHold
            }
        let says =
            rule == .reward
            ? Statement(.rewardHolds)
            : count == 0 ? Statement(.paymentsNone) : Statement(code, ["count": .number(count)])
        return .init(rule: .of(rule), holds: true, says: says, expected: expected, found: found)
    }
}
