internal import Chain
internal import GRDB

/// Who is named in which transaction of the chain, for histories.
enum PaymentIndex {
    /// Adds what a block's transactions name.
    static func add(_ block: Block, to db: Database) throws {
        try forEachPayment(of: block) { address, position in
            let parameter = AddressParameter(address)
            try parameter.statement(
                "INSERT INTO payment (address, height, position) VALUES (\(parameter.sql), ?, ?)", in: db
            ).execute(arguments: parameter.arguments + [block.index, position])
        }
    }

    /// Takes out what ``add(_:to:)`` put in.
    static func remove(_ block: Block, from db: Database) throws {
        try forEachPayment(of: block) { address, position in
            let parameter = AddressParameter(address)
            try parameter.statement(
                "DELETE FROM payment WHERE address = \(parameter.sql) AND height = ? AND position = ?", in: db
            ).execute(arguments: parameter.arguments + [block.index, position])
        }
    }

    /// The string-valued senders and recipients, each once a transaction. A chain may hold anything for them.
    static func forEachPayment(of block: Block, _ body: (_ address: String, _ position: Int) throws -> Void) rethrows {
        guard let transactions = block.value(of: .transactions).elements else { return }
        for (offset, transaction) in transactions.enumerated() {
            let sender = address(transaction["sender"])
            let recipient = address(transaction["recipient"])
            if let sender { try body(sender, offset + 1) }
            // Told apart byte by byte, as the database does, not as people see them.
            if let recipient, sender.map({ !$0.utf8.elementsEqual(recipient.utf8) }) ?? true {
                try body(recipient, offset + 1)
            }
        }
    }

    private static func address(_ value: JSONValue?) -> String? {
        value?.string.flatMap { $0.utf8.count <= ChainStore.maximumAddressBytes ? $0 : nil }
    }
}

/// An address as the first parameter of a statement.
///
/// GRDB hands strings to SQLite up to their first NUL. An address may hold some, so such a one is spelled out.
struct AddressParameter {
    /// What stands for the address in SQL.
    let sql: String

    /// What the SQL has to be given for it.
    let arguments: StatementArguments

    init(_ address: String) {
        if address.utf8.contains(0) {
            let digits = address.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            sql = "CAST(x'\(digits)' AS TEXT)"
            arguments = []
        } else {
            sql = "?"
            arguments = [address]
        }
    }

    /// A statement with ``sql`` in it; only those that come again are kept.
    func statement(_ statement: String, in db: Database) throws -> Statement {
        arguments.isEmpty ? try db.makeStatement(sql: statement) : try db.cachedStatement(sql: statement)
    }
}
