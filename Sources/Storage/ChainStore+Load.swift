public import Chain
internal import GRDB
public import Records
internal import Wording

extension ChainStore {
    /// Reads everything, on all processors. Blocks the calling thread for up to half a microsecond per block.
    ///
    /// Every block's text is hashed again and must match the hash in the next block, or for the last one, the one kept
    /// beside it.
    public func load(rules: Rules) throws(OpenError) -> KeptState {
        do {
            let kept = try database.read { db in
                var chain = try ChainLoader(rules: rules, damaged: damaged).load(from: db)
                if let network = rules.ledger?.network { try db.resume(&chain, of: network) }
                guard try db.historyLength() <= chain.length else { throw HistoryLengthFault() }
                return KeptState(
                    chain: chain,
                    pending: try pending(in: db),
                    lastNumber: try Self.lastNumber(in: db),
                    peers: try String.fetchAll(db, sql: "SELECT address FROM peer WHERE NOT found ORDER BY position"),
                    foundPeers: try String.fetchAll(db, sql: "SELECT address FROM peer WHERE found ORDER BY position"),
                    identifier: try db.parameter("identifier"))
            }
            fillHeights(from: kept.chain)
            followUpLater()
            return kept
        } catch {
            throw OpenError(error, path: path)
        }
    }

    /// The highest number that is given out to a transaction: more than can be in a life of the universe.
    private static let highestNumber = Int.max / 2

    /// The highest number in any table. Others have to come after it.
    static func lastNumber(in db: Database) throws -> Int {
        let sql = """
            SELECT min(low), max(high) FROM (
                SELECT min(number) AS low, max(number) AS high FROM accepted
                UNION ALL SELECT min(number), max(number) FROM pending
                UNION ALL SELECT min(number), max(number) FROM carriage)
            """
        guard let row = try Row.fetchOne(db, sql: sql) else { return 0 }
        let (lowest, highest): (Int?, Int?) = (try row.decode(atIndex: 0), try row.decode(atIndex: 1))
        guard lowest ?? 1 >= 1, highest ?? 0 <= highestNumber else { throw ColumnFault() }
        return highest ?? 0
    }

    private func pending(in db: Database) throws -> [AcceptedTransaction] {
        let rows = try Row.fetchCursor(
            db, sql: "SELECT number, text, posted, id FROM pending LEFT JOIN accepted USING (number) ORDER BY number")
        var pending: [AcceptedTransaction] = []
        while let row = try rows.next() {
            let accepted = try accepted(row)
            if network != nil { try checkPayment(accepted, keptUnder: row.decode(forColumn: "id")) }
            pending.append(accepted)
        }
        return pending
    }

    /// A ledger's payment is named by its text, which shows whether that was changed: a block with a changed one would
    /// be refused by everybody.
    private func checkPayment(_ accepted: AcceptedTransaction, keptUnder id: String?) throws {
        let transaction = accepted.transaction
        guard let id, transaction.id?.description == id, transaction.digest.description.hasPrefix(id) else {
            throw damaged(.init(.keptTransactionChanged, ["number": .number(accepted.number)]))
        }
    }

    /// From a row of `number`, `text` and `posted`.
    func accepted(_ row: Row) throws -> AcceptedTransaction {
        let number: Int = try row.decode(forColumn: "number")
        guard let text = try row.decode(StoredText?.self, forColumn: "text") else {
            throw damaged(.init(.keptTransactionMissing, ["number": .number(number)]))
        }
        let isPosted: Bool = try row.decode(forColumn: "posted")
        guard let accepted = AcceptedTransaction(number: number, keptText: text.bytes, isPosted: isPosted) else {
            throw damaged(.init(.keptTransactionChanged, ["number": .number(number)]))
        }
        return accepted
    }

    func damaged(_ problem: Wording.Statement) -> Damage {
        Damage(path: path, problem: problem)
    }
}
