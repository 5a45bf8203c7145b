internal import Chain
internal import GRDB

extension Database {
    /// Records which transactions with an `id` the chain's blocks include. For a directory of an earlier version, which
    /// accepted such blocks from other nodes without recording that.
    func recordIdentified() throws {
        let find = try RepeatedStatement("SELECT number FROM accepted WHERE id = ? AND text = ?", in: self)
        let add = try RepeatedStatement("INSERT INTO accepted (number, text, id) VALUES (?, ?, ?)", in: self)
        let blocks = try StoredBlock.fetchCursor(self, sql: StoredBlock.withID)
        var lastNumber = try ChainStore.lastNumber(in: self)
        while let stored = try blocks.next() {
            let block = try Block(keptText: stored.text, height: stored.height)
            for transaction in block.identifiedTransactions {
                guard let id = transaction.id else { continue }
                var number: Int?
                try find.run(id.hexDigits, transaction.text.bytes) { row in
                    number = try row.integer(0)
                    return false
                }
                if number == nil {
                    lastNumber += 1
                    // With that version's columns.
                    try add.run(lastNumber, transaction.text.bytes, id.hexDigits)
                }
                try include([number ?? lastNumber], in: block.hash, at: block.index)
            }
        }
    }
}

extension StoredBlock {
    /// Transactions whose text may contain an `id`.
    fileprivate static let withID = """
        SELECT height, hash, text FROM block WHERE instr(text, '"id": "') ORDER BY height
        """
}
