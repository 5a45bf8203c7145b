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
        _ payment: UnsignedPayment, bytes: Int, number: Int, on accounts: Accounts
    ) throws(PaymentRefusal) -> [Int] {
        let account = accounts[payment.sender]
        let (nonce, next) = (payment.nonce, nextNonce(of: payment.sender, account))
        if nonce < account.nonce { throw .nonceUsed(nonce, next: next) }
        if nonce >= account.nonce + 64 { throw .nonceTooFar(nonce, first: account.nonce, limit: 64) }
        let replaced = all.first { $0.payment.sender == payment.sender && $0.payment.nonce == nonce }
        if let fee = replaced?.payment.fee, payment.fee <= fee + fee / 10 {
            throw .nonceTaken(nonce, next: next, leastFee: fee + fee / 10 + 1)
        }
        var others = all.filter { $0.number != replaced?.number }
        let before = waiting(of: payment.sender).filter { $0.payment.nonce < nonce }
        let spent = before.reduce(0) { $0 + $1.payment.cost }
        if spent + payment.cost > account.balance {
            throw .balance(account.balance, waiting: spent, cost: payment.cost)
        }
        // Those behind it leave that can no longer be paid then.
        var (left, leaving) = (account.balance - spent - payment.cost, [replaced?.number].compactMap(\.self))
        for later in waiting(of: payment.sender) where later.payment.nonce > nonce {
            if later.payment.cost > left { leaving.append(later.number) } else { left -= later.payment.cost }
        }
        others.removeAll { leaving.contains($0.number) }
        if bytes > limits.bytes { throw .longerThanAll(bytes: bytes, limit: limits.bytes) }
        let coming = PaymentPool.Waiting(number: number, payment: payment, bytes: bytes)
        let evicted = Self.leaving(others + [coming], limits, accounts)
        if evicted.contains(number) {
            // Which of the three it is, and the fee, are told apart by trying.
            throw .full(count: all.count, leastFee: 0)
        }
        all = (others + [coming]).filter { !evicted.contains($0.number) }
        return leaving + evicted
    }

    mutating func trim(on accounts: Accounts) -> [Int] {
        let left = Self.leaving(all, limits, accounts)
        for number in left { remove(number) }
        return left
    }

    /// Those that leave, one after the other, until the others have room.
    private static func leaving(
        _ all: [PaymentPool.Waiting], _ limits: MempoolLimits, _ accounts: Accounts
    ) -> [Int] {
        var (rest, leaving): ([PaymentPool.Waiting], [Int]) = (all, [])
        while rest.count > limits.count || rest.reduce(0, { $0 + $1.bytes }) > limits.bytes {
            let worths = rest.map { worth(of: $0, among: rest, accounts) }
            guard let least = worths.indices.min(by: { isLess(worths[$0], worths[$1]) }) else { return leaving }
            leaving.append(rest.remove(at: least).number)
        }
        return leaving
    }

    /// Nothing behind a gap; otherwise what the cheapest pays of those that have to count before it.
    private typealias Worth = (isBehindGap: Bool, fee: Int, bytes: Int, nonce: Int, number: Int)

    private static func worth(
        of one: PaymentPool.Waiting, among all: [PaymentPool.Waiting], _ accounts: Accounts
    ) -> Worth {
        let (sender, nonce) = (one.payment.sender, one.payment.nonce)
        let before = all.filter { $0.payment.sender == sender && $0.payment.nonce <= nonce }
        let nonces = Set(before.map(\.payment.nonce))
        let isBehindGap = !nonces.isSuperset(of: accounts[sender].nonce...nonce)
        let cheapest = before.sorted { isBetter($0, $1) }.last ?? one
        // Of one sender the last leaves, and of several senders the one whose last is newest.
        let last = all.filter { $0.payment.sender == sender }.max { $0.payment.nonce < $1.payment.nonce } ?? one
        return (isBehindGap, cheapest.payment.fee, cheapest.bytes, nonce, last.number)
    }

    private static func isLess(_ one: Worth, _ other: Worth) -> Bool {
        if one.isBehindGap != other.isBehindGap { return one.isBehindGap }
        let (left, right) = (one.fee * other.bytes, other.fee * one.bytes)
        if left != right { return left < right }
        return one.number == other.number ? one.nonce > other.nonce : one.number > other.number
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
