internal import Chain
internal import GRDB

extension Auditor {
    /// Checks the chain block by block, along with everything stored about each block.
    ///
    /// Proofs are checked only if the rules are known.
    mutating func checkBlocks(by rules: Rules?) throws {
        let total = try db.blockCount()
        var blocks = try AuditedBlocks(in: db)
        var payments = try PeekableCursor(StoredPayment.fetchCursor(db, sql: StoredPayment.all))
        var inclusions = try PeekableCursor(StoredInclusion.fetchCursor(db, sql: StoredInclusion.all))
        var height = 0
        var last: Block?
        while let stored = try blocks.next({ report($0) }) {
            summary.blocks += 1
            progress(Audit.Progress(stage: .blocks, done: summary.blocks, total: total))
            guard stored.height >= Block.firstIndex else {
                report(.strayBlock(height: stored.height))
                continue
            }
            guard stored.height > height else {
                report(.repeatedBlock(height: stored.height))
                continue
            }
            if stored.height > max(height, blocks.unreadHeight) + 1 {
                report(.missingBlocks(max(height, blocks.unreadHeight) + 1...stored.height - 1))
            }
            if stored.height > height + 1 { last = nil }
            height = stored.height
            let block = check(stored, after: last, by: rules)
            try checkPayments(of: block, at: height, &payments, &blocks)
            try checkInclusions(by: block, at: height, &inclusions)
            last = block
        }
        if height == 0, blocks.unreadHeight == 0 { report(.rule(.empty)) }
        while let payment = payments.next {
            reportStray(payment, &blocks)
            try payments.advance()
        }
    }

    /// Nothing is known of the payments in a segment that cannot be read.
    private mutating func reportStray(_ payment: StoredPayment, _ blocks: inout AuditedBlocks) {
        if !blocks.isUnread(payment.height) { report(payment.stray) }
    }

    /// Returns the block, if it is valid JSON for one.
    private mutating func check(_ stored: StoredBlock, after last: Block?, by rules: Rules?) -> Block? {
        let height = stored.height
        do throws(ChainError) {
            let maximumBytes = ChainReader.maximumBlockBytes
            guard stored.text.count <= maximumBytes else {
                throw .blockTooLong(height: height, maximumBytes: maximumBytes)
            }
            let block = try Block(keptText: stored.text, height: height)
            if block.hash != stored.hash { report(.wrongHash(height: height)) }
            do throws(ChainError) {
                if try ledger?.append(block, at: height) == true {
                    // By all rules.
                } else if let last, let rules, rules.ledger == nil {
                    try rules.check(block, after: last, at: height)
                } else if let last {
                    try block.checkLink(to: last, at: height)
                } else if block.index != height {
                    throw .wrongIndex(height: height, index: block.index)
                }
            } catch {
                report(.rule(error))
            }
            return block
        } catch {
            report(.rule(error))
            return nil
        }
    }

    /// Compares the indexed payments of a block with those in it, both in order; the histories may end before it.
    /// Nothing is known of an unreadable block.
    private mutating func checkPayments(
        of block: Block?, at height: Int, _ rows: inout PeekableCursor<StoredPayment>, _ blocks: inout AuditedBlocks
    ) throws {
        var expected: [StoredPayment] = []
        if let block, height <= historyLength {
            // By the slow parser, so that an error in the fast one doesn't go unnoticed.
            expected = block.parsedPayments.map { payment in
                StoredPayment(height: height, position: payment.position, address: Array(payment.address.bytes))
            }
            expected.sort()
        }
        while let row = rows.next, row.height < height {
            reportStray(row, &blocks)
            try rows.advance()
        }
        for payment in expected {
            while let row = rows.next, row < payment {
                report(row.stray)
                try rows.advance()
            }
            if rows.next == payment { try rows.advance() } else { report(payment.missing) }
        }
        while let row = rows.next, row.height == height {
            if block != nil { report(row.stray) }
            try rows.advance()
        }
    }

    /// A block forged here begins with the accepted transactions that it includes. Transactions with an `id` may be
    /// anywhere in a block forged elsewhere, and all of them must be recorded.
    private mutating func checkInclusions(
        by block: Block?, at height: Int, _ rows: inout PeekableCursor<StoredInclusion>
    ) throws {
        // Nothing is known of blocks that were passed over.
        while let row = rows.next, row.height < height { try rows.advance() }
        var identified = Set((block?.identifiedTransactions(by: ledger?.rules ?? Rules()) ?? []).map(\.text.bytes))
        // Those without an id are in the order of their numbers. One with an id has a new number after it was forgotten
        // and came back, so its row may be anywhere.
        let others = rows.next?.height == height ? block?.transactions(besides: identified) : nil
        var (position, otherCount) = (0, 0)
        while let row = rows.next, row.height == height {
            position += 1
            if let others {
                let isThere: Bool
                if row.isIdentified {
                    isThere = identified.remove(row.text) != nil
                } else {
                    isThere = otherCount < others.count && others[otherCount] == row.text
                    otherCount += 1
                }
                if !isThere { report(.notIncluded(accepted: row.number, height: height, position: position)) }
            }
            try rows.advance()
        }
        for text in identified.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            report(.notRecorded(height: height, transaction: String(decoding: text, as: UTF8.self)))
        }
    }
}

/// A row of `payment`. In chain order and, within a transaction, in byte order, as the database sorts them.
private struct StoredPayment: FetchableRecord, Comparable {
    /// Anything that isn't a number becomes one that no block has.
    static let all = """
        SELECT coalesce(CAST(height AS INTEGER), 0), coalesce(CAST(position AS INTEGER), 0), address FROM payment
        ORDER BY 1, 2, 3
        """

    let height: Int
    let position: Int
    let address: [UInt8]

    init(height: Int, position: Int, address: [UInt8]) {
        self.height = height
        self.position = position
        self.address = address
    }

    init(row: Row) throws {
        height = try row.decode(atIndex: 0)
        position = try row.decode(atIndex: 1)
        address = try row.decode(StoredText.self, atIndex: 2).bytes
    }

    var missing: Finding { .missingPayment(height: height, position: position, address: name) }

    var stray: Finding { .strayPayment(height: height, position: position, address: name) }

    private var name: String { String(decoding: address, as: UTF8.self) }

    static func < (left: StoredPayment, right: StoredPayment) -> Bool {
        (left.height, left.position) != (right.height, right.position)
            ? (left.height, left.position) < (right.height, right.position)
            : left.address.lexicographicallyPrecedes(right.address)
    }
}

/// An accepted transaction that a block of the chain is recorded to include.
private struct StoredInclusion: FetchableRecord {
    /// In the order of the table's own key, so that nothing needs sorting.
    static let all = """
        SELECT carriage.height, carriage.number, accepted.text, accepted.id IS NOT NULL
        FROM carriage JOIN accepted USING (number) WHERE \(Schema.isInChain)
        ORDER BY carriage.height, carriage.hash, carriage.number
        """

    let height: Int
    let number: Int
    let text: [UInt8]
    let isIdentified: Bool

    init(row: Row) throws {
        height = try row.decode(atIndex: 0)
        number = try row.decode(atIndex: 1)
        text = try row.decode(StoredText.self, atIndex: 2).bytes
        isIdentified = try row.decode(atIndex: 3)
    }
}

extension Block {
    /// The texts of its other transactions, in order; nil if the transactions aren't an array.
    fileprivate func transactions(besides identified: Set<[UInt8]>) -> [[UInt8]]? {
        value(of: .transactions).elements?.map(\.canonicalText.bytes).filter { !identified.contains($0) }
    }
}
