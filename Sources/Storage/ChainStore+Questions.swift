public import Chain
internal import GRDB

/// A part of an address' history.
public struct History: Sendable {
    /// A transaction of the chain.
    public struct Entry: Hashable, Sendable {
        /// The index of the block that carries it.
        public let height: Int

        /// The transaction as it stands in the block.
        public let transaction: CanonicalText
    }

    /// How many transactions of the chain name the address.
    public let total: Int

    /// Some of them, oldest first: fewer than were asked for where their blocks are very large.
    public let entries: [Entry]
}

extension ChainStore {
    /// Histories are kept of names up to this length: a request could hardly ask for a longer one, and a chain may hold
    /// some of many megabytes.
    public static let maximumAddressBytes = 4096

    /// How many bytes of blocks are read for one part of a history; one block is read whatever its size.
    static let historyBytes = 16 << 20

    /// The height of the chain's block with this hash, if there is one.
    public func height(of block: BlockHash) async throws(StorageError) -> Int? {
        try await ask { db in
            try Int.fetchOne(db, sql: "SELECT height FROM block WHERE hash = ?", arguments: [block.description])
        }
    }

    /// Transactions of the chain whose sender or recipient is `address`: at most `limit`, from the one at `from` on,
    /// which counts from 1. Takes time linear in `from`.
    public func history(of address: String, from: Int, limit: Int) async throws(StorageError) -> History {
        precondition(from >= 1 && limit >= 1, "pages begin at 1 and have something on them")
        // Spelled out, since GRDB hands strings to SQLite up to their first NUL only.
        let digits = address.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let isNamed = "address = CAST(x'\(digits)' AS TEXT)"
        return try await ask { [self] db in
            let total = try Int.fetchOne(db, sql: "SELECT count(*) FROM payment WHERE \(isNamed)")
            let places = try Row.fetchAll(
                db,
                sql: "SELECT height, position FROM payment WHERE \(isNamed) ORDER BY height, position LIMIT ? OFFSET ?",
                arguments: [limit, from - 1])
            return History(total: total ?? 0, entries: try entries(at: places, in: db))
        }
    }

    private func entries(at places: [Row], in db: Database) throws -> [History.Entry] {
        var entries: [History.Entry] = []
        var bytes = 0
        var open: (height: Int, transactions: JSONElements)?
        for place in places {
            let height: Int = try place.decode(forColumn: "height")
            if open?.height != height {
                let text = try StoredText.fetchOne(
                    db, sql: "SELECT text FROM block WHERE height = ?", arguments: [height])
                guard let text else { throw damaged("block \(height) is missing") }
                bytes += text.bytes.count
                if bytes > Self.historyBytes, open != nil { break }
                let block = try Block(keptText: text.bytes, height: height)
                open = block.value(of: .transactions).elements.map { (height, $0) }
            }
            let position: Int = try place.decode(forColumn: "position")
            guard let transactions = open?.transactions, transactions.indices.contains(position - 1) else {
                throw damaged("block \(height) has no transaction \(position)")
            }
            entries.append(History.Entry(height: height, transaction: transactions[position - 1].canonicalText))
        }
        return entries
    }

    private func ask<Value: Sendable>(
        _ question: @escaping @Sendable (Database) throws -> Value
    ) async throws(StorageError) -> Value {
        let isGone = Cancellation()
        let answer: Result<Value, StorageError> = await withTaskCancellationHandler {
            await outcome { [closing] database, completion in
                database.asyncRead { result in
                    completion(
                        Result {
                            try closing.check()
                            try isGone.check()
                            return try question(try result.get())
                        })
                }
            }
        } onCancel: {
            // Whoever asked has left: a question that still waits need not be answered.
            isGone.cancel()
        }
        return try answer.get()
    }
}
