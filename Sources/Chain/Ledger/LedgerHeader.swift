/// What a block's proof seals: all of the block but its proof, with the root of its transactions in their place.
public struct LedgerHeader: Hashable, Sendable {
    /// The place in the chain, from 2: a first block has no header.
    public let index: Int
    /// The root of the ``MerkleTree`` of the transactions.
    public let merkleRoot: Digest
    /// The hash of the block before.
    public let previousHash: BlockHash
    /// What the hash of the guess may be at most.
    public let target: UInt256
    /// When the block was made.
    public let timestamp: LedgerTimestamp

    /// The text that is hashed for the seal.
    public var text: CanonicalText {
        .object([
            "index": .integer(index),
            "merkle_root": .string(merkleRoot.description),
            "previous_hash": .string(previousHash.description),
            "target": .string(target.hexText),
            "timestamp": timestamp.text,
        ])
    }

    /// The members of a block besides its transactions, which come last.
    func members(with proof: Proof) -> [(key: String, value: CanonicalText)] {
        [
            ("index", .integer(index)),
            ("merkle_root", .string(merkleRoot.description)),
            ("previous_hash", .string(previousHash.description)),
            ("proof", proof.text),
            ("target", .string(target.hexText)),
            ("timestamp", timestamp.text),
        ]
    }

    /// With what the block's proof has to begin: the SHA-256 of the text, as a number. Takes one SHA-256.
    public var seal: UInt256 { UInt256(Digest(of: text.bytes)) }

    /// The hash of the guess, as a number: the tutorial's rule for proofs, but compared with a target.
    func guess(_ proof: Proof, after lastProof: Proof) -> UInt256 {
        let work = ProofOfWork(lastProof: lastProof, lastHash: previousHash, difficulty: .standard)
        return UInt256(Digest(of: work.guess(proof)))
    }
}

/// A header and the proof of its block, checked as far as it can be without the transactions: they and the hash of the
/// block before are still to be compared with it.
///
/// Headers link by themselves: the guess of each holds the proof before, which begins with the seal of the header
/// before. So whoever has headers and proofs alone checks all work.
public struct SealedHeader: Hashable, Sendable {
    /// The header.
    public let header: LedgerHeader
    /// What seals it.
    public let proof: Proof

    /// How far a block may be ahead of the clock, in seconds.
    public static let maximumAhead = 60.0

    /// Checks the header of a whole block. Takes two SHA-256, whatever is in the block.
    ///
    /// - Parameters:
    ///   - tip: what it has to follow.
    ///   - now: seconds since 1970; nil where blocks from the future are none of the caller's concern.
    public init(ofBlock block: JSONValue, after tip: HeaderTip, now: Double?) throws(LedgerFault) {
        try self.init(checking: HeaderMembers(ofBlock: block), after: tip, now: now)
    }

    /// Checks a header with its proof, as light clients get them: an object without transactions.
    public init(_ value: JSONValue, after tip: HeaderTip, now: Double?) throws(LedgerFault) {
        try self.init(checking: HeaderMembers(value), after: tip, now: now)
    }

    private init(checking members: HeaderMembers, after tip: HeaderTip, now: Double?) throws(LedgerFault) {
        let index = try members.checkIndex(at: tip.index + 1)
        let timestamp = try members.checkTimestamp(after: tip.timestamp)
        if let now { try members.checkIsPast(timestamp, now: now) }
        try members.checkTarget(tip.nextTarget)
        header = LedgerHeader(
            index: index, merkleRoot: members.merkleRoot, previousHash: members.previousHash, target: members.target,
            timestamp: timestamp)
        proof = try members.checkSeal(header.seal)
        try members.checkGuess(header.guess(proof, after: tip.proof))
    }

    /// Reads the header of a block that was checked before, such as one kept on disk; nil if it is none of a ledger.
    public init?(ofChecked block: JSONValue) {
        guard let index = block["index"]?.integer,
            let merkleRoot = block["merkle_root"]?.characters.flatMap({ Digest(hexDigits: $0) }),
            let previousHash = block["previous_hash"]?.characters.flatMap({ BlockHash(hexDigits: $0) }),
            let target = block["target"]?.characters.flatMap({ UInt256(hexDigits: $0) }), target != .zero,
            let timestamp = block["timestamp"].flatMap({ LedgerTimestamp($0) }),
            let proof = block["proof"].flatMap({ Proof($0) })
        else { return nil }
        header = LedgerHeader(
            index: index, merkleRoot: merkleRoot, previousHash: previousHash, target: target, timestamp: timestamp)
        self.proof = proof
    }

    /// The header with its proof, as light clients get it.
    public var text: CanonicalText { .object(header.members(with: proof)) }
}
