public import Wording

/// A block and why it is valid or not, spelled out: what is hashed, what is compared, and the result.
///
/// Every finding comes from the rule that a chain itself applies. Takes time linear in the block, and
/// in ``neighbourBytes(at:in:)``; of a ledger, also to verify the block's signatures and to undo up to 4 MiB of blocks.
public struct BlockExplanation: Sendable {
    /// The block; nil if the value isn't one.
    public let block: Block?

    /// What is hashed; nil if the value isn't a block. Of a ledger, also of what only looks like one.
    public let text: CanonicalText?

    /// The SHA-256 of the text.
    public let hash: BlockHash?

    /// The guess by which its proof was judged; nil if the previous block is unknown or there is none.
    public let guess: Guess?

    /// What a block of a ledger has besides; nil for others, and for a first one.
    public let ledger: LedgerFigures?

    /// A finding for each rule, in the order in which a chain applies them.
    public let checks: [Check]

    /// Whether it is this chain's block at its height.
    public let isInChain: Bool

    /// Whether the block breaks no rule of a chain; nil if that is unknown, because the previous block is, or the
    /// accounts before it are. Of a ledger's block in the chain it is known: all rules were checked when it came.
    public let holds: Bool?

    /// The result for one rule.
    public struct Check: Hashable, Sendable {
        /// The rule.
        public let rule: Rule
        /// Whether it holds; nil if it doesn't apply.
        public let holds: Bool?
        /// What was compared, and the result, in one or two sentences.
        public let says: Statement
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
        /// What it may be at most, if that is more exact, as on a ledger.
        public var target: UInt256?
        /// The rules under which the proof fits, if it doesn't under these.
        public let otherRules: OtherRules?
    }

    /// What a header of a ledger says, and what its payments come to.
    public struct LedgerFigures: Hashable, Sendable {
        /// With what the proof has to begin: the SHA-256 of the header, as a number.
        public let seal: UInt256
        /// The target that the block names.
        public let target: UInt256
        /// What the payments pay to the maker of the block; nil if one of them breaks a rule.
        public let fees: Int?
        /// What the block creates; nil if its place isn't known.
        public let reward: Int?

        /// How many guesses the block takes on average; nil of a target that no hash reaches.
        public var work: UInt256? { target == .zero ? nil : target.expectedGuesses }
    }

    /// What comes of it all.
    public enum Verdict: String, CaseIterable, Sendable {
        /// It breaks no rule behind the block before.
        case fits
        /// The same, but the block of the chain that comes next names another: in this one's place, it and all behind
        /// it would have to be made anew.
        case nextDoesNotFit = "next does not fit"
        /// It breaks a rule.
        case broken
        /// Something that it has to be compared with isn't known here.
        case unknown
    }

    /// What comes of it all.
    public var verdict: Verdict {
        switch holds {
        case false?: .broken
        case nil: .unknown
        case true?: checks.contains { $0.rule == .sealed && $0.holds == false } ? .nextDoesNotFit : .fits
        }
    }
}

// MARK: - Making one

extension BlockExplanation {
    /// Explains a block of a chain by its height, from 1.
    public init(of chain: Blockchain, at height: Int) {
        let block = chain.blocks[height - 1]
        if let ledger = chain.rules.ledger {
            self.init(ofLedger: block.parsed, isCanonical: true, after: nil, in: chain, ledger)
        } else {
            let previous = height == 1 ? nil : chain.blocks.tip(at: height - 2)
            self.init(block, after: previous, isCanonical: true, at: height, in: chain)
        }
    }

    /// Explains a value that may be a block, and how it would fit into a chain.
    ///
    /// - Parameters:
    ///   - value: the value.
    ///   - sent: the bytes that were sent, if they were that block alone.
    ///   - previous: the block before it; nil for the chain's own.
    public init(_ value: JSONValue, sent: [UInt8]?, after previous: Block?, in chain: Blockchain) {
        let isCanonical = sent.map { sent in value.canonicalText.bytes[...] == sent.trimmedOfBlanks }
        if let ledger = chain.rules.ledger {
            self.init(ofLedger: value, isCanonical: isCanonical, after: previous, in: chain, ledger)
            return
        }
        let block: Block
        do throws(BlockFault) {
            block = try Block(value)
        } catch {
            self.init(noBlock: error)
            return
        }
        // If the block before it is given, its height is the one after that.
        let height = previous.map { $0.index < .max ? $0.index + 1 : $0.index } ?? block.index
        let known = 2...chain.length + 1
        let before = previous.map(ChainTip.init) ?? (known.contains(height) ? chain.blocks.tip(at: height - 2) : nil)
        self.init(block, after: before, isCanonical: isCanonical, at: height, in: chain) { hash in
            if let previous { return Respelling(of: previous.text, hashedAs: hash) }
            return known.contains(height) ? Respelling(of: chain.blocks, at: height - 2, hashedAs: hash) : nil
        }
    }

    /// How much of a chain's text is read to explain a block at a height, from 1, besides its own, in bytes: that of
    /// the block before it, if it is an older one whose proof takes more than 64 bits. A ledger's chain isn't asked:
    /// there an explanation always takes long.
    public static func neighbourBytes(at height: Int, in chain: Blockchain) -> Int {
        (2...chain.length + 1).contains(height) ? chain.blocks.textLengthRead(forTipAt: height - 2) : 0
    }

    private init(noBlock fault: BlockFault) {
        self.init(
            block: nil, text: nil, hash: nil, guess: nil, ledger: nil,
            checks: Rule.ofTutorial.map { rule in
                rule == .of(.shape)
                    ? Check(
                        rule: rule, holds: false, says: Statement(.noBlock, ["problem": .statement(fault.statement)]))
                    : Check(rule: rule, holds: nil, says: Statement(.noBlockToLookAt))
            },
            isInChain: false, holds: false)
    }

    /// - Parameter respelling: finds the spelling of the block before that has a hash.
    private init(
        _ block: Block, after previous: ChainTip?, isCanonical: Bool?, at height: Int, in chain: Blockchain,
        respelling: (BlockHash) -> Respelling? = { _ in nil }
    ) {
        let isInChain = chain.has(block.hash, at: block.index)
        let guess = previous.map { chain.rules.guess(of: block, after: $0) }
        let findings = chain.rules.findings(of: block, after: previous, guess, at: height, in: chain, respelling)
        let isBroken = findings.contains { $0.holds == false }
        self.init(
            block: block, text: block.text, hash: block.hash, guess: guess, ledger: nil,
            checks: [.shape, .canonical(isCanonical)] + findings
                + [.sealed(block.hash, at: block.index, isInChain: isInChain, in: chain)],
            isInChain: isInChain,
            holds: isBroken ? false : previous == nil && block.index != Block.firstIndex ? nil : true)
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
