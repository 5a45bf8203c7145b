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

    private static let keys = ["index", "merkle_root", "previous_hash", "proof", "target", "timestamp"]

    /// How far a block may be ahead of the clock, in seconds.
    public static let maximumAhead = 60.0

    /// Checks the header of a whole block. Takes two SHA-256, whatever is in the block.
    ///
    /// - Parameters:
    ///   - tip: what it has to follow.
    ///   - now: seconds since 1970; nil where blocks from the future are none of the caller's concern.
    public init(ofBlock block: JSONValue, after tip: HeaderTip, now: Double?) throws(LedgerFault) {
        guard block.hasExactly(Self.keys + ["transactions"]), block["transactions"]?.kind == .array else {
            throw Self.wrongShape(of: block, "an array of transactions")
        }
        try self.init(checking: block, after: tip, now: now)
    }

    /// Checks a header with its proof, as light clients get them: an object without transactions.
    public init(_ value: JSONValue, after tip: HeaderTip, now: Double?) throws(LedgerFault) {
        guard value.hasExactly(Self.keys) else { throw Self.wrongShape(of: value, nil) }
        try self.init(checking: value, after: tip, now: now)
    }

    private init(checking value: JSONValue, after tip: HeaderTip, now: Double?) throws(LedgerFault) {
        guard let merkleRoot = value["merkle_root"]?.characters.flatMap({ Digest(hexDigits: $0) }),
            let previousHash = value["previous_hash"]?.characters.flatMap({ BlockHash(hexDigits: $0) }),
            let target = value["target"]?.characters.flatMap({ UInt256(hexDigits: $0) }),
            let index = value["index"], let timestamp = value["timestamp"], let proof = value["proof"]
        else { throw LedgerFault(.shape, "merkle_root, previous_hash and target are not 64 hex digits each") }
        header = LedgerHeader(
            index: try tip.checkIndex(index), merkleRoot: merkleRoot, previousHash: previousHash,
            target: target, timestamp: try tip.checkTimestamp(timestamp, now: now))
        try tip.checkTarget(target)
        self.proof = try Self.checkSeal(proof, of: header)
        try checkWork(after: tip.proof)
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

    private static func wrongShape(of value: JSONValue, _ also: String?) -> LedgerFault {
        let wanted = ([keys.joined(separator: ", ")] + [also].compactMap(\.self)).joined(separator: ", and ")
        return LedgerFault(.shape, "it is not an object of exactly \(wanted)", found: value.shown)
    }

    private static func checkSeal(_ value: JSONValue, of header: LedgerHeader) throws(LedgerFault) -> Proof {
        let seal = header.seal.digits
        guard let proof = Proof(value), proof.digits.dropLast(SealedProof.nonceDigits) == seal[...] else {
            throw LedgerFault(
                .seal, "its proof does not begin with its header: whoever changes a block has to search anew",
                expected: "\(String(decoding: seal, as: UTF8.self)), and \(SealedProof.nonceDigits) digits",
                found: value.shown)
        }
        return proof
    }

    private func checkWork(after lastProof: Proof) throws(LedgerFault) {
        let guess = header.guess(proof, after: lastProof)
        guard guess <= header.target else {
            throw LedgerFault(
                .proof, "the hash of its guess is above its target: nobody has done the work",
                expected: "at most \(header.target.hexText)",
                found: guess.hexText)
        }
    }
}
