/// Why a ledger's payment doesn't wait for a block.
public enum PaymentRefusal: Error, Hashable, Sendable, CustomStringConvertible {
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
    public var description: String {
        switch self {
        case .notSigned:
            "The signature does not hold: another key made it, or for another network, or something was changed since. "
                + "Sign it again, for the network that GET /status calls genesis."
        case .nonceUsed(let nonce, let next):
            "The sender's payment with nonce \(nonce) is in the chain. The next one has nonce \(next): sign it with "
                + "that."
        case .nonceTooFar(let nonce, let first, let limit):
            "The sender's next nonce is \(first), and at most \(limit) payments of a sender wait, so nonce \(nonce) is "
                + "too far ahead. Send those before it first."
        case .nonceTaken(let nonce, let next, let fee):
            "A payment of the sender with nonce \(nonce) waits already. Another takes its place if it pays a tenth "
                + "more, a fee of \(fee); one beside it has nonce \(next)."
        case .balance(let balance, 0, let cost):
            "The sender has \(balance), and this payment costs \(cost), its fee included."
        case .balance(let balance, let waiting, let cost):
            "The sender has \(balance), of which earlier payments that wait will take \(waiting), and this one costs "
                + "\(cost), its fee included."
        case .full(let count, let fee):
            "\(count) payments wait, which is all there is room for, and each is worth more a byte. A fee of \(fee) "
                + "gets this one in."
        case .behindGap(let nonce, let missing, let count):
            "\(count) payments wait, which is all there is room for, and nonce \(nonce) would wait for nonce "
                + "\(missing), which nobody has sent. Send that one first."
        case .earlierPaysLittle(let nonce, let earlier, let count):
            "\(count) payments wait, which is all there is room for, and each pays more a byte than the sender's "
                + "payment with nonce \(earlier), behind which nonce \(nonce) counts. Send that one again with a "
                + "higher fee first."
        case .longerThanAll(let bytes, let limit):
            "This payment has \(bytes) bytes, and there is room for \(limit) in all. Send a shorter memo."
        case .chainIsFull(let bytes, let limit):
            ChainLimits.fullSentence(bytes: bytes, limitBytes: limit)
        }
    }
}
