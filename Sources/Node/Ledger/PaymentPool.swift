internal import Chain
internal import Records

/// The payments of a ledger that wait for a block, by sender and nonce.
///
/// A sender's payments count in the order of their nonces, so one behind a gap waits until that is filled. Another of
/// the same nonce takes a payment's place if it pays more. When all room is taken, the one leaves that is of least
/// worth: see ``PaymentRank``.
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

    let limits: MempoolLimits
    /// Each sender's in the order of their nonces.
    private(set) var senders: [Address: [Waiting]] = [:]
    private(set) var places: [Int: (sender: Address, nonce: Int)] = [:]
    /// What is on its way to each address.
    private var incoming: [Address: Int] = [:]
    private(set) var bytes = 0
    /// What those that wait pay to the makers of blocks. No sender has more than all money, so the sum fits.
    private(set) var fees = 0
    /// Who leaves first; nil where nobody has had to since the last block.
    var ranks: PaymentRanks?

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
    /// Takes a payment whose signature was checked. Linear in all that wait if it is the first after a block
    /// for which others have to leave.
    ///
    /// - Returns: the numbers of those that leave for it.
    mutating func admit(
        _ payment: UnsignedPayment, bytes: Int, number: Int, on accounts: Accounts
    ) throws(PaymentRefusal) -> [Int] {
        let account = accounts[payment.sender]
        let others = waiting(of: payment.sender)
        guard payment.nonce >= account.nonce else {
            throw .nonceUsed(payment.nonce, next: nextNonce(of: payment.sender, account))
        }
        guard payment.nonce < account.nonce + Self.maximumOfSender else {
            throw .nonceTooFar(payment.nonce, first: account.nonce, limit: Self.maximumOfSender)
        }
        let replaced = others.first { $0.payment.nonce == payment.nonce }
        if let replaced {
            let least = Self.leastRaised(replaced.payment.fee)
            guard payment.fee >= least else {
                throw .nonceTaken(payment.nonce, next: nextNonce(of: payment.sender, account), leastFee: least)
            }
        }
        let spent = others.reduce(0) { $0 + ($1.payment.nonce < payment.nonce ? $1.payment.cost : 0) }
        guard spent + payment.cost <= account.balance else {
            throw .balance(account.balance, waiting: spent, cost: payment.cost)
        }
        // What counts behind it must not keep it out: one that waits behind a gap could keep the gap from being filled.
        var rest = account.balance - spent - payment.cost
        var leaving = [replaced].compactMap(\.self)
        for later in others where later.payment.nonce > payment.nonce {
            if later.payment.cost <= rest { rest -= later.payment.cost } else { leaving.append(later) }
        }
        let coming = Waiting(number: number, payment: payment, bytes: bytes)
        return try makeRoom(for: coming, replacing: leaving, on: accounts)
    }

    /// The least fee of a payment that takes the place of one with a fee.
    static func leastRaised(_ fee: Int) -> Int { fee + fee / leastRaise + 1 }

    /// Takes one that was accepted before, whether there is room or not.
    mutating func insert(_ waiting: Waiting) {
        forgetRanks()
        put(waiting)
    }

    /// Takes one out, if it waits.
    mutating func remove(_ number: Int) {
        forgetRanks()
        take(number)
    }

    /// Has it looked anew who leaves first: senders may have other nonces.
    mutating func forgetRanks() { ranks = nil }

    /// Puts a payment in its place.
    mutating func put(_ waiting: Waiting) {
        let sender = waiting.payment.sender
        var all = senders[sender] ?? []
        all.insert(waiting, at: all.firstIndex { $0.payment.nonce > waiting.payment.nonce } ?? all.endIndex)
        senders[sender] = all
        places[waiting.number] = (sender, waiting.payment.nonce)
        bytes += waiting.bytes
        fees += waiting.payment.fee
        incoming[waiting.payment.recipient, default: 0] += waiting.payment.amount
    }

    /// Takes a payment out of its place, if it waits.
    mutating func take(_ number: Int) {
        guard let place = places.removeValue(forKey: number), var all = senders[place.sender],
            let position = all.firstIndex(where: { $0.number == number })
        else { return }
        let left = all.remove(at: position)
        bytes -= left.bytes
        fees -= left.payment.fee
        let rest = (incoming[left.payment.recipient] ?? 0) - left.payment.amount
        incoming[left.payment.recipient] = rest > 0 ? rest : nil
        senders[place.sender] = all.isEmpty ? nil : all
    }
}
