/// A peer's chain as far as it has been read. It shares its common part with ours.
///
/// A block with the hash of ours at its height is ours, text and history: nobody knows two texts with one SHA-256, and
/// a block gives the previous one's hash. It was checked by the same rules when it was added to ours.
struct ChainBuilder: Sendable {
    private let ours: Blockchain?
    private let rules: Rules
    /// How many blocks it shares with ours, and the total length of their texts.
    private var commonLength: Int
    private var commonTextLength: Int
    /// The whole chain, once a block differs from ours.
    private var chain: Blockchain?
    /// The same for a ledger's chain, of which payments are checked in the end.
    private var branch: LedgerBranch?

    /// Begins before the first block, with nothing to share.
    init(rules: Rules) {
        (ours, self.rules) = (nil, rules)
        (commonLength, commonTextLength) = (0, 0)
    }

    /// Begins after the first `height` blocks of ours.
    init(beyond ours: Blockchain, after height: Int) {
        (self.ours, rules) = (ours, ours.rules)
        commonLength = height
        commonTextLength = ours.blocks.textLength(ofFirst: height)
    }

    /// The number of blocks.
    var length: Int { chain?.length ?? branch?.blocks.count ?? commonLength }

    /// The total length of all texts, in bytes.
    var textLength: Int { chain?.textLength ?? branch?.blocks.textLength ?? commonTextLength }

    /// The total length of the texts that aren't in ours, in bytes.
    var heldBytes: Int { textLength - commonTextLength }

    /// The chain, unless it has no blocks. A ledger's payments are checked here, for which all processors work.
    func whole() throws(ChainError) -> Blockchain? { try branch?.checked() ?? chain ?? common }

    /// Whether the rules can't prefer the chain to ours, whatever its payments are.
    var isNoBetter: Bool {
        guard let ours = ours?.ledger?.header.work else { return false }
        return branch.map { $0.tip.work <= ours } ?? true
    }

    private var common: Blockchain? { commonLength == 0 ? nil : ours?.prefix(commonLength) }

    /// Adds a block of a ledger that continues from the last one, as far as that can be told without its payments.
    mutating func append(ledger value: JSONValue) throws(ChainError) {
        if branch == nil, length < ours?.length ?? Block.firstIndex {
            let text = value.canonicalText
            let hash = BlockHash(of: text)
            if isOurs(hash, at: length + 1) {
                commonLength += 1
                commonTextLength += text.bytes.count
                return
            }
            if length == 0 {
                try rules.ledger?.network.check(first: hash)
                branch = LedgerBranch(after: Blockchain(rules: rules))
                return
            }
        }
        if branch == nil { branch = common.map { LedgerBranch(after: $0) } }
        try branch?.append(value)
    }

    /// Adds a block that continues from the last one, under rules other than a ledger's.
    mutating func append(_ block: Block) throws(ChainError) {
        if isOurs(block.hash, at: length + 1) {
            commonLength += 1
            commonTextLength += block.text.bytes.count
        } else if chain != nil {
            try chain?.append(block)
        } else if var common {
            try common.append(block)
            chain = common
        } else {
            chain = try Blockchain(first: block, rules: rules)
        }
    }

    /// Adds blocks of which only the first still needs checking against the last one.
    mutating func append(_ found: PrevalidatedBlocks.Found) throws(ChainError) {
        guard let segment = found.segment else { return try append(found.first) }
        if isOurs(segment.lastHash, at: length + 1 + segment.count) {
            commonLength += 1 + segment.count
            commonTextLength += found.textLength
        } else {
            try append(found.first)
            if chain == nil { chain = common }
            chain?.append(segment)
        }
    }

    private func isOurs(_ hash: BlockHash, at height: Int) -> Bool {
        guard chain == nil, branch == nil, let ours, height <= ours.length else { return false }
        return ours.blocks.hash(at: height - 1) == hash
    }
}
