internal import Chain
internal import HTTP
internal import Node
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

extension Transaction {
    /// A payment, identified by its amount.
    static func payment(_ amount: Int, to recipient: String = "bob") throws -> Transaction {
        let text = #"{"sender": "alice", "recipient": "\#(recipient)", "amount": \#(amount)}"#
        return try Transaction(JSONDocument(parsing: Array(text.utf8)).root)
    }
}

extension Transaction {
    /// A payment with an `id`, identified by its amount.
    static func identified(_ number: Int, amount: Int? = nil, to recipient: String = "bob") throws -> Transaction {
        let digits = String(number, radix: 16)
        let id = String(repeating: "0", count: 32 - digits.count) + digits
        let text = """
            {"sender": "alice", "recipient": "\(recipient)", "amount": \(amount ?? number), "id": "\(id)"}
            """
        return try Transaction(JSONDocument(parsing: Array(text.utf8)).root, keepingID: true)
    }
}

extension Blockchain {
    /// Finds the smallest proof and adds a block.
    mutating func mine(_ transactions: [Transaction] = [], timestamp: Double = 1.5) throws {
        let work = rules.work(after: lastBlock)
        let proof = (0..<UInt64.max).first { work.isValid($0) } ?? 0
        try append(
            Block(
                index: length + 1, timestamp: timestamp, transactions: transactions, proof: Proof(proof),
                previousHash: lastBlock.hash))
    }

    /// A chain from the common genesis; chains of different timestamps differ from their second block on.
    static func mined(length: Int, timestamp: Double = 1.5) throws -> Blockchain {
        try Blockchain(rules: .easy).extended(to: length, timestamp: timestamp)
    }

    /// With more blocks.
    func extended(to length: Int, timestamp: Double = 1.5) throws -> Blockchain {
        var chain = self
        while chain.length < length { try chain.mine(timestamp: timestamp) }
        return chain
    }
}

extension PeerAddress {
    /// One of some peers.
    static func peer(_ number: Int) throws -> PeerAddress { try PeerAddress("peer\(number):5000") }
}

extension Node {
    /// The result of a round, for a task that isn't cancelled.
    func resolved() async throws -> Resolution { try #require(await resolveConflicts()) }
}

/// The result of an audit of a directory.
func audited(_ directory: String) throws -> (summary: Audit.Summary, findings: [String]) {
    var findings: [String] = []
    let summary = try Audit.run(
        directory: directory, isPeer: { (try? PeerAddress($0)) != nil }, finding: { findings.append($0.description) },
        progress: { _ in })
    return (summary, findings)
}
