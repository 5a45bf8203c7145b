public import Chain

extension BlockSummary {
    /// As listed by `GET /blocks?summary`. Only blocks of a ledger have a target, work and fees.
    public var object: CanonicalText {
        let members: [(key: String, value: CanonicalText)] = [
            ("bytes", .integer(textLength)),
            ("hash", .string(hash.description)),
            ("index", .integer(index)),
            ("previous_hash", previousHash),
            ("proof", proof),
            ("timestamp", timestamp),
            ("transactions", .integer(transactionCount)),
        ]
        guard let ledger else { return .object(members) }
        let ledgers: [(key: String, value: CanonicalText)] = [
            ("fees", .integer(ledger.fees)), ("target", .string(ledger.target.hexText)),
            ("work", .string(ledger.work.hexText)),
        ]
        return .object(members + ledgers)
    }
}
