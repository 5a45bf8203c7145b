public import Wording

/// Why a ledger's payment doesn't wait for a block.
public enum PaymentRefusal: Error, Hashable, Sendable, Stated {
    /// The sender has not signed it for this network.
    case notSigned
    /// The sender's payment of this nonce is in the chain.
    case nonceUsed(Int, next: Int)
    /// Its nonce is so far ahead that it would wait for too many others.
    case nonceTooFar(Int, first: Int, limit: Int)
    /// One of the same nonce waits, and pays nearly as much.
    case nonceTaken(Int, next: Int, leastFee: Int)
    /// The sender doesn't have what it costs, besides what those that wait before it cost.
    case balance(Int, waiting: Int, cost: Int)
    /// All room is taken by payments that pay more.
    case full(count: Int, leastFee: Int)
    /// All room is taken by payments that don't wait for others of their senders.
    case behindGap(Int, missing: Int, count: Int)
    /// All room is taken by payments that pay more than an earlier one of the sender, behind which this one counts.
    case earlierPaysLittle(Int, earlier: Int, count: Int)
    /// It alone is longer than all room.
    case longerThanAll(bytes: Int, limit: Int)
    /// No block can follow, so none will include it.
    case chainIsFull(bytes: Int, limitBytes: Int)

    /// Whether more blocks may allow it.
    var dependsOnChain: Bool {
        switch self {
        case .nonceTooFar, .balance: true
        case .notSigned, .nonceUsed, .nonceTaken, .full, .behindGap, .earlierPaysLittle, .longerThanAll, .chainIsFull:
            false
        }
    }

    /// One sentence, with what to do.
    public var statement: Statement {
        switch self {
        case .notSigned: Statement(.signatureWrong)
        case .nonceUsed(let nonce, let next):
            Statement(.nonceUsed, ["next": .number(next), "nonce": .number(nonce)])
        case .nonceTooFar(let nonce, let first, let limit):
            Statement(.nonceTooFar, ["limit": .number(limit), "next": .number(first), "nonce": .number(nonce)])
        case .nonceTaken(let nonce, let next, let fee):
            Statement(.nonceTaken, ["fee": .number(fee), "next": .number(next), "nonce": .number(nonce)])
        case .balance(let balance, 0, let cost):
            Statement(.balanceTooSmall, ["balance": .number(balance), "cost": .number(cost)])
        case .balance(let balance, let waiting, let cost):
            Statement(
                .balanceTooSmallWithWaiting,
                ["balance": .number(balance), "cost": .number(cost), "waiting": .number(waiting)])
        case .full(let count, let fee): Statement(.paymentsFull, ["count": .number(count), "fee": .number(fee)])
        case .behindGap(let nonce, let missing, let count):
            Statement(
                .paymentsBehindGap,
                ["count": .number(count), "missing": .number(missing), "nonce": .number(nonce)])
        case .earlierPaysLittle(let nonce, let earlier, let count):
            Statement(
                .paymentsEarlierPaysLittle,
                ["count": .number(count), "earlier": .number(earlier), "nonce": .number(nonce)])
        case .longerThanAll(let bytes, let limit):
            Statement(.paymentLongerThanAll, ["bytes": .number(bytes), "limit": .number(limit)])
        case .chainIsFull(let bytes, let limit): ChainLimits.isFull(bytes: bytes, limitBytes: limit)
        }
    }
}
