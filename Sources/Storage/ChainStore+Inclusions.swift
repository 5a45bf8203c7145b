public import Chain
internal import GRDB
public import Records
internal import Wording

/// What blocks include, for a chain that may replace the stored one.
///
/// All of this runs between commits, so it is consistent with the commits before and after it, and a decision never
/// waits for other clients' queries.
extension ChainStore {
    /// The recorded inclusions of the two branches above a fork. Takes time linear in these branches, however many
    /// others there have been.
    ///
    /// - Parameter height: up to here the new chain is the stored one.
    public func inclusions(in new: Blockchain, above height: Int) async throws(StorageError) -> BranchInclusions {
        try await betweenCommits { [self] db in
            try checkHashes(above: height, in: db)
            return BranchInclusions(
                fallen: try fallen(above: height, in: db), back: try back(in: new, above: height, in: db))
        }
    }

    /// The accepted transactions with these numbers, in that order; all must exist.
    public func accepted(_ numbers: [Int]) async throws(StorageError) -> [AcceptedTransaction] {
        if numbers.isEmpty { return [] }
        return try await betweenCommits { [self] db in
            try numbers.map { number in
                try closing.check()
                let sql = "SELECT number, text, posted FROM accepted WHERE number = ?"
                guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [number]) else {
                    throw damaged(.init(.keptTransactionMissing, ["number": .number(number)]))
                }
                return try accepted(row)
            }
        }
    }

    /// An inclusion without its block's hash would be passed over, and its transaction lost.
    private func checkHashes(above height: Int, in db: Database) throws {
        let found = try Int.fetchOne(
            db,
            sql: """
                SELECT height FROM carriage
                WHERE height > ? AND (typeof(hash) <> 'text' OR length(hash) <> 64 OR hash GLOB '*[^0-9a-f]*') LIMIT 1
                """, arguments: [height])
        if let found { throw damaged(.init(.keptCarriageNoHash, ["height": .number(found)])) }
    }

    /// Jumps from one recorded height to the next, and skips the inclusions of other branches.
    private func fallen(above height: Int, in db: Database) throws -> [FallenTransaction] {
        let next = try RepeatedStatement("SELECT height FROM carriage WHERE height > ? ORDER BY height LIMIT 1", in: db)
        let length = try db.lastHeight()
        var fallen: [FallenTransaction] = []
        var height = height
        while height < length {
            try closing.check()
            var found: Int?
            try next.run(height) { row in
                found = try row.integer(0)
                return false
            }
            guard let found else { break }
            if let hash = try db.hash(at: found) { fallen += try transactions(in: hash, at: found, in: db) }
            height = found
        }
        return fallen.sorted { $0.number < $1.number }
    }

    private func transactions(in block: BlockHash, at height: Int, in db: Database) throws -> [FallenTransaction] {
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT carriage.number, length(accepted.text) AS bytes, posted
                    FROM carriage LEFT JOIN accepted USING (number) WHERE height = ? AND hash = ?
                    """), arguments: [height, block.description])
        var fallen: [FallenTransaction] = []
        while let row = try rows.next() {
            let number: Int = try row.decode(forColumn: "number")
            guard let bytes: Int = try row.decode(Int?.self, forColumn: "bytes") else {
                throw damaged(.init(.keptTransactionMissing, ["number": .number(number)]))
            }
            fallen.append(
                FallenTransaction(number: number, bytes: bytes, isPosted: try row.decode(forColumn: "posted")))
        }
        return fallen
    }

    /// Jumps from one recorded height to the next, so there are no more queries than new blocks or records.
    private func back(in new: Blockchain, above height: Int, in db: Database) throws -> Set<Int> {
        let next = try RepeatedStatement(
            "SELECT height FROM carriage WHERE height > ? ORDER BY height LIMIT 1", in: db)
        let included = try RepeatedStatement("SELECT number FROM carriage WHERE height = ? AND hash = ?", in: db)
        var numbers: Set<Int> = []
        var height = height
        while height < new.length {
            try closing.check()
            var found: Int?
            try next.run(height) { row in
                found = try row.integer(0)
                return false
            }
            guard let found, found <= new.length else { break }
            try included.run(found, new.blocks.hash(at: found - 1).hexDigits) { row in
                numbers.insert(try row.integer(0))
                return true
            }
            height = found
        }
        return numbers
    }
}
