internal import Chain
internal import GRDB

extension ChainStore {
    /// Keeps the changes, in order, all or none; returns when they are on disk.
    public func commit(_ changes: [Change]) async throws(StorageError) {
        try await perform { [self] database, completion in
            database.asyncWriteWithoutTransaction { [self] db in
                // By itself SQLite would take a long log into the database before it says that it is on disk.
                let isLong = changes.contains(where: \.isLong)
                if isLong { suspendCheckpoints(on: db) }
                completion(Result { try commit(changes, on: db) })
                if isLong { resumeCheckpoints(on: db) }
                shortenLog(on: db)
            }
        }
    }

    /// Up to how many new blocks a replacement is kept like any commit.
    static let shortReplacement = 1_000

    private func commit(_ changes: [Change], on db: Database) throws(StorageError) {
        try checkFiles()
        do {
            try db.inTransaction(.immediate) {
                for change in changes { try db.apply(change, unless: closing) }
                try closing.check()
                return .commit
            }
        } catch {
            let failure = StorageError(writing: error, on: db, path: path)
            guard let error = error as? DatabaseError, error.extendedResultCode == .SQLITE_IOERR_FSYNC,
                !overwrite(on: db)
            else { throw failure }
            throw .unsure(reason: error.message ?? "no flush", isFull: failure.isFull)
        }
    }

    /// When a flush fails, all of the commit is in the log: a start after a crash would find it whole. Writes something
    /// else in its place, and says whether that worked.
    private func overwrite(on db: Database) -> Bool {
        do {
            try db.inTransaction(.immediate) {
                // Nobody reads it. An update that changes nothing would write nothing; this one does.
                try db.execute(sql: "PRAGMA user_version = 1")
                return .commit
            }
            return true
        } catch {
            return false
        }
    }

    /// The blocks above a height, in the chain or not, of which it is recorded what they carry. Asked between commits,
    /// so that where the database is a file a decision never waits behind other people's questions.
    public func carriages(above height: Int) async throws(StorageError) -> [Carriage] {
        try await perform { [self] database, completion in
            database.asyncWriteWithoutTransaction { [self] db in
                completion(Result { try carriages(above: height, in: db) })
            }
        }
    }

    private func carriages(above height: Int, in db: Database) throws -> [Carriage] {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT height, hash, number, text FROM carriage LEFT JOIN accepted USING (number)
                WHERE height > ? ORDER BY height, hash, number
                """, arguments: [height])
        var carriages: [Carriage] = []
        while let row = try rows.next() {
            try closing.check()
            let height: Int = try row.decode(forColumn: "height")
            let digits: String = try row.decode(forColumn: "hash")
            guard let hash = BlockHash(hexDigits: Array(digits.utf8)[...]) else {
                throw damaged("a carriage at height \(height) has no hash")
            }
            if carriages.last?.block != hash {
                carriages.append(Carriage(height: height, block: hash, transactions: []))
            }
            carriages[carriages.count - 1].transactions.append(try accepted(row))
        }
        return carriages
    }

    /// Keeps the name of the node.
    public func setIdentifier(_ identifier: String) throws(StorageError) {
        do {
            try database.write { try $0.setParameter("identifier", identifier) }
        } catch {
            throw StorageError(opening: error, path: path)
        }
    }

    /// Awaits what `start` begins; a task that is cancelled waits all the same, since a commit goes on.
    func perform<Value: Sendable>(
        _ start: (any DatabaseWriter, @escaping @Sendable (Result<Value, any Error>) -> Void) -> Void
    ) async throws(StorageError) -> Value {
        try await outcome(of: start).get()
    }

    /// What comes of ``perform(_:)``.
    func outcome<Value: Sendable>(
        of start: (any DatabaseWriter, @escaping @Sendable (Result<Value, any Error>) -> Void) -> Void
    ) async -> Result<Value, StorageError> {
        let result = await withCheckedContinuation { continuation in
            start(database) { continuation.resume(returning: $0) }
        }
        return result.mapError { StorageError($0, path: path) }
    }
}

extension Change {
    fileprivate var isLong: Bool {
        guard case .replaced(let replacement) = self else { return false }
        return replacement.chain.length - replacement.commonLength > ChainStore.shortReplacement
    }
}

extension Database {
    fileprivate func apply(_ change: Change, unless closing: Cancellation) throws {
        switch change {
        case .accepted(let accepted):
            try accept(accepted)
            try reopen(accepted.number)
        case .forged(let block, let numbers):
            try append([block], unless: closing)
            try carry(numbers, in: block.hash, at: block.index)
            for number in numbers { try settle(number) }
        case .replaced(let replacement):
            try replace(replacement, unless: closing)
        case .registered(let addresses, let areFound):
            let register = try cachedStatement(
                sql: """
                    INSERT INTO peer (address, found) VALUES (?, ?)
                    ON CONFLICT (address) DO UPDATE SET found = min(found, excluded.found)
                    """)
            for address in addresses { try register.execute(arguments: [address, areFound]) }
        case .unregistered(let addresses):
            let remove = try cachedStatement(sql: "DELETE FROM peer WHERE address = ?")
            for address in addresses { try remove.execute(arguments: [address]) }
        }
    }

    /// Adds the chain's next blocks, and what they say to the histories.
    func append(_ blocks: some Sequence<Block>, unless closing: Cancellation) throws {
        let insert = try RepeatedStatement("INSERT INTO block (height, hash, text) VALUES (?, ?, ?)", in: self)
        for block in blocks {
            try closing.check()
            try insert.run(block.index, block.hash.hexDigits, block.text.bytes)
        }
        try HistoryIndex(in: self, unless: closing).add(blocks)
    }

    private func replace(_ replacement: Replacement, unless closing: Cancellation) throws {
        let commonLength = replacement.commonLength
        let blocks = replacement.chain.blocks.dropFirst(commonLength)
        // Hashes lie anywhere in their index. Where most of them are new, sorting all takes a third of the time.
        let isIndexedAnew = blocks.count > max(commonLength, ChainStore.shortReplacement)
        if isIndexedAnew { try execute(sql: "DROP INDEX block_hash") }
        try removeBlocks(above: commonLength, unless: closing)
        try append(blocks, unless: closing)
        if isIndexedAnew {
            try closing.check()
            try execute(sql: Schema.hashIndex)
        }
        for accepted in replacement.brought {
            try closing.check()
            try accept(accepted)
        }
        for carriage in replacement.carriages {
            try closing.check()
            try carry(carriage.transactions.map(\.number), in: carriage.block, at: carriage.height)
        }
        for number in replacement.settled { try settle(number) }
        for number in replacement.reopened { try reopen(number) }
    }

    private func removeBlocks(above commonLength: Int, unless closing: Cancellation) throws {
        let histories = try HistoryIndex(in: self, unless: closing)
        var addresses: Set<Address> = []
        var addressBytes = 0
        let fallen = try StoredText.fetchCursor(
            self, sql: "SELECT text FROM block WHERE height > ? ORDER BY height", arguments: [commonLength])
        var height = commonLength
        while let text = try fallen.next() {
            try closing.check()
            height += 1
            for payment in try Block.payments(keptText: text.bytes, height: height)
            where !addresses.contains(payment.address) {
                let address = payment.address.detached
                addresses.insert(address)
                addressBytes += MemoryLayout<Address>.size + address.bytes.count
            }
            if addressBytes >= HistoryIndex.gatheredBytes {
                try histories.remove(above: commonLength, of: addresses)
                addresses.removeAll(keepingCapacity: true)
                addressBytes = 0
            }
        }
        try histories.remove(above: commonLength, of: addresses)
        try execute(sql: "DELETE FROM block WHERE height > ?", arguments: [commonLength])
    }

    /// Adds an accepted transaction, which is neither pending nor carried by that.
    func accept(_ accepted: AcceptedTransaction) throws {
        if let id = accepted.transaction.id {
            try RepeatedStatement("INSERT INTO accepted (number, text, id) VALUES (?, ?, ?)", in: self)
                .run(accepted.number, accepted.transaction.text.bytes, Array(id.description.utf8))
        } else {
            try RepeatedStatement("INSERT INTO accepted (number, text) VALUES (?, ?)", in: self)
                .run(accepted.number, accepted.transaction.text.bytes)
        }
    }

    /// Records what a block carries. A block that comes back is recorded already.
    func carry(_ numbers: [Int], in block: BlockHash, at height: Int) throws {
        let carry = try RepeatedStatement(
            "INSERT OR IGNORE INTO carriage (height, hash, number) VALUES (?, ?, ?)", in: self)
        for number in numbers { try carry.run(height, block.hexDigits, number) }
    }

    private func reopen(_ number: Int) throws {
        try RepeatedStatement("INSERT INTO pending (number) VALUES (?)", in: self).run(number)
    }

    private func settle(_ number: Int) throws {
        try RepeatedStatement("DELETE FROM pending WHERE number = ?", in: self).run(number)
    }
}
