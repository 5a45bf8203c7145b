/// A valid chain: at least one block, each leading to the next.
///
/// Every rule is checked when a block is added, so an invalid chain cannot exist as a value. The first block may be any
/// whose index is 1; of a ledger, only its network's.
public struct Blockchain: Sendable {
    /// The rules that the blocks were checked against.
    public let rules: Rules
    /// The blocks, first to last; never empty.
    public internal(set) var blocks: BlockSequence
    /// What the next block of a ledger builds on; nil under other rules.
    public internal(set) var ledger: LedgerTip?

    /// Makes a chain of only the rules' first block.
    public init(rules: Rules = Rules()) {
        self.rules = rules
        blocks = BlockSequence(first: rules.genesis)
        ledger = rules.ledger?.firstTip
    }

    /// A chain of one block, which may be any whose index is 1; of a ledger, the network's first.
    public init(first block: Block, rules: Rules) throws(ChainError) {
        guard block.index == Block.firstIndex else { throw .wrongIndex(height: 1, index: block.index) }
        try rules.ledger?.network.check(first: block.hash)
        self.rules = rules
        blocks = BlockSequence(first: block)
        ledger = rules.ledger?.firstTip
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

    /// What the next block builds on. Takes constant time, unless its proof is longer than 64 bits.
    public var tip: ChainTip { blocks.tip }

    /// The hash of the newest block. Takes constant time.
    public var tipHash: BlockHash { blocks.lastHash }

    /// The number of blocks.
    public var length: Int { blocks.count }

    /// The total length of all blocks' texts, in bytes.
    public var textLength: Int { blocks.textLength }

    /// Adds a block that continues from the last one; if it doesn't, throws and changes nothing.
    public mutating func append(_ block: Block) throws(ChainError) {
        if ledger != nil { return try appendSealed(block) }
        try check(block)
        blocks.append(block)
    }

    /// Checks that a block continues from the last one. If it gives another hash, finds out whose, if that can be told.
    private func check(_ block: Block) throws(ChainError) {
        do throws(ChainError) {
            try rules.check(block, after: tip, at: length + 1)
        } catch {
            guard case .wrongPreviousHash(let height, _) = error, let hash = block.previousHash else { throw error }
            throw .wrongPreviousHash(height: height, respelled: Respelling(of: blocks, at: length - 1, hashedAs: hash))
        }
    }

    /// The same on a ledger: by all its rules, signatures and accounts included.
    private mutating func appendSealed(_ block: Block) throws(ChainError) {
        var branch = LedgerBranch(after: self)
        try branch.append(block.parsed)
        self = try branch.checked()
    }

    /// Adds blocks that are known to continue from the last one.
    mutating func append(_ segment: BlockSegment) {
        blocks.append(segment)
    }

    /// The chain's first `length` blocks, at least one. It shares nearly all of them with this chain, so its cost in
    /// time and memory doesn't grow with the chain; of a ledger, it takes time linear in the blocks that are undone.
    public func prefix(_ length: Int) -> Blockchain {
        var chain = self
        chain.ledger = ledgerTip(at: length)
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

// MARK: - Read from what was kept

extension Blockchain {
    /// Begins a chain with the stored text of its first block.
    package init(firstKept text: [UInt8], rules: Rules) throws(ChainError) {
        try self.init(first: try Block(keptText: text, height: 1), rules: rules)
    }

    /// Adds a block by its stored text, which must continue from the last one by index and hash.
    ///
    /// The proof isn't checked again: it was checked before the block was stored, and if the hash of the text is still
    /// the one that the next block gives, nothing has changed. For blocks in the usual layout, and of a ledger, this
    /// takes one SHA-256 of the text and no parsing.
    package mutating func appendKept(_ text: [UInt8]) throws(ChainError) {
        let tip = tip
        let block =
            if let block = Block(keptText: text, after: tip, ofLedger: ledger != nil) { block } else {
                try Block(keptText: text, height: length + 1)
            }
        try block.checkLink(to: tip, at: length + 1)
        blocks.append(block)
    }
}

extension Block {
    /// Parses a canonical text in full; the height is for errors.
    package init(keptText bytes: [UInt8], height: Int) throws(ChainError) {
        guard let document = try? JSONDocument(parsing: bytes) else { throw .fault(height: height, .notCanonical) }
        do throws(BlockFault) {
            try self.init(document.root)
            guard text.bytes == bytes else { throw .notCanonical }
        } catch {
            throw .fault(height: height, error)
        }
    }

    /// Recognises the canonical text of the block after `last` by its beginning, which has all that a chain needs. Nil
    /// for a text that begins differently, such as one with extra keys other than a ledger's.
    fileprivate init?(keptText bytes: [UInt8], after last: ChainTip, ofLedger isOfLedger: Bool) {
        var scanner = BlockScanner(bytes)
        let index = last.index + 1
        guard let head = isOfLedger ? scanner.ledgerHead() : scanner.head(),
            bytes[head.index].elementsEqual("\(index)".utf8),
            BlockHash(hexDigits: bytes[head.previousHash]) == last.hash, let proof = Proof(digits: bytes[head.proof]),
            bytes.last == UInt8(ascii: "}")
        else { return nil }
        let text = CanonicalText(uncheckedBytes: bytes)
        self.init(text: text, index: index, proof: proof, hash: BlockHash(of: text), previousHash: last.hash)
    }
}
