internal import Chain

/// A ledger's accounts and work as a disk keeps them: changed by what blocks come and go, and never looked up in a node.
struct KeptBooks: Sendable {
    private var accounts: Accounts
    private var work = UInt256.zero
    private let forgetsFees: Bool

    init(_ network: LedgerNetwork, forgetsFees: Bool) {
        (accounts, self.forgetsFees) = (network.accounts, forgetsFees)
    }

    /// Blocks go, and others come.
    mutating func change(
        without fallen: some Sequence<Block>, with new: some Sequence<Block>
    ) throws(Unkeepable) {
        var shift = LedgerShift()
        do {
            for block in fallen { shift.remove(try LedgerBlock.Kept(text: block.text.bytes, height: block.index)) }
            for block in new { shift.add(try LedgerBlock.Kept(text: block.text.bytes, height: block.index)) }
        } catch {
            throw Unkeepable("a block that is none of a ledger: \(error)")
        }
        for (address, change) in shift.accounts where !change.isNothing {
            var account = accounts[address]
            account.balance += change.balance
            account.nonce += change.nonce
            guard account.balance >= 0, account.nonce >= 0 else { throw Unkeepable("\(account) of \(address)") }
            accounts.restore(account, of: address)
        }
        if forgetsFees { try forgetFees(of: fallen) }
        guard let sum = shift.work(after: work) else { throw Unkeepable("less work than none") }
        work = sum
    }

    /// As if a fee were not given back to who has paid it.
    private mutating func forgetFees(of blocks: some Sequence<Block>) throws(Unkeepable) {
        for block in blocks {
            let elements = (try? JSONDocument(parsing: block.text.bytes))?.root["transactions"]?.elements
            for element in elements.map(Array.init) ?? [] {
                guard let payment = (try? SignedPayment(element))?.payment else { continue }
                var account = accounts[payment.sender]
                account.balance = max(0, account.balance - payment.fee)
                accounts.restore(account, of: payment.sender)
            }
        }
    }

    /// Gives a chain its accounts, as a node finds them when it starts.
    func resume(_ chain: inout Blockchain) { chain.resume(accounts: accounts, work: work) }
}
