internal import Chain
internal import GRDB

/// Who is named in which transaction of the chain, for histories.
enum PaymentIndex {
    /// Adds what a block's transactions name.
    static func add(_ block: Block, to db: Database, unless closing: Cancellation) throws {
        try run("INSERT INTO payment (address, height, position) VALUES (?, ?, ?)", for: block, in: db, unless: closing)
    }

    /// Takes out what ``add(_:to:unless:)`` put in.
    static func remove(_ block: Block, from db: Database, unless closing: Cancellation) throws {
        try run(
            "DELETE FROM payment WHERE address = ? AND height = ? AND position = ?", for: block, in: db, unless: closing
        )
    }

    private static func run(
        _ sql: String, for block: Block, in db: Database, unless closing: Cancellation
    ) throws {
        let statement = try PaymentStatement(sql, in: db)
        try closing.check()
        try forEachPayment(of: block) { address, position in
            try statement.run(address, block.index, position)
            try closing.check()
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
