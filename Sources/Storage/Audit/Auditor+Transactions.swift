internal import Chain
internal import GRDB
internal import Records
internal import Wording

extension Auditor {
    /// Checks the books: each accepted transaction is either pending or included in exactly one block of the chain.
    mutating func checkTransactions() throws {
        try checkReferences()
        try checkInclusions()
        let total = try count("accepted")
        summary.pending = try count("pending")
        let accepted = try KeptTransaction.fetchCursor(db, sql: KeptTransaction.all)
        var included = try PeekableCursor(IncludedNumber.fetchCursor(db, sql: IncludedNumber.all))
        while let transaction = try accepted.next() {
            summary.accepted += 1
            progress(Audit.Progress(stage: .transactions, done: summary.accepted, total: total))
            let number = transaction.number
            if let accepted = AcceptedTransaction(number: number, keptText: transaction.text) {
                let id = accepted.transaction.id.map { Array($0.description.utf8) }
                if id != transaction.id { report(.wrongID(accepted: number)) }
            } else {
                report(.unreadable(accepted: number))
            }
            while let row = included.next, row.number < number { try included.advance() }
            // Two are enough to report.
            var heights: [Int] = []
            while let row = included.next, row.number == number {
                if heights.count < 2 { heights.append(row.height) }
                try included.advance()
            }
            if heights.count > 1 { report(.includedAgain(accepted: number, heights: heights)) }
            switch (transaction.isPending, heights.first) {
            case (true, let height?): report(.pendingAndIncluded(accepted: number, height: height))
            case (false, nil): report(.lost(accepted: number))
            case (true, nil), (false, _): break
            }
        }
    }

    /// Every reference to an accepted transaction must name an existing one.
    private mutating func checkReferences() throws {
        let rows = try Row.fetchCursor(db, sql: "PRAGMA foreign_key_check")
        var isInclusionWrong = false
        while let row = try rows.next() {
            let table: String = try row.decode(forColumn: "table")
            let number: Int? = try row.decode(forColumn: "rowid")
            switch (table, number) {
            case ("pending", let number?): report(.pendingUnaccepted(number: number))
            // Its rows have no number that SQLite could report.
            case ("carriage", _): isInclusionWrong = true
            default: report(.database(.init(.keptNoReference, ["table": .text(table)])))
            }
        }
        guard isInclusionWrong else { return }
        let inclusions = try IncludedNumber.fetchCursor(db, sql: IncludedNumber.unaccepted)
        while let row = try inclusions.next() {
            report(.includedUnaccepted(number: row.number, height: row.height))
        }
    }

    private mutating func checkInclusions() throws {
        let rows = try Row.fetchCursor(db, sql: "SELECT DISTINCT height, hash FROM carriage ORDER BY height, hash")
        while let row = try rows.next() {
            let digits = try row.decode(StoredText.self, atIndex: 1).bytes
            if BlockHash(hexDigits: digits[...]) == nil {
                report(.inclusionWithoutHash(height: try row.decode(atIndex: 0)))
            }
        }
    }
}

/// A row of `accepted`.
private struct KeptTransaction: FetchableRecord {
    static let all = """
        SELECT number, text, pending.number IS NOT NULL, id
        FROM accepted LEFT JOIN pending USING (number) ORDER BY accepted.number
        """

    let number: Int
    let text: [UInt8]
    let isPending: Bool
    let id: [UInt8]?

    init(row: Row) throws {
        number = try row.decode(atIndex: 0)
        text = try row.decode(StoredText.self, atIndex: 1).bytes
        isPending = try row.decode(atIndex: 2)
        id = try row.decode(StoredText?.self, atIndex: 3)?.bytes
    }
}

/// Which block includes which transaction.
private struct IncludedNumber: FetchableRecord {
    /// In the chain.
    static let all = """
        SELECT carriage.number, carriage.height FROM carriage WHERE \(Schema.isInChain)
        ORDER BY carriage.number, carriage.height
        """

    /// In the chain or not.
    static let unaccepted = """
        SELECT number, height FROM carriage WHERE number NOT IN (SELECT number FROM accepted)
        ORDER BY height, hash, number
        """

    let number: Int
    let height: Int

    init(row: Row) throws {
        number = try row.decode(atIndex: 0)
        height = try row.decode(atIndex: 1)
    }
}
