/// A block and why it is valid or not, spelled out: what is hashed, what is compared, and the result.
///
/// Every finding comes from the rule that a chain itself applies. Takes time linear in the block, and
/// in ``neighbourBytes(at:in:)``.
public struct BlockExplanation: Sendable {
    /// The block; nil if the value isn't one.
    public let block: Block?

    /// The guess by which its proof was judged; nil if the previous block is unknown or there is none.
    public let guess: Guess?

    /// A finding for each rule, in the order of ``Rule``.
    public let checks: [Check]

    /// Whether it is this chain's block at its height.
    public let isInChain: Bool

    /// What is checked in a block.
    public enum Rule: String, CaseIterable, Sendable {
        /// It is an object with the five keys, each of its kind.
        case shape
        /// It was sent as exactly the text that is hashed. Breaking this is harmless: another spelling of the same
        /// values has the same hash.
        case canonical
        /// It is at its height.
        case index
        /// It gives the previous block's hash.
        case previousHash = "previous_hash"
        /// Its proof solves the previous block's puzzle.
        case proof
        /// The next block gives its hash. Breaking this is harmless: the block itself may be right, but it isn't the
        /// one in the chain.
        case sealed
    }

    /// The result for one rule.
    public struct Check: Hashable, Sendable {
        /// The rule.
        public let rule: Rule
        /// Whether it holds; nil if it doesn't apply.
        public let holds: Bool?
        /// What was compared, and the result, in one or two sentences.
        public let says: String
        /// The expected value, if there is one.
        public var expected: String?
        /// The value found.
        public var found: String?
    }

    /// The text whose hash a proof is judged by, and that hash.
    public struct Guess: Hashable, Sendable {
        /// The rules that define the text.
        public let rules: RuleSet
        /// The previous block's proof, with which the text begins.
        public let lastProof: Proof
        /// The block's own proof, which follows.
        public let proof: Proof
        /// The previous block's hash, if the text ends with it.
        public let lastHash: BlockHash?
        /// The concatenation of these.
        public let text: String
        /// The SHA-256 of that text.
        public let hash: String
        /// How many zeros it begins with.
        public let zeros: Int
        /// How many it needs.
        public let difficulty: Int
        /// The rules under which the proof fits, if it doesn't under these.
        public let otherRules: OtherRules?
    }

    /// Whether the block breaks no rule of a chain; nil if that is unknown, because the previous block is.
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
        let previous = height == 1 ? nil : chain.blocks.tip(at: height - 2)
        self.init(block, after: previous, isCanonical: true, at: height, in: chain)
    }

    /// Explains a value that may be a block, and how it would fit into a chain.
    ///
    /// - Parameters:
    ///   - value: the value.
    ///   - sent: the bytes that were sent, if they were that block alone.
    ///   - previous: the block before it; nil for the chain's own.
    public init(_ value: JSONValue, sent: [UInt8]?, after previous: Block?, in chain: Blockchain) {
        let block: Block
        do throws(BlockFault) {
            block = try Block(value)
        } catch {
            self.init(noBlock: error)
            return
        }
        let isCanonical = sent.map { sent in block.text.bytes[...] == sent.trimmedOfBlanks }
        // If the block before it is given, its height is the one after that.
        let height = previous.map { $0.index < .max ? $0.index + 1 : $0.index } ?? block.index
        let known = 2...chain.length + 1
        let before = previous.map(ChainTip.init) ?? (known.contains(height) ? chain.blocks.tip(at: height - 2) : nil)
        self.init(block, after: before, isCanonical: isCanonical, at: height, in: chain)
    }

    /// How much of a chain's text is read to explain a block at a height, from 1, besides its own, in bytes: that of
    /// the block before it, if it is an older one whose proof takes more than 64 bits.
    public static func neighbourBytes(at height: Int, in chain: Blockchain) -> Int {
        (2...chain.length + 1).contains(height) ? chain.blocks.textLengthRead(forTipAt: height - 2) : 0
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

    private init(_ block: Block, after previous: ChainTip?, isCanonical: Bool?, at height: Int, in chain: Blockchain) {
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
    /// Without the white space around a JSON text.
    fileprivate var trimmedOfBlanks: ArraySlice<UInt8> {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
        let end = lastIndex { !isBlank($0) }.map { $0 + 1 } ?? 0
        return self[..<end].drop(while: isBlank)
    }
}
