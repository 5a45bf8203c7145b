public import Chain

/// What a miner outside a node has to know to search for the next block, at `GET /work`.
///
/// A guess is ``prefix``, a number in decimal of at least ``digits`` digits, and ``suffix``. It is found when its
/// SHA-256, read as a number, is at most ``target``.
public struct WorkAnswer: Sendable {
    /// Names the work when it is done.
    public let id: BlockHash
    /// The index of the block.
    public let index: Int
    /// The name of the rules.
    public let rules: String
    /// The hash of the newest block.
    public let previousHash: BlockHash
    /// Its proof.
    public let lastProof: Proof
    /// What stands before the number.
    public let prefix: String
    /// What stands behind it.
    public let suffix: String
    /// In how many digits the number stands at least, with zeros in front.
    public let digits: Int
    /// What the SHA-256 may be at most.
    public let target: UInt256
    /// Who is paid.
    public let miner: String
    /// With how many zeros the SHA-256 has to begin; nil on a ledger.
    public let difficulty: Int?
    /// What the proof seals; nil where it seals nothing.
    public let sealed: Sealed?

    /// A ledger's block without its transactions.
    public struct Sealed: Sendable {
        /// What the seal is of.
        public let header: CanonicalText
        /// What the miner gets: the reward and the fees.
        public let reward: CanonicalText
        /// How many transactions the block has, the reward among them.
        public let transactionCount: Int
    }

    /// Work where a proof doesn't cover its block.
    public init(_ work: ProofOfWork, after tip: ChainTip, rules: RuleSet, payingTo miner: String) {
        (id, index, previousHash, lastProof) = (tip.hash, tip.index + 1, tip.hash, tip.proof)
        (self.rules, self.miner) = (rules.name, miner)
        prefix = String(decoding: work.guessPrefix, as: UTF8.self)
        suffix = String(decoding: work.guessSuffix, as: UTF8.self)
        (digits, target) = (1, work.difficulty.target)
        (difficulty, sealed) = (work.difficulty.hexZeros, nil)
    }

    /// Work on a ledger.
    public init(_ template: BlockTemplate, payingTo miner: Address, transactions count: Int) {
        let header = template.header
        guard let id = BlockHash(hexDigits: template.seal.hexDigits[...]) else {
            preconditionFailure("a seal has as many digits as a hash")
        }
        (self.id, index, previousHash, lastProof) = (id, header.index, header.previousHash, template.lastProof)
        (rules, self.miner) = (RuleSet.ledger.name, miner.description)
        prefix = String(decoding: template.guessPrefix, as: UTF8.self)
        suffix = String(decoding: template.guessSuffix, as: UTF8.self)
        (digits, target) = (max(template.nonceWidth, 1), header.target)
        difficulty = nil
        sealed = Sealed(header: header.text, reward: template.reward.text, transactionCount: count)
    }

    private static let guess =
        "prefix, a number in decimal (at least as many digits as digits says), suffix: its SHA-256, read as a number, "
        + "may be target at most. POST the id and the number, as nonce, to /work."

    /// As an object.
    public var text: CanonicalText {
        var members: [(key: String, value: CanonicalText)] = []
        if let difficulty { members.append(("difficulty", .integer(difficulty))) }
        members += [("digits", .integer(digits)), ("guess", .string(Self.guess))]
        if let sealed { members.append(("header", sealed.header)) }
        members += [
            ("id", .string(id.description)), ("index", .integer(index)), ("last_proof", lastProof.text),
            ("miner", .string(miner)), ("prefix", .string(prefix)),
            ("previous_hash", .string(previousHash.description)),
        ]
        if let sealed { members.append(("reward", sealed.reward)) }
        members.append(("rules", .string(rules)))
        if sealed != nil { members.append(("seal", .string(id.description))) }
        members += [("suffix", .string(suffix)), ("target", .string(target.hexText))]
        if let sealed { members.append(("transactions", .integer(sealed.transactionCount))) }
        return .object(members)
    }
}
