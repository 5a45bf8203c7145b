internal import Chain
internal import Storage
internal import Testing

extension Difficulty {
    /// One zero: found within a few guesses.
    static let easy = Difficulty(hexZeros: 1) ?? .standard
}

extension Rules {
    /// The tutorial's rules, with one zero.
    static var easy: Rules { Rules(difficulty: .easy) }
}

extension CanonicalText {
    /// What Python prints for a JSON text.
    init(_ text: String) throws {
        self = try JSONDocument(parsing: Array(text.utf8)).root.canonicalText
    }
}

extension Transaction {
    /// A payment, identified by its amount.
    static func payment(_ amount: Int, from sender: String = "alice", to recipient: String = "bob") throws
        -> Transaction
    {
        let text = CanonicalText.object([
            "sender": .string(sender), "recipient": .string(recipient), "amount": .integer(amount),
        ])
        return try Transaction(JSONDocument(parsing: text.bytes).root)
    }
}

extension AcceptedTransaction {
    /// A payment, identified by its number.
    static func payment(_ number: Int) throws -> AcceptedTransaction {
        AcceptedTransaction(number: number, transaction: try .payment(number))
    }
}

extension Blockchain {
    /// Finds the smallest proof and adds a block with these JSON objects as its transactions, and with extra keys.
    mutating func mine(
        _ transactions: [CanonicalText] = [], timestamp: String = "1.5", keys: KeyValuePairs<String, String> = [:]
    ) throws {
        let work = rules.work(after: lastBlock)
        let proof = try #require((0..<UInt64.max).first { work.isValid($0) })
        let others = keys.map { #", "\#($0)": \#($1)"# }.joined()
        let text = """
            {"index": \(length + 1), "timestamp": \(timestamp), "proof": \(proof),
            "transactions": \(CanonicalText.array(transactions)), "previous_hash": "\(lastBlock.hash)"\(others)}
            """
        try append(Block(JSONDocument(parsing: Array(text.utf8)).root))
    }

    /// A chain from the common genesis; chains of different timestamps differ from their second block on.
    static func mined(length: Int, timestamp: String = "1.5") throws -> Blockchain {
        try Blockchain(rules: .easy).extended(to: length, timestamp: timestamp)
    }

    /// With more blocks, each of which has a payment between new names.
    func extended(to length: Int, timestamp: String = "1.5") throws -> Blockchain {
        var chain = self
        while chain.length < length {
            let names = ("payer \(chain.length + 1) at \(timestamp)", "payee \(chain.length + 1) at \(timestamp)")
            try chain.mine([Transaction.payment(1, from: names.0, to: names.1).text], timestamp: timestamp)
        }
        return chain
    }
}

extension Replacement {
    /// Replaces one chain by another without moving any accepted transaction.
    init(of old: Blockchain, by new: Blockchain, returned: [Int] = [], confirmed: [Int] = []) {
        self.init(chain: new, commonLength: old.commonLength(with: new), returned: returned, confirmed: confirmed)
    }
}

/// What a call on an open store throws, for tests that inspect the error.
func storageError(_ body: () async throws -> Void) async -> StorageError? { await error(of: body) }

/// What a call that opens a store throws.
func openError(_ body: () async throws -> Void) async -> OpenError? { await error(of: body) }

private func error<Wanted: Error>(of body: () async throws -> Void) async -> Wanted? {
    do {
        try await body()
        return nil
    } catch {
        return error as? Wanted
    }
}

/// Waits for `body` to throw, which must be damage, and returns the finding.
func damage(_ body: () async throws -> Void) async throws -> String {
    guard case .damaged(let damage) = try #require(await openError(body)) else {
        Issue.record("another error")
        return ""
    }
    return damage.finding
}
