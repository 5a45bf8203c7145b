internal import Wording

/// The members of a header and its proof, of the right shape and not judged yet.
///
/// Each rule of a header is checked here by itself. ``SealedHeader`` applies them in order, and ``BlockExplanation``
/// applies all of them.
struct HeaderMembers {
    /// The root that is named.
    let merkleRoot: Digest
    /// The hash that is named of the block before.
    let previousHash: BlockHash
    /// The target that is named.
    let target: UInt256

    private let index: JSONValue
    private let timestamp: JSONValue
    private let proof: JSONValue

    private static let keys = ["index", "merkle_root", "previous_hash", "proof", "target", "timestamp"]

    /// What a block has to be, as half a sentence.
    static let shownKeys = keys.joined(separator: ", ")

    /// Reads the header of a whole block.
    init(ofBlock block: JSONValue) throws(LedgerFault) {
        guard block.hasExactly(Self.keys + ["transactions"]), block["transactions"]?.kind == .array else {
            throw LedgerFault(.shape, .ledgerBlockKeys, ["keys": .text(Self.shownKeys)], found: block.shown)
        }
        try self.init(of: block)
    }

    /// Reads a header with its proof, as light clients get them: an object without transactions.
    init(_ value: JSONValue) throws(LedgerFault) {
        guard value.hasExactly(Self.keys) else {
            throw LedgerFault(
                .shape, .ledgerHeaderKeys, ["keys": .text(Self.shownKeys)], found: value.shown)
        }
        try self.init(of: value)
    }

    private init(of value: JSONValue) throws(LedgerFault) {
        guard let merkleRoot = value["merkle_root"]?.characters.flatMap({ Digest(hexDigits: $0) }),
            let previousHash = value["previous_hash"]?.characters.flatMap({ BlockHash(hexDigits: $0) }),
            let target = value["target"]?.characters.flatMap({ UInt256(hexDigits: $0) }),
            let index = value["index"], let timestamp = value["timestamp"], let proof = value["proof"]
        else { throw LedgerFault(.shape, .ledgerHashesMalformed) }
        (self.merkleRoot, self.previousHash, self.target) = (merkleRoot, previousHash, target)
        (self.index, self.timestamp, self.proof) = (index, timestamp, proof)
    }

    /// The seal of these members, whatever they say; of a header that keeps the rules it is ``LedgerHeader/seal``.
    var seal: UInt256 {
        let text = CanonicalText.object([
            "index": index.canonicalText,
            "merkle_root": .string(merkleRoot.description),
            "previous_hash": .string(previousHash.description),
            "target": .string(target.hexText),
            "timestamp": timestamp.canonicalText,
        ])
        return UInt256(Digest(of: text.bytes))
    }

    /// The members as they are shown to people; long ones are cut off.
    var shown: (index: String, timestamp: String, proof: String) { (index.shown, timestamp.shown, proof.shown) }

    /// The proof, if it is a number from 0 on.
    var number: Proof? { Proof(proof) }
}

// MARK: - The rules, each by itself

extension HeaderMembers {
    /// The index, if it is the height.
    func checkIndex(at height: Int) throws(LedgerFault) -> Int {
        guard let index = index.integer, index == height else {
            throw LedgerFault(
                .index, .ledgerWrongIndex, ["before": .number(height - 1), "index": .text(index.shown)],
                expected: "\(height)",
                found: index.shown)
        }
        return index
    }

    /// Checks that the index is that of a block behind some other.
    func checkIndex() throws(LedgerFault) {
        guard let index = index.integer, index > Block.firstIndex else {
            throw LedgerFault(
                .index, .ledgerIndexTooSmall, ["index": .text(index.shown)],
                expected: "2 or more", found: index.shown)
        }
    }

    /// The timestamp, if it is later than that of the block before.
    func checkTimestamp(after last: LedgerTimestamp) throws(LedgerFault) -> LedgerTimestamp {
        let timestamp = try checkTimestamp()
        guard timestamp.milliseconds > last.milliseconds else {
            throw LedgerFault(
                .timestamp, .ledgerNotLater,
                expected: "more than \(last.text)", found: self.timestamp.shown)
        }
        return timestamp
    }

    /// The timestamp, if it is one.
    func checkTimestamp() throws(LedgerFault) -> LedgerTimestamp {
        guard let timestamp = LedgerTimestamp(timestamp) else {
            throw LedgerFault(
                .timestamp, .ledgerTimestampMalformed, ["limit": .text("\(LedgerTimestamp.limit)")],
                found: timestamp.shown)
        }
        return timestamp
    }

    /// Checks that the block isn't too far ahead of the clock.
    ///
    /// - Parameter now: seconds since 1970.
    func checkIsPast(_ timestamp: LedgerTimestamp, now: Double) throws(LedgerFault) {
        if timestamp.seconds > now + SealedHeader.maximumAhead {
            throw LedgerFault(
                .future,
                .ledgerFromTheFuture, ["seconds": .number(Int(SealedHeader.maximumAhead))],
                expected: "at most \(now + SealedHeader.maximumAhead)", found: self.timestamp.shown)
        }
    }

    /// Checks that the target is the one that follows.
    func checkTarget(_ next: UInt256) throws(LedgerFault) {
        guard target == next else {
            throw LedgerFault(
                .target, .ledgerWrongTarget, expected: next.hexText,
                found: target.hexText)
        }
    }

    /// The proof, if it begins with the seal.
    func checkSeal(_ seal: UInt256) throws(LedgerFault) -> Proof {
        let digits = seal.digits
        guard let number, number.digits.dropLast(SealedProof.nonceDigits) == digits[...] else {
            throw LedgerFault(
                .seal, .ledgerWrongSeal,
                expected: Self.wanted(of: seal), found: proof.shown)
        }
        return number
    }

    /// What a proof of a seal looks like.
    static func wanted(of seal: UInt256) -> String { "\(seal), and \(SealedProof.nonceDigits) digits" }

    /// Checks that the hash of the guess is at most the target.
    func checkGuess(_ hash: UInt256) throws(LedgerFault) {
        guard hash <= target else {
            throw LedgerFault(
                .proof, .ledgerNoWork,
                expected: "at most \(target.hexText)", found: hash.hexText)
        }
    }
}
