package import Chain

/// No proof was found where there has to be one.
private struct NoProof: Error {}

extension Difficulty {
    /// One zero: found within a few guesses.
    package static let easy = Difficulty(hexZeros: 1) ?? .standard
}

extension Rules {
    /// The tutorial's, at one zero.
    package static var easy: Rules { Rules(difficulty: .easy) }
}

extension ProofOfWork {
    /// The smallest number that is a proof, or isn't one. Easy ones are found long before the search gives up.
    package func smallestProof(isValid wanted: Bool = true) throws -> UInt64 {
        guard let proof = (0..<100_000 as Range<UInt64>).first(where: { isValid($0) == wanted }) else {
            throw NoProof()
        }
        return proof
    }
}

extension Transaction {
    /// A payment that is told from others by its amount.
    package static func payment(_ amount: Int, to recipient: String = "bob") throws -> Transaction {
        let text = #"{"sender": "alice", "recipient": "\#(recipient)", "amount": \#(amount)}"#
        return try Transaction(JSONDocument(parsing: Array(text.utf8)).root)
    }

    /// A payment with an `id`, told from others by its number.
    package static func identified(
        _ number: Int, amount: Int? = nil, to recipient: String = "bob"
    ) throws -> Transaction {
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
    package mutating func mine(_ transactions: [Transaction] = [], timestamp: Double = 1.5) throws {
        let proof = try rules.work(after: lastBlock).smallestProof()
        try append(
            Block(
                index: length + 1, timestamp: timestamp, transactions: transactions, proof: Proof(proof),
                previousHash: lastBlock.hash))
    }

    /// A chain from the common genesis; chains of different timestamps differ from their second block on.
    package static func mined(length: Int, timestamp: Double = 1.5) throws -> Blockchain {
        try Blockchain(rules: .easy).extended(to: length, timestamp: timestamp)
    }

    /// With more blocks.
    package func extended(to length: Int, timestamp: Double = 1.5) throws -> Blockchain {
        var chain = self
        while chain.length < length { try chain.mine(timestamp: timestamp) }
        return chain
    }
}
