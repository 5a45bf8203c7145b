/// A valid chain: at least one block, each leading to the next.
///
/// Every rule is checked when a block is added, so an invalid chain cannot exist as a value. The first block may be any
/// whose index is 1.
public struct Blockchain: Sendable {
    /// The rules that the blocks were checked against.
    public let rules: Rules
    /// The blocks, first to last; never empty.
    public internal(set) var blocks: BlockSequence

    /// Makes a chain of only the rules' first block.
    public init(rules: Rules = Rules()) {
        self.rules = rules
        blocks = BlockSequence(first: rules.genesis)
    }

    /// A chain of one block, which may be any whose index is 1.
    public init(first block: Block, rules: Rules) throws(ChainError) {
        guard block.index == Block.firstIndex else { throw .wrongIndex(height: 1, index: block.index) }
        self.rules = rules
        blocks = BlockSequence(first: block)
    }

    /// Checks blocks one after another; throws at the first that doesn't fit.
    public init(validating blocks: some Sequence<Block>, rules: Rules) throws(ChainError) {
        var chain: Blockchain?
        for block in blocks {
            if chain == nil {
                chain = try Blockchain(first: block, rules: rules)
            } else {
                try chain?.append(block)
            }
        }
        guard let chain else { throw .empty }
        self = chain
    }

    /// The newest block. Takes time linear in its text; ``tip`` doesn't.
    public var lastBlock: Block { blocks.newest }

    /// What the next block builds on. Takes constant time, whatever the newest block contains.
    public var tip: ChainTip { blocks.tip }

    /// The hash of the newest block. Takes constant time.
    public var tipHash: BlockHash { blocks.hash(at: length - 1) }

    /// The number of blocks.
    public var length: Int { blocks.count }

    /// The total length of all blocks' texts, in bytes.
    public var textLength: Int { blocks.textLength }

    /// Adds a block that continues from the last one; if it doesn't, throws and changes nothing.
    public mutating func append(_ block: Block) throws(ChainError) {
        try rules.check(block, after: tip, at: length + 1)
        blocks.append(block)
    }

    /// Adds blocks that are known to continue from the last one.
    mutating func append(_ run: BlockRun) {
        blocks.append(run)
    }

    /// The chain's first `length` blocks, at least one. It shares nearly all of them with this chain, so its cost in
    /// time and memory doesn't grow with the chain.
    public func prefix(_ length: Int) -> Blockchain {
        var chain = self
        chain.blocks.keepFirst(length)
        return chain
    }

    /// How many blocks two chains share, from the first on.
    ///
    /// A block gives the previous one's hash, so equal blocks have equal histories and binary search finds the fork, in
    /// time logarithmic in the shorter chain.
    public func commonLength(with other: Blockchain) -> Int {
        var (lower, upper) = (0, min(length, other.length))
        while lower < upper {
            let middle = (lower + upper) / 2
            if blocks.hash(at: middle) == other.blocks.hash(at: middle) {
                lower = middle + 1
            } else {
                upper = middle
            }
        }
        return lower
    }
}

extension Blockchain: Hashable {
    /// A block gives the previous one's hash, so chains with the same newest block are the same.
    public static func == (left: Blockchain, right: Blockchain) -> Bool {
        left.rules == right.rules && left.tipHash == right.tipHash
    }

    /// Hashes the newest block's hash.
    public func hash(into hasher: inout Hasher) { hasher.combine(tipHash) }
}
