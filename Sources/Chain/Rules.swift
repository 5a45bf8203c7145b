/// The rules of a network: a set of them, and how hard a proof is to find.
///
/// Whatever checks, searches, explains or chooses a chain asks this value, and never for the name of the set.
public struct Rules: Hashable, Sendable {
    /// Which set.
    public let set: RuleSet
    /// How hard a proof is to find.
    public let difficulty: Difficulty

    /// Unless told otherwise, ``RuleSet/standard``.
    public init(_ set: RuleSet = .standard, difficulty: Difficulty = .standard) {
        self.set = set
        self.difficulty = difficulty
    }

    /// The first block of every chain that starts here. Nodes that share it share a chain from the start.
    public var genesis: Block { .genesis }

    /// The puzzle that the block after this one has to solve.
    public func work(after block: Block) -> ProofOfWork { work(link: block) }

    /// The puzzle that a chain's next block has to solve.
    public func work(after tip: ChainTip) -> ProofOfWork { work(link: tip) }

    private func work(link block: some ChainLink) -> ProofOfWork {
        ProofOfWork(
            lastProof: block.proof, lastHash: set.guessHasLastHash ? block.hash : nil, difficulty: difficulty)
    }
}

// MARK: - Checking

extension Rules {
    /// Checks that a block may stand at a height, after the one before it.
    package func check(_ block: some ChainLink, after last: some ChainLink, at height: Int) throws(ChainError) {
        try block.checkLink(to: last, at: height)
        try checkProof(of: block, after: last, at: height)
    }

    /// Checks that a block's proof solves the puzzle of the one before it; the height is for the error.
    func checkProof(of block: some ChainLink, after last: some ChainLink, at height: Int) throws(ChainError) {
        guard work(link: last).isValid(block.proof) else {
            throw .wrongProof(height: height, otherwise: otherRules(for: block.proof, after: last))
        }
    }

    /// The set by which a proof fits that doesn't by this one; nil if there is none.
    func otherRules(for proof: Proof, after last: some ChainLink) -> OtherRules? {
        RuleSet.allCases.first { other in
            other != set && Rules(other, difficulty: difficulty).work(link: last).isValid(proof)
        }.map { OtherRules(inForce: set, fitting: $0) }
    }
}

/// Says by which set of rules a proof fits that fails by the one in force.
public struct OtherRules: Hashable, Sendable, CustomStringConvertible {
    /// The set by which it fails.
    public let inForce: RuleSet
    /// The set by which it fits.
    public let fitting: RuleSet

    /// The end of a sentence about a proof that does not fit.
    public var description: String {
        "by the \(inForce.name)'s rules, but fits by the \(fitting.name)'s: \(fitting.saysOfGuess)"
    }

    /// What a person may do about it, such as "Start a node with --rules article".
    public var advice: String { "Start a node with \(flag)" }

    /// The flag that chooses the rules by which it fits.
    public var flag: String { "--rules \(fitting.name)" }
}

// MARK: - Choosing

extension Rules {
    /// Whether a valid chain takes the place of ours: if it is longer.
    public func prefers(_ theirs: Blockchain, to ours: Blockchain) -> Bool { theirs.length > ours.length }
}
