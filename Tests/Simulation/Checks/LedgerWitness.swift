internal import Chain

/// What one machine of a ledger has shown and promised so far, through all its lives.
struct LedgerWitness {
    /// Its chain when last inspected.
    private(set) var hashes: [BlockHash] = []

    /// The payments that this chain includes.
    private(set) var carried: Set<CanonicalText> = []

    /// What it has acknowledged, and has not had reason to forget.
    private(set) var promised: [CanonicalText: SignedPayment] = [:]

    /// It has acknowledged a payment.
    mutating func promise(_ payment: SignedPayment) { promised[payment.text] = payment }

    /// Inspects the chain it shows now; returns how many blocks were replaced.
    ///
    /// - Parameter latest: what its clock shows at most, in seconds since 1970.
    mutating func look(
        at chain: Blockchain, _ book: inout LedgerBook, latest: Double
    ) throws(Broken) -> Int {
        if chain.length == hashes.count, chain.tipHash == hashes.last { return 0 }
        var common = min(hashes.count, chain.length)
        while common > 0, chain.blocks.hash(at: common - 1) != hashes[common - 1] { common -= 1 }
        let fallen = hashes.count - common
        let workBefore = hashes.last.flatMap { book[$0]?.work }
        for hash in hashes[common...] { carried.subtract(book[hash]?.payments ?? []) }
        hashes.removeLast(fallen)
        for position in common..<chain.length {
            let block = chain.blocks[position]
            do throws(LedgerBook.Fault) {
                let entry = try book.check(block, after: hashes.last)
                guard entry.seconds <= latest + SealedHeader.maximumAhead else {
                    throw LedgerBook.Fault("it is \(entry.seconds - latest) s ahead of the clock")
                }
                carried.formUnion(entry.payments)
            } catch {
                throw Broken("every chain is valid", "block \(position + 1): \(error.reason)")
            }
            hashes.append(block.hash)
        }
        guard let entry = book[chain.tipHash] else { return fallen }
        if let workBefore, entry.work <= workBefore {
            throw Broken(
                "a chain is replaced only by one with more work",
                "work \(workBefore) became \(entry.work), of \(chain.length) blocks")
        }
        try Self.compare(chain, entry)
        return fallen
    }

    /// The node's accounts and work are those of its blocks.
    private static func compare(_ chain: Blockchain, _ entry: LedgerBook.Entry) throws(Broken) {
        guard let tip = chain.ledger else { throw Broken("a ledger has accounts", "\(chain.length) blocks") }
        guard tip.header.work == entry.work else {
            throw Broken("work is that of the blocks", "\(tip.header.work) instead of \(entry.work)")
        }
        var rest = entry.accounts.filter { $0.value != Account() }
        for (address, account) in tip.accounts.all where rest.removeValue(forKey: address.description) != account {
            throw Broken("balances are those of the blocks", "\(address) has \(account)")
        }
        guard rest.isEmpty else { throw Broken("balances are those of the blocks", "\(rest.count) are not there") }
    }

    /// Looks for everything that it has acknowledged. A payment may be gone once another of its nonce took its place, or
    /// its sender can't pay it any more.
    mutating func look(for pending: [SignedPayment], _ book: LedgerBook) throws(Broken) {
        guard let accounts = hashes.last.flatMap({ book[$0]?.accounts }) else { return }
        let waiting = Set(pending.map(\.text))
        if waiting.count < pending.count {
            throw Broken("a payment is pending once", "\(pending.count - waiting.count) are there twice")
        }
        if let text = waiting.intersection(carried).map(\.description).min() {
            throw Broken("a payment is pending once, and not when it is in the chain", text)
        }
        let missing = promised.values.filter { !waiting.contains($0.text) && !carried.contains($0.text) }
        for lost in missing.sorted(by: { $0.text.description < $1.text.description }) {
            let payment = lost.payment
            let account = accounts[payment.sender.description] ?? Account()
            let others = pending.map(\.payment).filter { $0.sender == payment.sender }
            let spent = others.filter { $0.nonce < payment.nonce }.reduce(0) { $0 + $1.cost }
            guard
                account.nonce > payment.nonce || others.contains(where: { $0.nonce == payment.nonce })
                    || account.balance < spent + payment.cost
            else {
                throw Broken(
                    "an acknowledged payment is pending, in the chain, or of no use",
                    "\(lost.text), and the sender has \(account)")
            }
            promised[lost.text] = nil
        }
    }
}
