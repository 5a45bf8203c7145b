public import Chain

extension BlockSummary {
    /// As `GET /blocks?summary` lists it.
    public var object: CanonicalText {
        .object([
            "bytes": .integer(textLength),
            "hash": .string(hash.description),
            "index": .integer(index),
            "previous_hash": previousHash,
            "proof": proof,
            "timestamp": timestamp,
            "transactions": .integer(transactionCount),
        ])
    }
}
