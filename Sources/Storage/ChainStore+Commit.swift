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
            try makePending(accepted.number)
        case .posted(let number):
            try RepeatedStatement("UPDATE accepted SET posted = 1 WHERE number = ?", in: self).run(number)
        case .forged(let block, let numbers):
            try append([block], unless: closing)
            try include(numbers, in: block.hash, at: block.index)
            for number in numbers { try confirm(number) }
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
        for inclusion in replacement.inclusions {
            try closing.check()
            try include(inclusion.transactions.map(\.number), in: inclusion.block, at: inclusion.height)
        }
        for number in replacement.confirmed { try confirm(number) }
        for number in replacement.returned { try makePending(number) }
        for number in replacement.forgotten { try forget(number) }
    }

    private func removeBlocks(above commonLength: Int, unless closing: Cancellation) throws {
        let histories = try HistoryIndex(in: self, unless: closing)
        var addresses: Set<Address> = []
        var addressBytes = 0
        let fallen = try StoredBlock.fetchCursor(
            self, sql: "SELECT height, hash, text FROM block WHERE height > ? ORDER BY height",
            arguments: [commonLength])
        while let block = try fallen.next() {
            try closing.check()
            try forgetInclusions(of: block)
            for payment in try Block.payments(keptText: block.text, height: block.height)
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

    /// Adds an accepted transaction, which is neither pending nor included by that.
    func accept(_ accepted: AcceptedTransaction) throws {
        let isPosted = accepted.isPosted ? 1 : 0
        if let id = accepted.transaction.id {
            try RepeatedStatement("INSERT INTO accepted (number, text, posted, id) VALUES (?, ?, ?, ?)", in: self)
                .run(accepted.number, accepted.transaction.text.bytes, isPosted, Array(id.description.utf8))
        } else {
            try RepeatedStatement("INSERT INTO accepted (number, text, posted) VALUES (?, ?, ?)", in: self)
                .run(accepted.number, accepted.transaction.text.bytes, isPosted)
        }
    }

    /// Records what a block includes. Some of it may be recorded already when the block comes back.
    func include(_ numbers: [Int], in block: BlockHash, at height: Int) throws {
        let include = try RepeatedStatement(
            "INSERT OR IGNORE INTO carriage (height, hash, number) VALUES (?, ?, ?)", in: self)
        for number in numbers { try include.run(height, block.hexDigits, number) }
    }

    /// Forgets of a block that falls what it includes with an `id`: should it come back, its text says that. What has
    /// no `id` is told from others just like it only by this record.
    private func forgetInclusions(of block: StoredBlock) throws {
        try RepeatedStatement(
            """
            DELETE FROM carriage WHERE height = ? AND hash = ?
            AND EXISTS (SELECT 1 FROM accepted WHERE accepted.number = carriage.number AND id IS NOT NULL)
            """, in: self
        ).run(block.height, block.hash)
    }

    private func makePending(_ number: Int) throws {
        try RepeatedStatement("INSERT INTO pending (number) VALUES (?)", in: self).run(number)
    }

    private func confirm(_ number: Int) throws {
        try RepeatedStatement("DELETE FROM pending WHERE number = ?", in: self).run(number)
    }

    private func forget(_ number: Int) throws {
        try RepeatedStatement("DELETE FROM accepted WHERE number = ?", in: self).run(number)
    }
}
