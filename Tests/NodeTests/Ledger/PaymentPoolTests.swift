internal import Chain
internal import TestSupport
internal import Testing

@testable import Node

@Suite("A ledger's pool")
struct PaymentPoolTests {
    private let people: [Address]

    init() throws {
        people = try (2..<7).map { try #require(Address(publicKey: [UInt8](repeating: $0, count: 32))) }
    }

    @Test(arguments: 0..<rounds(40)) func `does what a list does that is looked through`(round: Int) throws {
        var generator = SeededGenerator(seed: Seed.value &+ UInt64(round))
        var limits = MempoolLimits()
        (limits.count, limits.bytes) = (Int.random(in: 3...12, using: &generator), 80)
        var (fast, slow) = (PaymentPool(limits), SlowPool(limits))
        var accounts = Accounts(people.map { ($0, Account(balance: Int.random(in: 0...150, using: &generator))) })
        for number in 1...400 {
            switch Int.random(in: 0..<20, using: &generator) {
            case 0:
                let room = Int.random(in: 0...100, using: &generator)
                let block = fast.nextBlock(on: accounts, atMostBytes: room)
                try #require(block.map(\.number) == slow.nextBlock(on: accounts, atMostBytes: room))
                var changes = AccountChanges()
                for waiting in block { try changes.pay(waiting.payment, from: accounts) }
                accounts.apply(changes)
                for gone in block.map(\.number) + [number] { remove(gone, &fast, &slow) }
                try dropStale(accounts, &fast, &slow)
            case 1:
                guard let gone = slow.all.randomElement(using: &generator)?.number else { continue }
                remove(gone, &fast, &slow)
            case 2:
                // What a reorg returns has room, whether there is any or not, and may be of no use.
                let (payment, bytes) = try random(accounts, &generator)
                let waiting = PaymentPool.Waiting(number: number, payment: payment, bytes: bytes)
                fast.insert(waiting)
                slow.insert(waiting)
                try dropStale(accounts, &fast, &slow)
                let trimmed = fast.trim(on: accounts)
                try #require(trimmed == slow.trim(on: accounts))
            default:
                let (payment, bytes) = try random(accounts, &generator)
                try admit(payment, bytes, number, accounts, &fast, &slow)
            }
            try compare(fast, slow, accounts)
        }
    }

    private func remove(_ number: Int, _ fast: inout PaymentPool, _ slow: inout SlowPool) {
        fast.remove(number)
        slow.remove(number)
    }

    private func dropStale(_ accounts: Accounts, _ fast: inout PaymentPool, _ slow: inout SlowPool) throws {
        let stale = fast.stale(on: accounts)
        try #require(Set(stale) == slow.stale(on: accounts) && Set(stale).count == stale.count)
        for gone in stale { remove(gone, &fast, &slow) }
    }

    private func random(
        _ accounts: Accounts, _ generator: inout SeededGenerator
    ) throws -> (payment: UnsignedPayment, bytes: Int) {
        let sender = try #require(people.randomElement(using: &generator))
        let recipient = try #require(people.randomElement(using: &generator))
        let ahead = [-1, 0, 0, 0, 1, 1, 2, 63, 64].randomElement(using: &generator) ?? 0
        let payment = UnsignedPayment(
            sender: sender, recipient: recipient, amount: Int.random(in: 1...40, using: &generator),
            fee: Int.random(in: 0...30, using: &generator), nonce: max(accounts[sender].nonce + ahead, 0))
        // One is longer than all room.
        let bytes = Int.random(in: 0..<50, using: &generator) == 0 ? 81 : Int.random(in: 4...30, using: &generator)
        return (try #require(payment), bytes)
    }

    private func admit(
        _ payment: UnsignedPayment, _ bytes: Int, _ number: Int, _ accounts: Accounts, _ fast: inout PaymentPool,
        _ slow: inout SlowPool
    ) throws {
        let before = slow
        let found = Result { () throws(PaymentRefusal) in
            try fast.admit(payment, bytes: bytes, number: number, on: accounts)
        }
        let expected = Result { () throws(PaymentRefusal) in
            try slow.admit(payment, bytes: bytes, number: number, on: accounts)
        }
        try #require(found.map(Set.init).mapError(\.withoutAdvice) == expected.map(Set.init))
        guard case .failure(let refusal) = found, refusal.withoutAdvice != refusal else { return }
        try check(refusal, of: payment, bytes, before, accounts)
    }

    /// What a refusal for want of room says to do helps.
    private func check(
        _ refusal: PaymentRefusal, of payment: UnsignedPayment, _ bytes: Int, _ pool: SlowPool, _ accounts: Accounts
    ) throws {
        let all = pool.waiting(of: payment.sender)
        func getsIn(fee: Int) throws -> Bool {
            var (pool, accounts) = (pool, accounts)
            let rich = Account(balance: .max / 4, nonce: accounts[payment.sender].nonce)
            accounts = Accounts(people.map { ($0, $0 == payment.sender ? rich : accounts[$0]) })
            let paying = UnsignedPayment(
                sender: payment.sender, recipient: payment.recipient, amount: payment.amount, fee: fee,
                nonce: payment.nonce)
            let waiting = try #require(paying)
            return (try? pool.admit(waiting, bytes: bytes, number: .max, on: accounts)) != nil
        }
        switch refusal {
        case .full(_, let fee):
            try #require(try getsIn(fee: fee))
            // Where the sender's own later ones can leave, a lower fee may do as well.
            guard all.allSatisfy({ $0.payment.nonce < payment.nonce }) else { return }
            try #require(try !getsIn(fee: fee - 1))
        case .behindGap(let nonce, let missing, _):
            try #require(nonce == payment.nonce && missing < nonce && !all.contains { $0.payment.nonce == missing })
            try #require(try !getsIn(fee: Accounts.maximumAmount))
        case .earlierPaysLittle(let nonce, let earlier, _):
            try #require(nonce == payment.nonce && earlier < nonce && all.contains { $0.payment.nonce == earlier })
            try #require(try !getsIn(fee: Accounts.maximumAmount))
        default: Issue.record("\(refusal) is not for want of room")
        }
    }

    private func compare(_ fast: PaymentPool, _ slow: SlowPool, _ accounts: Accounts) throws {
        try #require(fast.count == slow.all.count)
        for person in people {
            try #require(fast.waiting(of: person).map(\.number) == slow.waiting(of: person).map(\.number))
            try #require(
                fast.nextNonce(of: person, accounts[person]) == slow.nextNonce(of: person, accounts[person]))
            let coming = slow.all.filter { $0.payment.recipient == person }.reduce(0) { $0 + $1.payment.amount }
            let going = slow.waiting(of: person).reduce(0) { $0 + $1.payment.cost }
            try #require(fast.pending(of: person) == (coming, going))
        }
        for number in slow.all.map(\.number) { try #require(fast.isWaiting(number)) }
    }

    // MARK: - One by one

    private func payment(_ nonce: Int, fee: Int, amount: Int = 1, from sender: Int = 0) throws -> UnsignedPayment {
        try #require(
            UnsignedPayment(sender: people[sender], recipient: people[4], amount: amount, fee: fee, nonce: nonce))
    }

    @Test func `takes 64 of a sender and fills gaps`() throws {
        var pool = PaymentPool(MempoolLimits())
        let account = Account(balance: 1_000, nonce: 7)
        let accounts = Accounts([(people[0], account)])
        for nonce in (7...70).reversed() {
            #expect(try pool.admit(payment(nonce, fee: 0), bytes: 400, number: 100 - nonce, on: accounts) == [])
            #expect(pool.nextNonce(of: people[0], account) == (nonce == 7 ? 71 : 7))
        }
        #expect(throws: PaymentRefusal.nonceTooFar(71, first: 7, limit: 64)) {
            try pool.admit(payment(71, fee: 9), bytes: 400, number: 101, on: accounts)
        }
        #expect(throws: PaymentRefusal.nonceUsed(6, next: 71)) {
            try pool.admit(payment(6, fee: 9), bytes: 400, number: 102, on: accounts)
        }
        #expect(pool.nextBlock(on: accounts, atMostBytes: .max).map(\.payment.nonce) == Array(7...70))
        #expect(pool.nextBlock(on: accounts, atMostBytes: 3 * 402 - 1).map(\.payment.nonce) == [7, 8])
    }

    @Test(arguments: [(0, 1), (9, 10), (10, 12), (100, 111), ((1 << 53) - 100, 0)])
    func `lets another of the nonce in that pays a tenth more`(fee: Int, least: Int) throws {
        var pool = PaymentPool(MempoolLimits())
        let accounts = Accounts([(people[0], Account(balance: Accounts.maximumAmount))])
        #expect(try pool.admit(payment(0, fee: fee), bytes: 400, number: 1, on: accounts) == [])
        // More than all money there is can be asked for, and nothing overflows.
        let least = least > 0 ? least : fee + fee / 10 + 1
        #expect(throws: PaymentRefusal.nonceTaken(0, next: 1, leastFee: least)) {
            try pool.admit(payment(0, fee: min(least - 1, Accounts.maximumAmount)), bytes: 700, number: 2, on: accounts)
        }
        guard least < Accounts.maximumAmount else { return }
        #expect(try pool.admit(payment(0, fee: least), bytes: 700, number: 3, on: accounts) == [1])
        #expect(pool.count == 1 && pool.isWaiting(3))
    }

    @Test func `compares the dearest there can be`() throws {
        var limits = MempoolLimits()
        limits.count = 1
        var pool = PaymentPool(limits)
        let rich = Account(balance: Accounts.maximumAmount)
        let accounts = Accounts([(people[0], rich), (people[1], rich)])
        let most = Accounts.maximumAmount - 1
        #expect(try pool.admit(payment(0, fee: most), bytes: 700, number: 1, on: accounts) == [])
        #expect(throws: PaymentRefusal.full(count: 1, leastFee: most + 1)) {
            try pool.admit(payment(0, fee: most, from: 1), bytes: 700, number: 2, on: accounts)
        }
        #expect(try pool.admit(payment(0, fee: most, from: 1), bytes: 699, number: 3, on: accounts) == [1])
    }

    @Test func `spends no more than there is, beside what counts before it`() throws {
        var pool = PaymentPool(MempoolLimits())
        let accounts = Accounts([(people[0], Account(balance: 10))])
        #expect(try pool.admit(payment(0, fee: 2, amount: 4), bytes: 400, number: 1, on: accounts) == [])
        #expect(throws: PaymentRefusal.balance(10, waiting: 6, cost: 5)) {
            try pool.admit(payment(1, fee: 1, amount: 4), bytes: 400, number: 2, on: accounts)
        }
        // What it takes the place of doesn't count.
        #expect(try pool.admit(payment(0, fee: 3, amount: 7), bytes: 400, number: 3, on: accounts) == [1])
        #expect(pool.pending(of: people[0]).going == 10 && pool.pending(of: people[4]).coming == 7)
    }

    @Test func `tells the fee that gets into the next block`() throws {
        var pool = PaymentPool(MempoolLimits())
        let accounts = Accounts(people.map { ($0, Account(balance: 1_000)) })
        for (sender, fee) in [7, 9, 0, 8].enumerated() {
            #expect(pool.nextFee(on: accounts, ofBytes: 400, atMostBytes: 3 * 402) == 1)
            let payment = try payment(0, fee: fee, from: sender)
            #expect(try pool.admit(payment, bytes: 400, number: sender + 1, on: accounts) == [])
        }
        #expect(pool.nextFee(on: accounts, ofBytes: 400, atMostBytes: 3 * 402) == 8)
        #expect(pool.nextFee(on: accounts, ofBytes: 800, atMostBytes: 3 * 402) == 15)
        #expect(pool.nextFee(on: accounts, ofBytes: 400, atMostBytes: 4 * 402) == 1)
    }

    @Test func `fills a gap with what those behind it would have spent`() throws {
        var pool = PaymentPool(MempoolLimits())
        let accounts = Accounts([(people[0], Account(balance: 10))])
        #expect(try pool.admit(payment(1, fee: 1, amount: 5), bytes: 400, number: 1, on: accounts) == [])
        #expect(try pool.admit(payment(2, fee: 0, amount: 2), bytes: 400, number: 2, on: accounts) == [])
        #expect(try pool.admit(payment(0, fee: 1, amount: 6), bytes: 400, number: 3, on: accounts) == [1])
        #expect(pool.waiting(of: people[0]).map(\.payment.nonce) == [0, 2])
    }

    @Test func `what waits behind a gap gives way to all that doesn't`() throws {
        var limits = MempoolLimits()
        limits.count = 3
        var pool = PaymentPool(limits)
        let accounts = Accounts(people.map { ($0, Account(balance: 1_000)) })
        for nonce in 1...3 {
            #expect(try pool.admit(payment(nonce, fee: 50), bytes: 400, number: nonce, on: accounts) == [])
        }
        #expect(throws: PaymentRefusal.full(count: 3, leastFee: 51)) {
            try pool.admit(payment(5, fee: 1, from: 1), bytes: 400, number: 4, on: accounts)
        }
        #expect(try pool.admit(payment(5, fee: 51, from: 1), bytes: 400, number: 5, on: accounts) == [3])
        #expect(try pool.admit(payment(0, fee: 0, from: 2), bytes: 400, number: 6, on: accounts) == [2])
        #expect(try pool.admit(payment(0, fee: 0, from: 3), bytes: 400, number: 7, on: accounts) == [1])
        #expect(try pool.admit(payment(1, fee: 0, from: 3), bytes: 400, number: 8, on: accounts) == [5])
        // All of them can be mined, so what can't doesn't get in for any fee.
        #expect(throws: PaymentRefusal.behindGap(1, missing: 0, count: 3)) {
            try pool.admit(payment(1, fee: 900), bytes: 400, number: 9, on: accounts)
        }
        // Filling the gap makes it one of those.
        #expect(try pool.admit(payment(0, fee: 1), bytes: 400, number: 10, on: accounts) == [8])
        #expect(try pool.admit(payment(1, fee: 900), bytes: 400, number: 11, on: accounts) == [7])
    }

    @Test func `a payment is worth no more than those before it, and the last leaves first`() throws {
        var limits = MempoolLimits()
        limits.count = 3
        var pool = PaymentPool(limits)
        let accounts = Accounts(people.map { ($0, Account(balance: 1_000)) })
        for (nonce, fee) in [(0, 20), (1, 2), (2, 90)] {
            #expect(try pool.admit(payment(nonce, fee: fee), bytes: 400, number: nonce + 1, on: accounts) == [])
        }
        #expect(throws: PaymentRefusal.earlierPaysLittle(3, earlier: 1, count: 3)) {
            try pool.admit(payment(3, fee: 500), bytes: 400, number: 4, on: accounts)
        }
        #expect(throws: PaymentRefusal.full(count: 3, leastFee: 3)) {
            try pool.admit(payment(0, fee: 2, from: 1), bytes: 400, number: 5, on: accounts)
        }
        #expect(try pool.admit(payment(0, fee: 3, from: 1), bytes: 400, number: 6, on: accounts) == [3])
        #expect(try pool.admit(payment(0, fee: 3, from: 2), bytes: 400, number: 7, on: accounts) == [2])
        #expect(try pool.admit(payment(0, fee: 30, from: 3), bytes: 400, number: 8, on: accounts) == [7])
        #expect(pool.waiting(of: people[0]).map(\.payment.nonce) == [0])
    }

    @Test func `what a deep reorg returns beyond all room leaves`() throws {
        var limits = MempoolLimits()
        limits.count = 2
        var pool = PaymentPool(limits)
        let accounts = Accounts(people.map { ($0, Account(balance: 1_000)) })
        for (sender, fee) in [5, 1, 9, 3].enumerated() {
            let waiting = PaymentPool.Waiting(
                number: sender + 1, payment: try payment(0, fee: fee, from: sender), bytes: 400)
            pool.insert(waiting)
        }
        #expect(pool.trim(on: accounts) == [2, 4])
        #expect(pool.trim(on: accounts) == [] && pool.count == 2)
    }
}

extension PaymentRefusal {
    /// The same, without what to do if it is for want of room.
    fileprivate var withoutAdvice: PaymentRefusal {
        switch self {
        case .full(let count, _), .behindGap(_, _, let count), .earlierPaysLittle(_, _, let count):
            .full(count: count, leastFee: 0)
        default: self
        }
    }
}
