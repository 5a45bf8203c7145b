internal import Chain
internal import HeapModule

/// What the last waiting payment of a sender is worth, as the first of them that leaves when room is needed.
///
/// A payment counts behind all of its sender's before it. So it is worth no more than the cheapest of those; and behind
/// a gap it costs its sender nothing and may never count, so those leave first, whatever they pay. A sender's last one
/// leaves first, so that no gap is made.
struct PaymentRank: Hashable, Comparable, Sendable {
    let sender: Address
    let isBehindGap: Bool
    /// What the cheapest pays, with the number of the last: of equals, the one leaves that came last.
    let rate: FeeRate

    /// Of a sender's payments in the order of their nonces; nil if there are none.
    init?(_ all: [PaymentPool.Waiting], _ account: Account) {
        guard let last = all.last, let cheapest = all.map(\.rate).min() else { return nil }
        sender = last.payment.sender
        isBehindGap = last.payment.nonce - account.nonce >= all.count
        rate = FeeRate(fee: cheapest.fee, bytes: cheapest.bytes, number: last.number)
    }

    static func < (left: PaymentRank, right: PaymentRank) -> Bool {
        left.isBehindGap == right.isBehindGap ? left.rate < right.rate : left.isBehindGap
    }
}

/// The ranks of all senders, and some that no longer hold: each is looked at anew when it comes first.
struct PaymentRanks: Sendable {
    /// How many ranks there may be beyond two for each sender, before those that no longer hold are thrown away.
    static let spareCount = 64

    private var heap: Heap<PaymentRank>

    init(_ ranks: [PaymentRank]) {
        heap = Heap(ranks)
    }

    var count: Int { heap.count }

    mutating func insert(_ rank: PaymentRank?) {
        if let rank { heap.insert(rank) }
    }

    /// Takes out the rank of who leaves first.
    ///
    /// - Parameter current: the rank of a sender, as it is.
    mutating func popFirst(_ current: (Address) -> PaymentRank?) -> PaymentRank? {
        while let first = heap.popMin() {
            let rank = current(first.sender)
            if rank == first { return first }
            insert(rank)
        }
        return nil
    }
}
