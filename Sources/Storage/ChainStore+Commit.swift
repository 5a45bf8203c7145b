internal import Chain
internal import GRDB
public import Records

extension ChainStore {
    /// Stores the changes, in order, all or none; returns when they are on disk.
    public func commit(_ changes: [Change]) async throws(StorageError) {
        try await perform { [self] database, completion in
            database.asyncWriteWithoutTransaction { [self] db in
                // Otherwise SQLite would checkpoint a long log before it reports that the commit is on disk.
                let isLong = changes.contains(where: \.isLong)
                if isLong { suspendCheckpoints(on: db) }
                completion(Result { try commit(changes, on: db) })
                if isLong { resumeCheckpoints(on: db) }
                shortenLog(on: db)
                if changes.contains(where: \.addsBlocks), (try? db.areHistoriesBehind()) == true { followUpLater() }
            }
        }
    }

    /// The largest number of new blocks for which a replacement is stored like any other commit, histories and all.
    static let shortReplacement = 1_000

    private func commit(_ changes: [Change], on db: Database) throws(StorageError) {
        try checkFiles()
        if changes.contains(where: \.addsBlocks) { try checkFollowing() }
        do {
            var edits: [HeightEdit] = []
            try db.inTransaction(.immediate) {
                for change in changes {
                    if network != nil { try db.changeAccounts(for: change, unless: closing) }
                    try db.apply(change, &edits, unless: closing)
                }
                try closing.check()
                return .commit
            }
            note(edits)
        } catch {
            let failure = StorageError(writing: error, on: db, path: path)
            if let reason = Self.failedFlush(error), !overwriteFailedCommit(on: db) {
                throw .unsure(reason: reason, isFull: failure.isFull)
            }
            throw failure
        }
    }

    /// Why a flush has failed; nil for any other error.
    private static func failedFlush(_ error: any Error) -> String? {
        guard let error = error as? DatabaseError, error.extendedResultCode == .SQLITE_IOERR_FSYNC else { return nil }
        return error.message ?? "no flush"
    }

    /// When a flush fails, the whole commit is in the log, where a start after a crash would find it. Overwrites it
    /// with something else, and returns whether that worked.
    private func overwriteFailedCommit(on db: Database) -> Bool {
        do {
            try db.inTransaction(.immediate) {
                // Nothing reads this. An update that changes nothing would write nothing; this one writes.
                try db.execute(sql: "PRAGMA user_version = 1")
                return .commit
            }
            return true
        } catch {
            return false
        }
    }

    /// Stores the node's name.
    public func setIdentifier(_ identifier: String) throws(OpenError) {
        do {
            try database.write { try $0.setParameter("identifier", identifier) }
        } catch {
            throw OpenError(error, path: path)
        }
    }

    /// Awaits what `start` begins. A cancelled task waits too, because a commit goes on regardless.
    func perform<Value: Sendable>(
        _ start: (any DatabaseWriter, @escaping @Sendable (Result<Value, any Error>) -> Void) -> Void
    ) async throws(StorageError) -> Value {
        try await outcome(of: start).get()
    }

    /// The result of ``perform(_:)``.
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
        return replacement.isLong
    }

    fileprivate var addsBlocks: Bool {
        switch self {
        case .forged, .replaced: true
        case .accepted, .posted, .dropped, .registered, .unregistered: false
        }
    }
}

extension Replacement {
    fileprivate var isLong: Bool { chain.length - commonLength > ChainStore.shortReplacement }
}

extension Database {
    func apply(_ change: Change, _ edits: inout [HeightEdit], unless closing: Cancellation) throws {
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
            edits.append(.forged(block.hash, at: block.index))
        case .replaced(let replacement):
            try replace(replacement, &edits, unless: closing)
        case .dropped(let numbers):
            for number in numbers {
                try confirm(number)
                try forget(number)
            }
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

    /// Adds the chain's next blocks, and their payments to the histories.
    func append(_ blocks: some Sequence<Block>, unless closing: Cancellation) throws {
        try append(blocks, to: BlockWriter(in: self), HistoryIndex(in: self, unless: closing), unless: closing)
    }

    /// Adds blocks, and their payments to the histories, if these have all that is before.
    private func append(
        _ blocks: some Sequence<Block>, to writer: consuming BlockWriter, _ histories: consuming HistoryIndex,
        unless closing: Cancellation
    ) throws {
        // In one pass: each look at a block copies its text.
        for block in blocks {
            try closing.check()
            try writer.add(block.hash, block.text.bytes.span.bytes, at: block.index)
            if histories.length == block.index - 1 { try histories.add(block.payments, height: block.index) }
        }
        try writer.finish()
        try histories.finish()
    }

    /// Adds only the blocks themselves of a chain from a height on.
    func append(
        _ chain: Blockchain, above height: Int, to writer: consuming BlockWriter, unless closing: Cancellation
    ) throws {
        try chain.blocks.forEach(in: height..<chain.length) { position, hash, text in
            try closing.check()
            try writer.add(hash, text, at: position + 1)
        }
        try writer.finish()
    }

    private func replace(_ replacement: Replacement, _ edits: inout [HeightEdit], unless closing: Cancellation) throws {
        let commonLength = replacement.commonLength
        var histories = try HistoryIndex(in: self, unless: closing)
        let falling = try removePayments(above: commonLength, from: &histories, &edits, unless: closing)
        let writer = try BlockWriter(in: self, keepingFirst: commonLength)
        if replacement.isLong {
            // Histories follow later.
            try histories.finish()
            try append(replacement.chain, above: commonLength, to: writer, unless: closing)
        } else {
            try append(replacement.chain.blocks.dropFirst(commonLength), to: writer, histories, unless: closing)
        }
        edits.append(.adopted(replacement.chain, above: commonLength))
        try remember(falling, replacedBy: replacement)
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

    /// Removes what is kept about the blocks above a height, besides themselves, and returns those to remember.
    private func removePayments(
        above commonLength: Int, from histories: inout HistoryIndex, _ edits: inout [HeightEdit],
        unless closing: Cancellation
    ) throws -> FallingBranch {
        var falling = FallingBranch()
        var addresses: Set<Address> = []
        var addressBytes = 0
        var fallen = try BlockReader(above: commonLength, in: self)
        while let block = try fallen.next() {
            try closing.check()
            falling.add(block)
            if let hash = block.hash {
                try forgetInclusions(of: hash, at: block.height)
                edits.append(.fallen(hash, at: block.height))
            }
            guard block.height <= histories.length else { continue }
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
        histories.end(at: commonLength)
        return falling
    }

    /// Adds an accepted transaction, which is then neither pending nor included yet.
    func accept(_ accepted: AcceptedTransaction) throws {
        let isPosted = accepted.isPosted ? 1 : 0
        if let id = accepted.transaction.id {
            try RepeatedStatement("INSERT INTO accepted (number, text, posted, id) VALUES (?, ?, ?, ?)", in: self)
                .run(accepted.number, accepted.transaction.text.bytes, isPosted, id.hexDigits)
        } else {
            try RepeatedStatement("INSERT INTO accepted (number, text, posted) VALUES (?, ?, ?)", in: self)
                .run(accepted.number, accepted.transaction.text.bytes, isPosted)
        }
    }

    /// Records what a block includes. If the block has come back, some of it may already be recorded.
    func include(_ numbers: [Int], in block: BlockHash, at height: Int) throws {
        let include = try RepeatedStatement(
            "INSERT OR IGNORE INTO carriage (height, hash, number) VALUES (?, ?, ?)", in: self)
        for number in numbers { try include.run(height, block.hexDigits, number) }
    }

    /// Forgets which transactions with an `id` an orphaned block includes: if it comes back, its text says so.
    /// Transactions without an `id` stay recorded, because only this record tells them from identical ones.
    private func forgetInclusions(of block: BlockHash, at height: Int) throws {
        try RepeatedStatement(
            """
            DELETE FROM carriage WHERE height = ? AND hash = ?
            AND EXISTS (SELECT 1 FROM accepted WHERE accepted.number = carriage.number AND id IS NOT NULL)
            """, in: self
        ).run(height, block.hexDigits)
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
