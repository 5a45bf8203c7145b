internal import Chain
internal import GRDB
internal import Records

/// A ledger's accounts, and the work in its chain. They change in the commits that change the chain.
extension Database {
    /// Writes what a network's first block grants.
    func beginAccounts(of network: LedgerNetwork) throws {
        let table = try AccountTable(in: self)
        for (address, account) in network.accounts.all { try table.write(account, of: address.hexDigits) }
        try setWork(network.tip.work)
    }

    /// Brings accounts and work to where a change leaves the chain, of which it must not be made yet: blocks that fall
    /// are read here too.
    func changeAccounts(for change: Change, unless closing: Cancellation) throws {
        var shift = LedgerShift()
        switch change {
        case .forged(let block, _): shift.add(try LedgerBlock.Kept(text: block.text.bytes, height: block.index))
        case .replaced(let replacement):
            var fallen = try BlockReader(above: replacement.commonLength, in: self)
            while let block = try fallen.next() {
                try closing.check()
                shift.remove(try LedgerBlock.Kept(text: block.text, height: block.height))
            }
            for block in replacement.chain.blocks.dropFirst(replacement.commonLength) {
                try closing.check()
                shift.add(try LedgerBlock.Kept(text: block.text.bytes, height: block.index))
            }
        case .accepted, .posted, .dropped, .registered, .unregistered: return
        }
        try apply(shift, unless: closing)
    }

    private func apply(_ shift: LedgerShift, unless closing: Cancellation) throws {
        let table = try AccountTable(in: self)
        // In the table's order, each page is changed once.
        let changes = shift.accounts.filter { !$0.value.isNothing }
            .map { (address: $0.key.hexDigits, change: $0.value) }
            .sorted { $0.address.lexicographicallyPrecedes($1.address) }
        for (address, change) in changes {
            try closing.check()
            var account = try table.account(of: address)
            // A sum that doesn't fit is out of the table's range as well.
            account.balance &+= change.balance
            account.nonce &+= change.nonce
            try table.write(account, of: address)
        }
        guard let work = shift.work(after: try keptWork()) else { throw AccountFault.work }
        try setWork(work)
    }

    /// The work in the chain.
    func keptWork() throws -> UInt256 {
        guard let text = try parameter(Self.work), let work = UInt256(digits: text.utf8), work.description == text
        else { throw AccountFault.work }
        return work
    }

    private func setWork(_ work: UInt256) throws { try setParameter(Self.work, work.description) }

    /// The parameter's name.
    static let work = "work"
}

// MARK: - When a node starts

extension Database {
    /// Continues a chain with the accounts and the work that are kept of it, as far as a look at them doesn't show
    /// that they are another's.
    func resume(_ chain: inout Blockchain, of network: LedgerNetwork) throws {
        var accounts = Accounts()
        // However many rows a damaged file has, their sum fits.
        var total: Int128 = 0
        try AccountTable(in: self).readAll { address, account in
            guard let address = Chain.Address(hexDigits: address[...]) else { throw AccountFault.address(address) }
            guard AccountTable.isInRange(account) else { throw AccountFault.account(address.hexDigits) }
            total += Int128(account.balance)
            accounts.restore(account, of: address)
        }
        let supply = network.supply(at: chain.length)
        guard total == supply else { throw AccountFault.total(total, due: supply) }
        let work = try keptWork()
        chain.resume(accounts: accounts, work: work)
        // Without payments it is known what has to be there.
        guard chain.ledger?.accounts == accounts, chain.ledger?.header.work == work else { throw AccountFault.first }
    }
}
