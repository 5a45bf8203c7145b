internal import Chain
internal import Records
internal import Storage
internal import TestSupport
internal import Testing
internal import Wording

extension CanonicalText {
    /// What Python prints for a JSON text.
    init(_ text: String) throws {
        self = try JSONDocument(parsing: Array(text.utf8)).root.canonicalText
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
    mutating func mine(texts: [CanonicalText], timestamp: Double = 1.5) throws {
        let proof = try rules.work(after: lastBlock).smallestProof()
        let text = """
            {"index": \(length + 1), "timestamp": \(timestamp), "proof": \(proof),
            "transactions": \(CanonicalText.array(texts)), "previous_hash": "\(lastBlock.hash)"}
            """
        try append(Block(JSONDocument(parsing: Array(text.utf8)).root))
    }

    /// A chain from the common genesis, each block of which pays from and to names of its own; chains of different
    /// timestamps differ from their second block on.
    static func paying(length: Int, timestamp: Double = 1.5) throws -> Blockchain {
        try Blockchain(rules: .easy).paying(to: length, timestamp: timestamp)
    }

    /// With more blocks, each of which has a payment between new names.
    func paying(to length: Int, timestamp: Double = 1.5) throws -> Blockchain {
        var chain = self
        while chain.length < length {
            let (payer, payee) = (
                "payer \(chain.length + 1) at \(timestamp)", "payee \(chain.length + 1) at \(timestamp)"
            )
            let text = CanonicalText.object([
                "sender": .string(payer), "recipient": .string(payee), "amount": .integer(1),
            ])
            try chain.mine(texts: [text], timestamp: timestamp)
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

/// What is said of a damaged file.
func saying(_ finding: String, of path: String) -> String {
    StorageError.damaged(Damage(path: path, problem: .init(said: finding))).description
}

/// Waits for `body` to throw, which must be damage, and returns the finding.
func damage(_ body: () async throws -> Void) async throws -> String {
    guard case .damaged(let damage) = try #require(await openError(body)) else {
        Issue.record("another error")
        return ""
    }
    return damage.problem.description
}

extension Wording.Statement {
    /// A range from 0 on.
    static func upTo(_ last: Int) -> Self { Self(.fromTo, ["first": .number(0), "last": .number(last)]) }
}
