internal import Chain
internal import Records

/// A ledger's payments in the mempool: they have room by what they pay, and not by who has sent them.
///
/// A decision about payments sees what was decided before it, though that isn't committed yet: the pool goes ahead, and
/// the list of pending ones follows.
extension Mempool {
    /// Numbers a payment whose signature was checked, and finds room for it. It becomes pending when it is committed
    /// and ``add(_:)``ed.
    ///
    /// - Returns: the payment, and the numbers of those that have to be ``drop(_:)``ped for it.
    mutating func admit(
        _ payment: SignedPayment, on accounts: Accounts
    ) throws(PaymentRefusal) -> (accepted: AcceptedTransaction, leaving: [Int]) {
        let accepted = number(Transaction(payment), isPosted: true)
        let leaving = try goAhead { (pool) throws(PaymentRefusal) in
            try pool.admit(
                payment.payment, bytes: payment.text.bytes.count, number: accepted.number, on: accounts)
        }
        takeRoom(accepted)
        return (accepted, leaving)
    }

    /// Makes a payment pending again that was dropped while its block was being searched for.
    mutating func readmit(_ transaction: Transaction) -> AcceptedTransaction {
        let accepted = number(transaction, isPosted: true)
        goAhead { pool in pool.insert(accepted) }
        takeRoom(accepted)
        return accepted
    }

    /// The number of the newest pending one, 0 without any. A number that was given out later may be about to be kept.
    var newestNumber: Int { pending.last?.number ?? 0 }

    /// The payments for the next block, in order.
    func nextBlockPayments(on accounts: Accounts, atMostBytes maximumBytes: Int) -> [AcceptedTransaction] {
        let chosen = payments?.nextBlock(on: accounts, atMostBytes: maximumBytes) ?? []
        return chosen.compactMap { one in position(of: one.number).map { pending[$0] } }
    }

    /// The numbers of those that have to be dropped when a chain has other accounts, after a reorg's change: they can
    /// no longer count, or there is no room for all that it returns.
    func stale(on accounts: Accounts, after delta: Delta = Delta(), without included: some Sequence<Int>) -> [Int] {
        guard var pool = payments else { return [] }
        for number in delta.confirmed { pool.remove(number) }
        for number in included { pool.remove(number) }
        for accepted in delta.returned { pool.insert(accepted) }
        let stale = pool.stale(on: accounts)
        for number in stale { pool.remove(number) }
        return (stale + pool.trim(on: accounts)).sorted()
    }
}

extension PaymentPool {
    /// Changes it in its place.
    mutating func changed<Result, Failure: Error>(
        by change: (inout PaymentPool) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try change(&self)
    }

    /// Takes one that was accepted before.
    mutating func insert(_ accepted: AcceptedTransaction) {
        guard let payment = accepted.transaction.signedPayment else {
            preconditionFailure("what is accepted on a ledger is a signed payment")
        }
        insert(Waiting(number: accepted.number, payment: payment.payment, bytes: payment.text.bytes.count))
    }
}
