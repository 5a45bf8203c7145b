internal import Chain
internal import HeapModule

extension PaymentPool {
    /// The payments for the next block, by fee a byte and in the order of nonces, as far as their senders can pay them.
    ///
    /// - Parameter maximumBytes: how long they may be, with a separator for each.
    func nextBlock(on accounts: Accounts, atMostBytes maximumBytes: Int) -> [Waiting] {
        var changes = AccountChanges()
        var heads = Heap<FeeRate>()
        var rest: [Address: ArraySlice<Waiting>] = [:]
        for (sender, all) in senders where all.first?.payment.nonce == accounts[sender].nonce {
            rest[sender] = all[...]
            if let first = all.first { heads.insert(first.rate) }
        }
        var (chosen, room): ([Waiting], Int) = ([], maximumBytes)
        while let best = heads.popMax(), let sender = places[best.number]?.sender, let next = rest[sender]?.popFirst() {
            let bytes = next.bytes + Mempool.separatorBytes
            // Whoever doesn't fit or can't pay waits, and so do this sender's later ones.
            guard bytes <= room, (try? changes.pay(next.payment, from: accounts)) != nil else { continue }
            room -= bytes
            chosen.append(next)
            if let after = rest[sender]?.first, after.payment.nonce == next.payment.nonce + 1 {
                heads.insert(after.rate)
            }
        }
        return chosen
    }

    /// The least fee with which a payment of some bytes would be in the next block, at least 1. Takes as long as
    /// ``nextBlock(on:atMostBytes:)`` if more wait than that has room for.
    func nextFee(on accounts: Accounts, ofBytes length: Int, atMostBytes maximumBytes: Int) -> Int {
        let room = maximumBytes - length - Mempool.separatorBytes
        if bytes + count * Mempool.separatorBytes <= room { return 1 }
        let chosen = nextBlock(on: accounts, atMostBytes: maximumBytes)
        if chosen.reduce(0, { $0 + $1.bytes + Mempool.separatorBytes }) <= room { return 1 }
        return max(chosen.map(\.rate).min()?.leastFeeAbove(bytes: length) ?? 1, 1)
    }

    /// The numbers of those that can no longer count, or be paid, behind another tip. Takes time linear in all that
    /// wait.
    func stale(on accounts: Accounts) -> [Int] {
        var stale: [Int] = []
        for (sender, all) in senders {
            let account = accounts[sender]
            var spent = 0
            var last: Int?
            for waiting in all {
                let (payment, isTwice) = (waiting.payment, waiting.payment.nonce == last)
                guard payment.nonce >= account.nonce, !isTwice, spent + payment.cost <= account.balance else {
                    stale.append(waiting.number)
                    continue
                }
                (spent, last) = (spent + payment.cost, payment.nonce)
            }
        }
        return stale
    }
}
