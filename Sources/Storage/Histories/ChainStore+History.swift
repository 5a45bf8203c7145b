internal import Chain
internal import GRDB
public import Records
internal import Wording

extension ChainStore {
    /// How many bytes of blocks are read for one part of a history; at least one block is read, whatever its size.
    static let historyBytes = 16 << 20

    /// Transactions of the chain whose sender or recipient is `address`: at most `limit`, starting with number `from`,
    /// counted from 1. Skipping a thousand takes a few microseconds. After a long replacement it waits for histories to
    /// follow.
    ///
    /// - Parameter textBytes: the maximum total length of their texts, in bytes; at least one is returned, whatever its
    ///   length.
    public func history(
        of address: String, from: Int, limit: Int, textBytes: Int = .max
    ) async throws(StorageError) -> History {
        precondition(from >= 1 && limit >= 1, "pages begin at 1 and have something on them")
        while true {
            let history = try await ask { [self] db -> History? in
                if try db.areHistoriesBehind() { return nil }
                return try page(of: Array(address.utf8), from: from, limit: limit, textBytes: textBytes, in: db)
            }
            if let history { return history }
            try await partFollows()
        }
    }

    private func page(
        of address: [UInt8], from: Int, limit: Int, textBytes: Int, in db: Database
    ) throws -> History {
        var total = 0
        let count = try RepeatedStatement("SELECT coalesce(sum(count), 0) FROM history WHERE address = ?", in: db)
        try count.run(address) { row in
            total = try row.integer(0)
            return true
        }
        let places = try places(of: address, from: from, limit: limit, in: db)
        return History(total: total, entries: try entries(at: places, textBytes: textBytes, in: db))
    }

    /// Skips everything before `from` by its count.
    private func places(of address: [UInt8], from: Int, limit: Int, in db: Database) throws -> [Place] {
        var places: [Place] = []
        var skipped = from - 1
        let parts = try RepeatedStatement(
            """
            SELECT height, position, count, places FROM history WHERE address = ?
            ORDER BY height, position
            """, in: db)
        try parts.run(address) { row in
            let count = try row.integer(2)
            guard count <= 0 || count > skipped else {
                skipped -= count
                return true
            }
            let part = try PostingList(
                height: row.integer(0), position: row.integer(1), count: count, text: row.text(3))
            places += part.places.dropFirst(skipped).prefix(limit - places.count)
            skipped = 0
            return places.count < limit
        }
        return places
    }

    private func entries(at places: [Place], textBytes: Int, in db: Database) throws -> [History.Entry] {
        var entries: [History.Entry] = []
        var (blockBytes, entryBytes) = (0, 0)
        var open: (height: Int, transactions: JSONElements)?
        var segment: SegmentTexts?
        for place in places {
            let height = place.height
            if open?.height != height {
                let stored = try stored(at: height, &segment, in: db)
                blockBytes += stored.text.count
                if blockBytes > Self.historyBytes, open != nil { break }
                let block = try Block(keptText: stored.text, height: height)
                guard block.index == height, block.hash == stored.hash else {
                    throw damaged(.init(.keptBlockChanged, ["height": .number(height)]))
                }
                open = block.value(of: .transactions).elements.map { (height, $0) }
            }
            guard let transactions = open?.transactions, transactions.indices.contains(place.position - 1) else {
                throw damaged(
                    .init(.keptNoTransaction, ["height": .number(height), "position": .number(place.position)]))
            }
            let transaction = transactions[place.position - 1].canonicalText
            entryBytes += transaction.bytes.count
            if entryBytes > textBytes, !entries.isEmpty { break }
            entries.append(History.Entry(height: height, transaction: transaction))
        }
        return entries
    }

    /// A block, from the last segment that was opened if it is there.
    private func stored(at height: Int, _ segment: inout SegmentTexts?, in db: Database) throws -> StoredBlock {
        if segment?.contains(height) != true {
            let tail = try StoredBlock.fetchOne(
                db.cachedStatement(sql: "SELECT height, hash, text FROM tail WHERE height = ?"), arguments: [height])
            if let tail { return tail }
            segment = try SegmentTexts(at: height, in: db)
        }
        guard let segment, segment.contains(height) else {
            throw damaged(.init(.keptBlockMissing, ["height": .number(height)]))
        }
        return try segment.block(at: height)
    }
}
