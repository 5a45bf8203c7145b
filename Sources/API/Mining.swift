public import Chain

/// A block, as described by the node that forged it.
public struct ForgedBlockInfo: Sendable {
    /// Its place in the chain.
    public let index: Int
    /// The number that solved the puzzle, of any length.
    public let proof: CanonicalText
    /// The previous block's hash; nil for a first block.
    public let previousHash: String?
    /// The texts of its transactions; nil if the answer is long enough without them.
    public let transactions: [CanonicalText]?

    /// Makes one from its parts.
    public init(index: Int, proof: CanonicalText, previousHash: String?, transactions: [CanonicalText]?) {
        self.index = index
        self.proof = proof
        self.previousHash = previousHash
        self.transactions = transactions
    }

    /// Reads it; nil for anything else.
    public init?(_ value: JSONValue) {
        guard let index = value["index"]?.integer, let proof = value["proof"]?.naturalNumber,
            let transactions = value["transactions"]
        else { return nil }
        guard transactions.kind == .null || transactions.kind == .array else { return nil }
        self.init(
            index: index, proof: proof, previousHash: value["previous_hash"]?.string,
            transactions: transactions.elements?.map(\.canonicalText))
    }

    /// As an object.
    public var text: CanonicalText {
        .object([
            "index": .integer(index), "previous_hash": .string(previousHash), "proof": proof,
            "transactions": transactions.map { .array($0) } ?? .null,
        ])
    }
}

/// A node's answer about blocks that it has just forged.
public enum MiningReceipt: Sendable {
    /// One block, as the tutorial's nodes describe it.
    case one(ForgedBlockInfo)
    /// As many as requested, oldest first.
    case several([ForgedBlockInfo])

    /// The blocks, oldest first.
    public var blocks: [ForgedBlockInfo] {
        switch self {
        case .one(let block): [block]
        case .several(let blocks): blocks
        }
    }

    /// Reads it; nil for anything else.
    public init?(_ value: JSONValue) {
        if let list = value["blocks"] {
            guard let blocks = list.all(ForgedBlockInfo.init) else { return nil }
            self = .several(blocks)
        } else {
            guard let block = ForgedBlockInfo(value) else { return nil }
            self = .one(block)
        }
    }

    /// As an object.
    public var text: CanonicalText {
        switch self {
        case .one(let block):
            .object([
                "index": .integer(block.index), "message": .string("New Block Forged"),
                "previous_hash": .string(block.previousHash), "proof": block.proof,
                "transactions": block.transactions.map { .array($0) } ?? .null,
            ])
        case .several(let blocks):
            .object([
                "blocks": .array(blocks.map(\.text)), "count": .integer(blocks.count),
                "message": .string("New Blocks Forged"),
            ])
        }
    }
}
