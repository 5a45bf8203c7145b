internal import Chain
internal import GRDB
internal import Wording

extension Auditor {
    /// Compares accounts and work with what the blocks come to. By rules other than a ledger's, there are no accounts.
    mutating func checkAccounts(by rules: Rules?) throws {
        guard let rules else { return }
        if rules.ledger == nil { return try compareAccounts(with: Accounts()) }
        // Otherwise something was wrong with a block, which is a finding.
        guard let state = ledger?.state, state.tip.index == (try db.lastHeight()) else { return }
        try compareAccounts(with: state.accounts)
        let (kept, wanted) = (try db.parameter(Database.work), state.tip.work.description)
        if kept != wanted { report(.parameter(Database.work, kept: kept, wanted: .init(said: wanted))) }
    }

    private mutating func compareAccounts(with recomputed: Accounts) throws {
        var missing = recomputed
        try AccountTable(in: db).readAll { row, kept in
            let address = Chain.Address(hexDigits: row[...])
            let wanted = address.map { missing[$0] } ?? Account()
            if kept != wanted || kept == Account() {
                report(.account(String(decoding: row, as: UTF8.self), kept: kept, wanted: wanted))
            }
            if let address { missing.restore(Account(), of: address) }
        }
        for (address, wanted) in missing.all.map({ ($0.key.description, $0.value) }).sorted(by: { $0.0 < $1.0 }) {
            report(.account(address, kept: nil, wanted: wanted))
        }
    }
}
