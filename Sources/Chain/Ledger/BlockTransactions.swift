public import Cryptography
internal import Wording

/// The transactions of a block, read and each checked by itself.
///
/// Faults are kept rather than thrown, because a block is judged in the order of its transactions: a payment before the
/// fault may be out of order or beyond its sender's balance, which only ``Accounts`` can tell.
public struct BlockTransactions: Sendable {
    /// The payments before the first fault.
    public private(set) var payments: [SignedPayment] = []
    /// What is wrong with the transaction behind these payments, if something is.
    public private(set) var fault: LedgerFault?
    /// The last transaction, if it is a reward.
    public let reward: RewardTransaction?
    /// The last transaction as it is spelled, if that is short.
    private let lastShown: String?

    /// Reads the transactions of a block. Signatures aren't checked.
    public init(_ elements: JSONElements) {
        reward = elements.last.flatMap { RewardTransaction($0) }
        lastShown = elements.last?.shown
        payments.reserveCapacity(elements.count)
        for (offset, element) in elements.dropLast().enumerated() {
            do throws(LedgerFault) {
                payments.append(try SignedPayment(element))
            } catch {
                fault = error.ofTransaction(offset + 1)
                return
            }
        }
    }

    /// Takes the results of checking all signatures, in the order of the payments.
    ///
    /// - Parameter hold: for each payment, whether its sender signed it.
    public mutating func judge(signatures hold: some Collection<Bool>) {
        precondition(hold.count == payments.count, "every payment has one signature")
        guard let offset = hold.enumerated().first(where: { !$0.element })?.offset else { return }
        fault = payments[offset].unsigned.ofTransaction(offset + 1)
        payments.removeSubrange(offset...)
    }

    /// Checks all signatures, one after the other.
    public mutating func checkSignatures(on network: BlockHash, by ed25519: Ed25519) {
        // Nothing behind the first that doesn't hold counts.
        let first = payments.firstIndex { !$0.isSigned(on: network, by: ed25519) } ?? payments.count
        judge(signatures: payments.indices.map { $0 < first })
    }

    /// What the payments pay to the maker of the block; nil if that is more than all money there is, so that they can't
    /// be anybody's.
    var fees: Int? {
        var sum = 0
        for payment in payments {
            sum += payment.payment.fee
            if sum > Accounts.maximumAmount { return nil }
        }
        return sum
    }

    /// The reward, if it is what it has to be behind payments of which the accounts aren't known.
    func checkReward(at index: Int, _ parameters: LedgerParameters) throws(LedgerFault) -> RewardTransaction {
        guard let fees else {
            throw LedgerFault(.reward, .rewardFeesTooLarge, found: lastShown)
        }
        return try checkReward(of: parameters.reward(at: index) + fees, at: index)
    }

    /// The reward, if it is what it has to be.
    func checkReward(of due: Int, at index: Int) throws(LedgerFault) -> RewardTransaction {
        guard let reward, reward.amount == due, reward.nonce == index else {
            throw LedgerFault(
                .reward,
                .rewardWrong, ["amount": .number(due), "sender": .text(Transaction.rewardSender)],
                expected: "amount \(due), nonce \(index)", found: lastShown)
        }
        return reward
    }
}
