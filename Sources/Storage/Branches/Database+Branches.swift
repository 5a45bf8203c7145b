internal import Chain
internal import GRDB
internal import Records

/// The branches that fell out of the chain. They change in the commit of the replacement.
extension Database {
    /// Remembers what fell with a replacement, of which the new blocks are stored. What has come back with these is no
    /// longer remembered, and the oldest branches make room.
    func remember(_ falling: FallingBranch, replacedBy replacement: Replacement) throws {
        // Nothing comes back without this: a remembered chain weighs less than what replaced it, and the chain only
        // gets heavier.
        guard falling.count > 0 else { return }
        // Before any is forgotten, so that no number is given out twice.
        let number = 1 + (try Int.fetchOne(self, sql: "SELECT max(number) FROM branch") ?? 0)
        try forgetReturned(above: replacement.commonLength)
        try execute(
            sql: """
                INSERT INTO branch (number, height, parent, blocks, time, source, successor_length, successor_tip)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                number, replacement.commonLength, try hash(at: replacement.commonLength)?.description, falling.count,
                replacement.secondsSince1970, replacement.source, replacement.chain.length,
                replacement.chain.tipHash.description,
            ])
        let insert = try RepeatedStatement(
            "INSERT INTO fallen (branch, height, hash, text) VALUES (?, ?, ?, ?)", in: self)
        for block in falling.blocks {
            guard let hash = block.hash else { continue }
            try insert.run(number, block.height, hash.hexDigits, block.text)
        }
        try makeRoom()
    }

    /// Blocks come back in the order in which they fell, so a branch loses its first ones, or all.
    private func forgetReturned(above height: Int) throws {
        let returned = try Row.fetchAll(
            self,
            sql: """
                SELECT branch, max(height) FROM fallen
                WHERE height > ? AND hash = \(Schema.hash(at: "fallen.height")) GROUP BY branch
                """, arguments: [height])
        for row in returned {
            let (number, last): (Int, Int) = (try row.decode(atIndex: 0), try row.decode(atIndex: 1))
            try execute(sql: "DELETE FROM fallen WHERE branch = ? AND height <= ?", arguments: [number, last])
            try execute(
                sql: "UPDATE branch SET blocks = blocks + height - ?1, height = ?1, parent = ?2 WHERE number = ?3",
                arguments: [last, try hash(at: last)?.description, number])
            try execute(sql: "DELETE FROM branch WHERE number = ? AND blocks <= 0", arguments: [number])
        }
    }

    /// Forgets the oldest branches, as many as are too many.
    private func makeRoom() throws {
        let rows = try Row.fetchCursor(
            self,
            sql: """
                SELECT number, count(fallen.height), coalesce(sum(length(text)), 0)
                FROM branch LEFT JOIN fallen ON fallen.branch = number GROUP BY number ORDER BY number DESC
                """)
        var (count, blocks, bytes, oldest) = (0, 0, 0, 0)
        while let row = try rows.next() {
            count += 1
            blocks += try row.decode(Int.self, atIndex: 1)
            bytes += try row.decode(Int.self, atIndex: 2)
            guard count <= RememberedBranches.maximumCount, blocks <= RememberedBranches.maximumBlocks,
                bytes <= RememberedBranches.maximumBytes
            else {
                oldest = try row.decode(atIndex: 0)
                break
            }
        }
        guard oldest > 0 else { return }
        try execute(sql: "DELETE FROM fallen WHERE branch <= ?", arguments: [oldest])
        try execute(sql: "DELETE FROM branch WHERE number <= ?", arguments: [oldest])
    }
}
