public import Chain

extension BlockSummary {
    /// As listed by `GET /blocks?summary`.
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
