internal import Chain

/// What a node says of blocks that it has just forged.
public struct MiningReceipt: Sendable {
    /// The blocks, oldest first.
    public let blocks: [ForgedBlockReport]

    init?(_ value: JSONValue) {
        // With a count there is a list, without there is one.
        guard let list = value["blocks"] else {
            guard let block = ForgedBlockReport(value) else { return nil }
            blocks = [block]
            return
        }
        guard let elements = list.elements else { return nil }
        blocks = elements.compactMap(ForgedBlockReport.init)
        guard blocks.count == elements.count else { return nil }
    }
}

/// A block as the node that forged it tells of it.
public struct ForgedBlockReport: Sendable {
    /// The place in the chain.
    public let index: Int
    /// The number that solved the puzzle.
    public let proof: UInt64
    /// What it carries.
    public let transactions: [Payment]

    init?(_ value: JSONValue) {
        guard let index = value["index"]?.integer, let proof = value["proof"]?.unsignedInteger,
            let transactions = value["transactions"]?.elements
        else { return nil }
        self.index = index
        self.proof = proof
        self.transactions = transactions.map(Payment.init)
    }
}

/// What a node says of a transaction that it took.
public struct PaymentReceipt: Sendable {
    /// Its sentence.
    public let message: String
    /// The transaction's id, if the node gives or keeps ids.
    public let id: String?

    init?(_ value: JSONValue) {
        guard let message = value["message"]?.string else { return nil }
        self.message = message
        id = value["id"]?.string
    }
}
