/// What a block is and why it holds or not, spelled out: what is hashed, what is compared, and what comes of it.
///
/// Every finding is that of the rule which a chain itself applies. Takes time linear in the block.
public struct BlockExplanation: Sendable {
    /// The block; nil when it is none.
    public let block: Block?

    /// What the proof was tried with; nil when the block before is not known, or there is none.
    public let guess: Guess?

    /// A finding for each rule, in the order of ``Rule``.
    public let checks: [Check]

    /// Whether it is this chain's block at its height.
    public let isInChain: Bool

    /// What a block is looked at for.
    public enum Rule: String, CaseIterable, Sendable {
        /// It is an object with the five keys, each of its kind.
        case shape
        /// It was sent as the very text that is hashed. Breaks nothing: another spelling of the same values has the
        /// same hash.
        case canonical
        /// It stands at its height.
        case index
        /// It names the hash of the block before.
        case previousHash = "previous_hash"
        /// Its proof solves the puzzle of the block before.
        case proof
        /// The block after it names its hash. Breaks nothing: the block itself may be right, but is not that one.
        case sealed
    }

    /// What was found about a rule.
    public struct Check: Hashable, Sendable {
        /// Which one.
        public let rule: Rule
        /// Whether it holds; nil where it has nothing to say.
        public let holds: Bool?
        /// What was compared and what came of it, in one sentence or two.
        public let says: String
        /// What was to be there, if that is one thing.
        public var expected: String?
        /// What was there.
        public var found: String?
    }

    /// The text whose hash a proof is judged by, and that hash.
    public struct Guess: Hashable, Sendable {
        /// The rules that say what the text is.
        public let rules: RuleSet
        /// The proof of the block before, which the text begins with.
        public let lastProof: Proof
        /// The block's own proof, which follows.
        public let proof: Proof
        /// The hash of the block before, if the text ends with it.
        public let lastHash: BlockHash?
        /// These, one after the other.
        public let text: String
        /// The SHA-256 of that text.
        public let hash: String
        /// With how many zeros it begins.
        public let zeros: Int
        /// How many it needs.
        public let difficulty: Int
        /// The rules by which the proof fits, if it does not by these.
        public let otherRules: OtherRules?
    }

    /// Whether no rule is broken that a chain has; nil when that cannot be said, since the block before is not known.
    public var holds: Bool? {
        let rules: Set<Rule> = [.shape, .index, .previousHash, .proof]
        let findings = checks.filter { rules.contains($0.rule) }
        if findings.contains(where: { $0.holds == false }) { return false }
        return guess == nil && block?.index != Block.firstIndex ? nil : true
    }
}

// MARK: - Making one

extension BlockExplanation {
    /// Explains a block of a chain by its height, from 1.
    public init(of chain: Blockchain, at height: Int) {
        let block = chain.blocks[height - 1]
        let previous = height == 1 ? nil : chain.blocks[height - 2]
        self.init(block, after: previous, isCanonical: true, at: height, in: chain)
    }

    /// Explains what somebody takes for a block, and how it would stand in a chain.
    ///
    /// - Parameters:
    ///   - value: what may be a block.
    ///   - sent: the bytes that were sent, if they were that block alone.
    ///   - previous: the block it is to follow; nil for the chain's own.
    public init(_ value: JSONValue, sent: [UInt8]?, after previous: Block?, in chain: Blockchain) {
        let block: Block
        do throws(BlockFault) {
            block = try Block(value)
        } catch {
            self.init(noBlock: error)
            return
        }
        let isCanonical = sent.map { sent in block.text.bytes[...] == sent.trimmedOfBlanks }
        // With a block at hand that it is to follow, its height is the one after that.
        let height = previous.map { $0.index < .max ? $0.index + 1 : $0.index } ?? block.index
        let known = 2...chain.length + 1
        let before = previous ?? (known.contains(height) ? chain.blocks[height - 2] : nil)
        self.init(block, after: before, isCanonical: isCanonical, at: height, in: chain)
    }

    private init(noBlock fault: BlockFault) {
        block = nil
        guess = nil
        isInChain = false
        checks = Rule.allCases.map { rule in
            rule == .shape
                ? Check(rule: .shape, holds: false, says: "This is no block: \(fault).")
                : Check(rule: rule, holds: nil, says: "There is no block to look at.")
        }
    }

    private init(_ block: Block, after previous: Block?, isCanonical: Bool?, at height: Int, in chain: Blockchain) {
        let isInChain = (1...chain.length).contains(block.index) && chain.blocks.hash(at: block.index - 1) == block.hash
        self.block = block
        self.isInChain = isInChain
        guess = previous.map { chain.rules.guess(of: block, after: $0) }
        checks =
            [.shape, .canonical(isCanonical)]
            + chain.rules.findings(of: block, after: previous, guess, at: height, in: chain)
            + [.sealed(block, isInChain: isInChain, in: chain)]
    }
}

extension [UInt8] {
    /// Without the blanks around a JSON text.
    fileprivate var trimmedOfBlanks: ArraySlice<UInt8> {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
        let end = lastIndex { !isBlank($0) }.map { $0 + 1 } ?? 0
        return self[..<end].drop(while: isBlank)
    }
}
