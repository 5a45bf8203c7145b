public import Chain
internal import GRDB
public import Records
internal import Wording

/// What is remembered of branches that fell out of the chain.
extension ChainStore {
    /// Some of the remembered branches, newest first: at most `limit`, starting with number `from`, counted from 1.
    ///
    /// Reads the blocks of a branch, 2 MiB at most.
    ///
    /// - Parameters:
    ///   - payments: how many payments of each branch are looked up.
    ///   - textBytes: the maximum total length of the blocks' texts; at least one branch is read, whatever its length.
    public func fallenBranches(
        from: Int, limit: Int, payments: Int, textBytes: Int
    ) async throws(StorageError) -> FallenBranches {
        try await ask { [self] db in
            let total = try Int.fetchOne(db, sql: "SELECT count(*) FROM branch") ?? 0
            let rows = try Row.fetchAll(
                db, sql: "\(Self.branches) ORDER BY number DESC LIMIT ? OFFSET ?", arguments: [limit, from - 1])
            var (branches, bytes): ([FallenBranch], Int) = ([], 0)
            for row in rows {
                try closing.check()
                let stored = try StoredBlock.fetchAll(
                    db.cachedStatement(sql: "SELECT height, hash, text FROM fallen WHERE branch = ? ORDER BY height"),
                    arguments: [row["number"]])
                bytes += stored.reduce(0) { $0 + $1.text.count }
                if bytes > textBytes, !branches.isEmpty { break }
                var rest = payments
                let blocks = try stored.map { stored in
                    let fallen = try fallenBlock(try block(stored), payments: rest, in: db)
                    rest -= fallen.payments.count
                    return fallen
                }
                branches.append(try branch(row, blocks: blocks, in: db))
            }
            return FallenBranches(total: total, branches: branches)
        }
    }

    /// The remembered block with this hash, if there is one.
    ///
    /// - Parameter payments: how many of its payments are looked up.
    public func fallenBlock(_ hash: BlockHash, payments: Int) async throws(StorageError) -> FoundFallenBlock? {
        try await ask { [self] db in
            let found = try Row.fetchOne(
                db.cachedStatement(
                    sql: "SELECT branch, height FROM fallen WHERE hash = ? ORDER BY branch DESC LIMIT 1"),
                arguments: [hash.description])
            guard let found else { return nil }
            let (number, height): (Int, Int) = (try found.decode(atIndex: 0), try found.decode(atIndex: 1))
            let row = try Row.fetchOne(db, sql: "\(Self.branches) WHERE number = ?", arguments: [number])
            let read = try db.cachedStatement(
                sql: "SELECT height, hash, text FROM fallen WHERE branch = ? AND height = ?")
            guard let row, let stored = try StoredBlock.fetchOne(read, arguments: [number, height]) else {
                throw damaged(.init(.keptFallenNoBranch))
            }
            let block = try block(stored)
            return FoundFallenBlock(
                block: block, remembered: try fallenBlock(block, payments: payments, in: db),
                branch: try branch(row, blocks: [], in: db),
                previous: try StoredBlock.fetchOne(read, arguments: [number, height - 1]).map { try self.block($0) })
        }
    }

    private static let branches = """
        SELECT number, height, parent, blocks, time, source, successor_length, successor_tip FROM branch
        """

    private func branch(_ row: Row, blocks: [FallenBlock], in db: Database) throws -> FallenBranch {
        func hash(_ column: String) throws -> BlockHash? {
            try row.decode(String?.self, forColumn: column).flatMap { BlockHash(hexDigits: Array($0.utf8)[...]) }
        }
        let number: Int = try row.decode(forColumn: "number")
        let height: Int = try row.decode(forColumn: "height")
        guard let tip = try hash("successor_tip") else {
            throw damaged(.init(.keptBranchUntold, ["number": .number(number)]))
        }
        let parent = try hash("parent")
        return FallenBranch(
            number: number, fork: (height, parent), isForkInChain: try parent == db.hash(at: height),
            blockCount: try row.decode(forColumn: "blocks"), secondsSince1970: try row.decode(forColumn: "time"),
            source: try row.decode(forColumn: "source"),
            successor: (try row.decode(forColumn: "successor_length"), tip), blocks: blocks)
    }

    private func block(_ stored: StoredBlock) throws -> Block {
        let block = try Block(keptText: stored.text, height: stored.height)
        guard block.index == stored.height, block.hash == stored.hash else {
            throw damaged(.init(.keptFallenChanged, ["height": .number(stored.height)]))
        }
        return block
    }

    private func fallenBlock(_ block: Block, payments: Int, in db: Database) throws -> FallenBlock {
        let elements = block.value(of: .transactions).elements.map(Array.init) ?? []
        let hasReward = elements.last?.isReward ?? false
        var inclusions = try FallenInclusions(of: block, in: db)
        return FallenBlock(
            index: block.index, hash: block.hash, timestamp: block.timestampText, transactionCount: elements.count,
            reward: hasReward ? elements.last?.canonicalText : nil,
            payments: try elements.dropLast(hasReward ? 1 : 0).prefix(payments).map { payment in
                try closing.check()
                return FallenPayment(
                    text: payment.canonicalText, fate: try fate(of: payment, &inclusions, in: db))
            })
    }
}
