internal import Chain

@testable import Node

/// A ledger's pool as a list that is looked through for everything: what the fast one is held against.
struct SlowPool {
    let limits: MempoolLimits
    private(set) var all: [PaymentPool.Waiting] = []

    init(_ limits: MempoolLimits) {
        self.limits = limits
    }

    func waiting(of sender: Address) -> [PaymentPool.Waiting] {
        all.filter { $0.payment.sender == sender }.sorted { $0.payment.nonce < $1.payment.nonce }
    }

    func nextNonce(of sender: Address, _ account: Account) -> Int {
        let taken = Set(waiting(of: sender).map(\.payment.nonce))
        return (account.nonce...).first { !taken.contains($0) } ?? 0
    }

    mutating func admit(
        _ payment: UnsignedPayment, bytes: Int, number: Int, _ account: Account
    ) throws(PaymentRefusal) -> [Int] {
        let (nonce, next) = (payment.nonce, nextNonce(of: payment.sender, account))
        if nonce < account.nonce { throw .nonceUsed(nonce, next: next) }
        if nonce >= account.nonce + 64 { throw .nonceTooFar(nonce, first: account.nonce, limit: 64) }
        let replaced = all.first { $0.payment.sender == payment.sender && $0.payment.nonce == nonce }
        if let fee = replaced?.payment.fee, payment.fee <= fee + fee / 10 {
            throw .nonceTaken(nonce, next: next, leastFee: fee + fee / 10 + 1)
        }
        let others = all.filter { $0.number != replaced?.number }
        let spent = others.filter { $0.payment.sender == payment.sender }.reduce(0) { $0 + $1.payment.cost }
        if spent + payment.cost > account.balance {
            throw .balance(account.balance, waiting: spent, cost: payment.cost)
        }
        if bytes > limits.bytes { throw .longerThanAll(bytes: bytes, limit: limits.bytes) }
        guard let left = Self.leaving(others, for: payment.fee, bytes, limits) else {
            let least = (payment.fee...).first { Self.leaving(others, for: $0, bytes, limits) != nil }
            throw .full(count: all.count, leastFee: least ?? 0)
        }
        all = others.filter { !left.contains($0.number) }
        all.append(PaymentPool.Waiting(number: number, payment: payment, bytes: bytes))
        return [replaced?.number].compactMap(\.self) + left
    }

    /// The cheapest that have to leave, if all of them pay less a byte.
    private static func leaving(
        _ others: [PaymentPool.Waiting], for fee: Int, _ bytes: Int, _ limits: MempoolLimits
    ) -> [Int]? {
        var rest = others.sorted { isBetter($0, $1) }
        var leaving: [Int] = []
        while rest.count + 1 > limits.count || rest.reduce(bytes, { $0 + $1.bytes }) > limits.bytes {
            guard let cheapest = rest.popLast(), cheapest.payment.fee * bytes < fee * cheapest.bytes else { return nil }
            leaving.append(cheapest.number)
        }
        return leaving
    }

    /// By fee a byte; of equals the older.
    private static func isBetter(_ one: PaymentPool.Waiting, _ other: PaymentPool.Waiting) -> Bool {
        let (left, right) = (one.payment.fee * other.bytes, other.payment.fee * one.bytes)
        return left > right || left == right && one.number < other.number
    }

    mutating func insert(_ waiting: PaymentPool.Waiting) { all.append(waiting) }

    mutating func remove(_ number: Int) { all.removeAll { $0.number == number } }

    func nextBlock(on accounts: Accounts, atMostBytes maximumBytes: Int) -> [Int] {
        var changes = AccountChanges()
        var (chosen, room, done): ([Int], Int, Set<Address>) = ([], maximumBytes, [])
        while true {
            let next = all.filter { waiting in
                let sender = waiting.payment.sender
                return !done.contains(sender) && !chosen.contains(waiting.number)
                    && waiting.payment.nonce == changes.account(sender, in: accounts).nonce
            }
            guard let best = next.min(by: Self.isBetter) else { return chosen }
            if best.bytes + 2 <= room, (try? changes.pay(best.payment, from: accounts)) != nil {
                chosen.append(best.number)
                room -= best.bytes + 2
            } else {
                done.insert(best.payment.sender)
            }
        }
    }

    func stale(on accounts: Accounts) -> Set<Int> {
        var stale: Set<Int> = []
        for sender in Set(all.map(\.payment.sender)) {
            var (spent, nonces): (Int, Set<Int>) = (0, [])
            // Of two with one nonce the one that came last goes.
            for waiting in waiting(of: sender) {
                let (nonce, cost) = (waiting.payment.nonce, waiting.payment.cost)
                if nonce < accounts[sender].nonce || nonces.contains(nonce) || spent + cost > accounts[sender].balance {
                    stale.insert(waiting.number)
                } else {
                    spent += cost
                    nonces.insert(nonce)
                }
            }
        }
        return stale
    }
}
