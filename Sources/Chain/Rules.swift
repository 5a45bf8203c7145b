public import Wording

/// The rules of a network: a set of them, and how hard a proof is to find.
///
/// Code that checks, searches, explains or chooses chains asks this value, and never for the name of the set.
public struct Rules: Hashable, Sendable {
    /// The set.
    public let set: RuleSet
    /// How hard a proof is to find; of a ledger, at least.
    public let difficulty: Difficulty
    /// What a ledger has besides; nil for the other sets.
    public let ledger: LedgerRules?

    /// Makes rules other than a ledger's, by default ``RuleSet/standard``.
    public init(_ set: RuleSet = .standard, difficulty: Difficulty = .standard) {
        precondition(set != .ledger, "a ledger's rules are of a network")
        (self.set, self.difficulty, ledger) = (set, difficulty, nil)
    }

    /// The rules of a ledger.
    public init(_ ledger: LedgerRules) {
        (set, self.ledger) = (.ledger, ledger)
        difficulty = Difficulty(atMost: ledger.network.parameters.easiestTarget)
    }

    /// The first block of every chain that starts here. Nodes that share it share a chain from the start.
    public var genesis: Block { ledger?.network.genesis ?? .genesis }

    /// The puzzle that the block after this one must solve.
    public func work(after block: Block) -> ProofOfWork { work(link: block) }

    /// The puzzle that a chain's next block must solve.
    public func work(after tip: ChainTip) -> ProofOfWork { work(link: tip) }

    private func work(link block: some ChainLink) -> ProofOfWork {
        ProofOfWork(lastProof: block.proof, lastHash: lastHash(of: block), difficulty: difficulty)
    }

    /// What a guess after this block ends with.
    private func lastHash(of block: some ChainLink) -> BlockHash? { set.guessHasLastHash ? block.hash : nil }
}

// MARK: - Checking

extension Rules {
    /// Checks that a block is valid at a height, after the previous one.
    package func check(_ block: some ChainLink, after last: some ChainLink, at height: Int) throws(ChainError) {
        try block.checkLink(to: last, at: height)
        try checkProof(of: block, after: last, at: height)
    }

    /// Whether each of two blocks is valid, the first after the last one, the second after the first: exactly if
    /// ``check(_:after:at:)`` allows it. Both proofs are checked at once.
    func allow(
        _ first: RecognizedBlock, _ second: RecognizedBlock, after last: RecognizedBlock
    ) -> (first: Bool, second: Bool) {
        func proofAndHash(_ block: RecognizedBlock) -> (proof: UInt64, hash: BlockHash?) {
            (block.proofWord, lastHash(of: block))
        }
        let proofs = ProofOfWork.areValid(
            first.proofWord, after: proofAndHash(last), second.proofWord, after: proofAndHash(first),
            difficulty: difficulty)
        func continues(_ block: RecognizedBlock, _ last: RecognizedBlock) -> Bool {
            (try? block.checkLink(to: last, at: last.index + 1)) != nil
        }
        return (proofs.0 && continues(first, last), proofs.1 && continues(second, first))
    }

    /// Checks that a block's proof solves the previous block's puzzle; the height is for the error.
    func checkProof(of block: some ChainLink, after last: some ChainLink, at height: Int) throws(ChainError) {
        guard work(link: last).isValid(block.proof) else {
            throw .wrongProof(height: height, otherwise: otherRules(for: block.proof, after: last))
        }
    }

    /// The set under which a proof fits that doesn't fit under this one; nil if there is none.
    func otherRules(for proof: Proof, after last: some ChainLink) -> OtherRules? {
        RuleSet.withoutNetwork.first { other in
            other.guessHasLastHash != set.guessHasLastHash
                && Rules(other, difficulty: difficulty).work(link: last).isValid(proof)
        }.map { OtherRules(inForce: set, fitting: $0) }
    }
}

/// Names the rule set under which a proof fits that fails under the one in force.
public struct OtherRules: Hashable, Sendable, Stated {
    /// The set under which it fails.
    public let inForce: RuleSet
    /// The set under which it fits.
    public let fitting: RuleSet

    /// The end of a sentence about a proof that doesn't fit.
    public var statement: Statement {
        Statement(
            .proofFitsOtherRules,
            [
                "difference": .statement(fitting.saysOfGuess), "ours": .text(inForce.name),
                "theirs": .text(fitting.name),
            ])
    }

    /// The flag that chooses the rules under which it fits.
    public var flag: String { "--rules \(fitting.name)" }
}

// MARK: - Choosing

extension Rules {
    /// Whether a valid chain replaces ours: if it is longer; of a ledger, if there is more work in it.
    public func prefers(_ theirs: Blockchain, to ours: Blockchain) -> Bool { theirs.weight > ours.weight }
}

// MARK: - What is checked

/// The parts of a block that the rules of a chain check.
package protocol ChainLink {
    /// The place in the chain, from 1.
    var index: Int { get }
    /// The number that solves the previous block's puzzle.
    var proof: Proof { get }
    /// The SHA-256 of the block's text.
    var hash: BlockHash { get }
    /// The previous block's hash.
    var previousHash: BlockHash? { get }
}

extension Block: ChainLink {}

extension ChainLink {
    /// Checks that the block is at its height and gives the previous block's hash.
    package func checkLink(to last: some ChainLink, at height: Int) throws(ChainError) {
        try checkIndex(at: height)
        try checkPreviousHash(of: last, at: height)
    }

    /// Checks that the block is at its height.
    func checkIndex(at height: Int) throws(ChainError) {
        guard index == height else { throw .wrongIndex(height: height, index: index) }
    }

    /// Checks that the block gives the previous block's hash; the height is for the error.
    func checkPreviousHash(of last: some ChainLink, at height: Int) throws(ChainError) {
        guard previousHash == last.hash else { throw .wrongPreviousHash(height: height) }
    }
}

/// A chain's newest block without its text: what the next block builds on.
public struct ChainTip: ChainLink, Hashable, Sendable {
    /// The index of the newest block.
    public let index: Int
    /// Its proof.
    public let proof: Proof
    /// Its hash.
    public let hash: BlockHash
    /// The previous block's hash.
    package let previousHash: BlockHash?

    /// Makes the tip that a block would be.
    public init(_ block: Block) {
        self.init(index: block.index, proof: block.proof, hash: block.hash, previousHash: block.previousHash)
    }

    init(index: Int, proof: Proof, hash: BlockHash, previousHash: BlockHash?) {
        (self.index, self.proof, self.hash, self.previousHash) = (index, proof, hash, previousHash)
    }
}
