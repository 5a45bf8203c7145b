public import Chain
internal import GRDB
public import Records
internal import Synchronization

/// The heights of blocks by hash. The table changes on the writing queue, after each commit and before it returns.
extension ChainStore {
    /// The height of the chain's block with this hash, if there is one.
    public func height(of block: BlockHash) async throws(StorageError) -> Int? {
        if heights.withLock({ $0 == nil }) { try await betweenCommits { [self] db in try readHeights(in: db) } }
        return try await ask { [self] db in
            let candidates = heights.withLock { $0?.heights(of: block) ?? [] }
            // The table may be of a later commit than what this connection reads.
            return try candidates.first { height in
                try db.hash(at: height) == block
            }
        }
    }

    /// Fills the table, in the background, with a chain that was read.
    func fillHeights(from chain: Blockchain) {
        database.asyncWriteWithoutTransaction { [self] db in
            // If that fails, or a commit came first, who asks for a height reads the hashes.
            guard heights.withLock({ $0 == nil }), let last = try? db.hash(at: chain.length),
                last == chain.tipHash, let length = try? db.lastHeight(), length == chain.length
            else { return }
            var table = HeightTable(capacity: chain.length)
            do {
                try chain.blocks.forEach(in: chain.blocks.indices) { position, hash, _ in
                    try closing.check()
                    table.insert(hash, at: position + 1)
                }
            } catch {
                return
            }
            heights.withLock { $0 = table }
        }
    }

    private func readHeights(in db: Database) throws {
        guard heights.withLock({ $0 == nil }) else { return }
        var table = HeightTable(capacity: try db.blockCount())
        let segments = try Row.fetchCursor(db, sql: "SELECT height, hashes FROM segment")
        while let row = try segments.next() {
            try closing.check()
            let height: Int = try row.decode(atIndex: 0)
            let hashes = try row.decode(StoredText.self, atIndex: 1).bytes
            guard StoredSegment.heights.contains(height) else { throw SegmentFault(height: height) }
            for offset in 0..<hashes.count / BlockHash.byteCount {
                if let hash = hashes.blockHash(at: offset) { table.insert(hash, at: height + offset) }
            }
        }
        let tail = try Row.fetchCursor(db, sql: "SELECT height, hash FROM tail")
        while let row = try tail.next() {
            let digits = try row.decode(StoredText.self, atIndex: 1).bytes
            if let hash = BlockHash(hexDigits: digits[...]) { table.insert(hash, at: try row.decode(atIndex: 0)) }
        }
        heights.withLock { $0 = table }
    }

    /// Brings the table up to a commit.
    func note(_ edits: [HeightEdit]) {
        let count = edits.reduce(0) { $0 + $1.count }
        let isNoted = heights.withLock { table in
            guard count <= Self.shortReplacement, table?.hasRoom(for: count) ?? true else { return false }
            table?.apply(edits)
            return true
        }
        if isNoted { return }
        // Otherwise it is done to a copy, so that readers don't wait. Only this queue changes the table.
        var table = heights.withLock { $0 }
        table?.apply(edits)
        heights.withLock { swap(&$0, &table) }
    }
}

extension HeightTable {
    fileprivate mutating func apply(_ edits: [HeightEdit]) {
        for edit in edits {
            switch edit {
            case .forged(let hash, let height): insert(hash, at: height)
            case .fallen(let hash, let height): remove(hash, at: height)
            case .adopted(let chain, let commonLength):
                reserve(chain.length - commonLength)
                chain.blocks.forEach(in: commonLength..<chain.length) { position, hash, _ in
                    insert(hash, at: position + 1)
                }
            }
        }
    }
}

/// What a commit does to the heights of blocks, in order.
enum HeightEdit {
    case forged(BlockHash, at: Int)
    case fallen(BlockHash, at: Int)
    case adopted(Blockchain, above: Int)

    /// How many blocks it is about.
    fileprivate var count: Int {
        guard case .adopted(let chain, let commonLength) = self else { return 1 }
        return chain.length - commonLength
    }
}
