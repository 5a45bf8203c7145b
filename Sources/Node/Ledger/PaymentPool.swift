internal import Chain
internal import HeapModule
internal import Records

/// The payments of a ledger that wait for a block, by sender and nonce.
///
/// A sender's payments count in the order of their nonces, so one behind a gap waits until that is filled. Another of
/// the same nonce takes a payment's place if it pays more. When all room is taken, the cheapest by byte leaves.
struct PaymentPool: Sendable {
    /// How many of one sender wait, at most: each beyond the first costs others as much to keep, and may never count.
    static let maximumOfSender = 64

    /// By what part of its fee a payment has to be exceeded by the one that takes its place: a tenth. Otherwise
    /// everybody would relay a chain of payments that each pay one more.
    private static let leastRaise = 10

    /// A payment that waits.
    struct Waiting: Sendable {
        let number: Int
        let payment: UnsignedPayment
        let bytes: Int

        var rate: FeeRate { FeeRate(fee: payment.fee, bytes: bytes, number: number) }
    }

    private let limits: MempoolLimits
    /// Each sender's in the order of their nonces.
    private var senders: [Address: [Waiting]] = [:]
    private var places: [Int: (sender: Address, nonce: Int)] = [:]
    /// What is on its way to each address.
    private var incoming: [Address: Int] = [:]
    private var bytes = 0
    /// Of all that wait, and of some that no longer do.
    private var rates = Heap<FeeRate>()

    init(_ limits: MempoolLimits) {
        self.limits = limits
    }

    /// How many wait.
    var count: Int { places.count }

    /// Whether one with this number waits.
    func isWaiting(_ number: Int) -> Bool { places[number] != nil }

    /// The payments of a sender that wait, in the order of their nonces.
    func waiting(of sender: Address) -> [Waiting] { senders[sender] ?? [] }

    /// How much those that wait will bring to an address, and take from it.
    func pending(of address: Address) -> (coming: Int, going: Int) {
        (incoming[address] ?? 0, waiting(of: address).reduce(0) { $0 + $1.payment.cost })
    }

    /// The nonce that the sender's next payment should have: the first that neither counts nor waits.
    func nextNonce(of sender: Address, _ account: Account) -> Int {
        waiting(of: sender).reduce(account.nonce) { $1.payment.nonce == $0 ? $0 + 1 : $0 }
    }
}

// MARK: - Coming and going

extension PaymentPool {
    /// Takes a payment whose signature was checked.
    ///
    /// - Parameter account: its sender's.
    /// - Returns: the numbers of those that leave for it.
    mutating func admit(
        _ payment: UnsignedPayment, bytes: Int, number: Int, _ account: Account
    ) throws(PaymentRefusal) -> [Int] {
        let others = waiting(of: payment.sender)
        guard payment.nonce >= account.nonce else {
            throw .nonceUsed(payment.nonce, next: nextNonce(of: payment.sender, account))
        }
        guard payment.nonce < account.nonce + Self.maximumOfSender else {
            throw .nonceTooFar(payment.nonce, first: account.nonce, limit: Self.maximumOfSender)
        }
        let replaced = others.first { $0.payment.nonce == payment.nonce }
        if let replaced {
            let least = replaced.payment.fee + replaced.payment.fee / Self.leastRaise + 1
            guard payment.fee >= least else {
                throw .nonceTaken(payment.nonce, next: nextNonce(of: payment.sender, account), leastFee: least)
            }
        }
        let spent = others.reduce(0) { $0 + ($1.number == replaced?.number ? 0 : $1.payment.cost) }
        guard spent + payment.cost <= account.balance else {
            throw .balance(account.balance, waiting: spent, cost: payment.cost)
        }
        let coming = Waiting(number: number, payment: payment, bytes: bytes)
        let leaving = try room(for: coming, replacing: replaced)
        for number in leaving { remove(number) }
        insert(coming)
        return leaving
    }

    /// Takes one that was accepted before.
    mutating func insert(_ waiting: Waiting) {
        let sender = waiting.payment.sender
        var all = senders[sender] ?? []
        all.insert(waiting, at: all.firstIndex { $0.payment.nonce > waiting.payment.nonce } ?? all.endIndex)
        senders[sender] = all
        places[waiting.number] = (sender, waiting.payment.nonce)
        bytes += waiting.bytes
        incoming[waiting.payment.recipient, default: 0] += waiting.payment.amount
        rates.insert(waiting.rate)
        if rates.count > 2 * count + Self.maximumOfSender {
            rates = Heap(senders.values.joined().map(\.rate))
        }
    }

    /// Takes one out, if it waits.
    mutating func remove(_ number: Int) {
        guard let place = places.removeValue(forKey: number), var all = senders[place.sender],
            let position = all.firstIndex(where: { $0.number == number })
        else { return }
        let left = all.remove(at: position)
        bytes -= left.bytes
        let rest = (incoming[left.payment.recipient] ?? 0) - left.payment.amount
        incoming[left.payment.recipient] = rest > 0 ? rest : nil
        senders[place.sender] = all.isEmpty ? nil : all
    }

    /// The numbers of those that leave for a payment: the one whose place it takes, and the cheapest by byte, if it
    /// pays more than each of them.
    private mutating func room(for coming: Waiting, replacing replaced: Waiting?) throws(PaymentRefusal) -> [Int] {
        guard coming.bytes <= limits.bytes else { throw .longerThanAll(bytes: coming.bytes, limit: limits.bytes) }
        var leaving = [replaced?.number].compactMap(\.self)
        var rest = (count: count - leaving.count + 1, bytes: bytes - (replaced?.bytes ?? 0) + coming.bytes)
        var looked: [FeeRate] = []
        defer { rates.insert(contentsOf: looked) }
        var dearest: FeeRate?
        while rest.count > limits.count || rest.bytes > limits.bytes, let cheapest = rates.popMin() {
            guard isWaiting(cheapest.number) else { continue }
            looked.append(cheapest)
            if cheapest.number == replaced?.number { continue }
            dearest = cheapest
            leaving.append(cheapest.number)
            rest = (rest.count - 1, rest.bytes - cheapest.bytes)
        }
        if let dearest, !dearest.isLess(than: coming.rate) {
            throw .full(count: count, leastFee: dearest.leastFeeAbove(bytes: coming.bytes))
        }
        return leaving
    }
}

// MARK: - Blocks

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

/// What a payment pays a byte; of equals, the older one is better.
struct FeeRate: Hashable, Comparable, Sendable {
    let fee: Int
    let bytes: Int
    let number: Int

    /// Whether it pays less a byte than another. Fees have 53 bits and lengths ten, so products fit.
    func isLess(than other: FeeRate) -> Bool { fee * other.bytes < other.fee * bytes }

    /// The least fee with which one of a length pays more a byte.
    func leastFeeAbove(bytes others: Int) -> Int { fee * others / bytes + 1 }

    static func < (left: FeeRate, right: FeeRate) -> Bool {
        left.isLess(than: right) || !right.isLess(than: left) && left.number > right.number
    }
}
