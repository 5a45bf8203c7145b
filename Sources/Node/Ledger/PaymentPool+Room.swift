internal import Chain

/// Who leaves when all room is taken.
extension PaymentPool {
    /// One that left, and what it was worth then.
    private typealias Left = (waiting: Waiting, rank: PaymentRank)

    /// Puts a payment in its place, also where others have to leave for it.
    ///
    /// - Parameter replaced: those of its sender that leave for it in any case.
    /// - Returns: the numbers of those that leave: these, and others of less worth.
    mutating func makeRoom(
        for coming: Waiting, replacing replaced: [Waiting], on accounts: Accounts
    ) throws(PaymentRefusal) -> [Int] {
        guard coming.bytes <= limits.bytes else { throw .longerThanAll(bytes: coming.bytes, limit: limits.bytes) }
        guard let left = exchange(replaced, for: coming, on: accounts) else {
            throw refusal(of: coming, replacing: replaced, on: accounts)
        }
        return replaced.map(\.number) + left.map(\.waiting.number)
    }

    /// Takes out those for which there is no room, since a deep reorg returns whole blocks; their numbers.
    mutating func trim(on accounts: Accounts) -> [Int] {
        var left: [Int] = []
        while isTooFull, let last = takeLast(on: accounts) { left.append(last.waiting.number) }
        return left
    }

    private var isTooFull: Bool { count > limits.count || bytes > limits.bytes }

    /// Puts a payment in place of others, and takes out others until all have room.
    ///
    /// - Returns: those others; nil if it would be among them: then nothing has changed.
    private mutating func exchange(_ replaced: [Waiting], for coming: Waiting, on accounts: Accounts) -> [Left]? {
        for one in replaced { take(one.number) }
        put(coming, on: accounts)
        var left: [Left] = []
        while isTooFull, let last = takeLast(on: accounts) {
            if last.waiting.number == coming.number {
                restore(left, replaced, on: accounts)
                return nil
            }
            left.append(last)
        }
        return left
    }

    private mutating func restore(_ left: [Left], _ replaced: [Waiting], on accounts: Accounts) {
        for one in left { put(one.waiting, on: accounts) }
        for one in replaced { put(one, on: accounts) }
    }

    private mutating func put(_ waiting: Waiting, on accounts: Accounts) {
        put(waiting)
        note(waiting.payment.sender, on: accounts)
    }

    /// Takes out who leaves first.
    private mutating func takeLast(on accounts: Accounts) -> Left? {
        var known = ranks.take() ?? PaymentRanks(senders.keys.compactMap { rank(of: $0, on: accounts) })
        let first = known.popFirst { rank(of: $0, on: accounts) }
        ranks = known
        guard let first, let last = senders[first.sender]?.last else { return nil }
        take(last.number)
        note(first.sender, on: accounts)
        return (last, first)
    }

    private func rank(of sender: Address, on accounts: Accounts) -> PaymentRank? {
        PaymentRank(waiting(of: sender), accounts[sender])
    }

    /// Has the rank of a sender whose payments have changed.
    private mutating func note(_ sender: Address, on accounts: Accounts) {
        guard let count = ranks?.count else { return }
        if count > 2 * senders.count + PaymentRanks.spareCount {
            ranks = nil
        } else {
            let rank = rank(of: sender, on: accounts)
            ranks?.insert(rank)
        }
    }

    /// Why there is no room for a payment: tried out with the highest fee there can be.
    private mutating func refusal(
        of coming: Waiting, replacing replaced: [Waiting], on accounts: Accounts
    ) -> PaymentRefusal {
        let (payment, count) = (coming.payment, count)
        let dearest = UnsignedPayment(
            sender: payment.sender, recipient: payment.recipient, amount: payment.amount, fee: Accounts.maximumAmount,
            nonce: payment.nonce)
        guard let dearest,
            let left = exchange(
                replaced, for: Waiting(number: coming.number, payment: dearest, bytes: coming.bytes), on: accounts)
        else {
            let earlier = waiting(of: payment.sender).filter { $0.payment.nonce < payment.nonce }
            let account = accounts[payment.sender]
            if payment.nonce - account.nonce > earlier.count {
                return .behindGap(payment.nonce, missing: nextNonce(of: payment.sender, account), count: count)
            }
            let cheapest = earlier.min { $0.rate < $1.rate }?.payment.nonce ?? payment.nonce
            return .earlierPaysLittle(payment.nonce, earlier: cheapest, count: count)
        }
        take(coming.number)
        note(payment.sender, on: accounts)
        restore(left, replaced, on: accounts)
        // More than the last of those is worth, all of which leave before it does.
        let leastFee = left.last?.rank.rate.leastFeeAbove(bytes: coming.bytes) ?? payment.fee
        return .full(count: count, leastFee: leastFee)
    }
}
