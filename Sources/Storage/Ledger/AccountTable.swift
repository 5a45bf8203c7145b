internal import Chain
internal import GRDB
internal import Wording

/// The table `account`. Addresses are hex digits in ASCII.
struct AccountTable {
    private let find: RepeatedStatement
    private let replace: RepeatedStatement
    private let remove: RepeatedStatement
    private let all: RepeatedStatement

    init(in database: Database) throws {
        find = try RepeatedStatement("SELECT balance, nonce FROM account WHERE address = ?", in: database)
        replace = try RepeatedStatement(
            "INSERT OR REPLACE INTO account (address, balance, nonce) VALUES (?, ?, ?)", in: database)
        remove = try RepeatedStatement("DELETE FROM account WHERE address = ?", in: database)
        all = try RepeatedStatement("SELECT address, balance, nonce FROM account ORDER BY address", in: database)
    }

    /// What an address has; all is 0 if it has no row.
    func account(of address: [UInt8]) throws -> Account {
        var account = Account()
        try find.run(address) { row in
            account = Account(balance: try row.integer(0), nonce: try row.integer(1))
            return false
        }
        return account
    }

    /// Writes what an address has. One that is as if it was never paid has no row.
    func write(_ account: Account, of address: [UInt8]) throws {
        do {
            if account == Account() {
                try remove.run(address)
            } else {
                try replace.run(address, account.balance, account.nonce)
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            throw AccountFault.account(address)
        }
    }

    /// Passes each row to `body`, by address.
    func readAll(_ body: (_ address: [UInt8], Account) throws -> Void) throws {
        try all.run { row in
            try body(row.text(0), Account(balance: try row.integer(1), nonce: try row.integer(2)))
            return true
        }
    }

    /// Whether a row may say this. The table refuses anything else, unless somebody made it another.
    static func isInRange(_ account: Account) -> Bool {
        (0...Accounts.maximumAmount).contains(account.balance) && account.nonce >= 0 && account != Account()
    }
}

/// What is kept of accounts or work is not what the blocks come to.
enum AccountFault: KeptFault {
    /// An account has less than is spent, more than there is, or a row although it has nothing.
    case account([UInt8])
    /// An address is none.
    case address([UInt8])
    /// All accounts have together something else than grants and rewards come to.
    case total(Int128, due: Int)
    /// The work is no number, or less than what blocks took that fall.
    case work
    /// Accounts or work are not those of a first block.
    case first

    var statement: Wording.Statement {
        switch self {
        case .account(let address):
            .init(.keptAccount, ["address": .text(String(decoding: address, as: UTF8.self))])
        case .address(let address):
            .init(
                .keptAccountAddress,
                ["address": .text("\(CanonicalText.string(String(decoding: address, as: UTF8.self)))")])
        case .total(let total, let due):
            .init(.keptTotal, ["due": .number(due), "total": .text("\(total)")])
        case .work: .init(.keptWork)
        case .first: .init(.keptFirst)
        }
    }
}
