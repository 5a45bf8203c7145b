internal import Wording

/// A block of a ledger of which all is checked but what its transactions say.
public struct LedgerBlock: Sendable {
    /// The header and its proof.
    public let sealed: SealedHeader
    /// The whole block.
    public let text: CanonicalText
    /// The SHA-256 of the text.
    public let hash: BlockHash
    /// The elements of `transactions`, whatever they are.
    public let transactions: JSONElements

    /// How long a block may be, in bytes.
    public static let maximumLength = 1 << 20

    /// Checks a block whose header was checked: that it names the hash of the block before and isn't too long, and that
    /// the header names its transactions. Takes time linear in it.
    ///
    /// - Parameters:
    ///   - value: the block that the header is of.
    ///   - lastHash: the hash of the block before.
    ///   - checker: whose processors hash the transactions; nil for this one.
    public init(
        _ value: JSONValue, sealed: SealedHeader, lastHash: BlockHash, on checker: (any SignatureChecker)? = nil
    ) throws(LedgerFault) {
        self.sealed = sealed
        let header = sealed.header
        try Self.checkPreviousHash(header.previousHash, lastHash, at: header.index)
        text = value.canonicalText
        try Self.checkLength(text.bytes.count)
        guard let transactions = value["transactions"]?.elements else {
            preconditionFailure("a block with a header has an array of transactions")
        }
        try Self.checkRoot(header.merkleRoot, of: transactions, on: checker)
        self.transactions = transactions
        hash = BlockHash(of: text)
    }

    /// The same as a block of any rules. Only one whose transactions are right is one.
    public var block: Block {
        Block(
            text: text, index: sealed.header.index, proof: sealed.proof, hash: hash,
            previousHash: sealed.header.previousHash)
    }
}

// MARK: - The rules, each by itself

extension LedgerBlock {
    /// Checks that the block at a height names the hash of the one before.
    static func checkPreviousHash(_ named: BlockHash, _ lastHash: BlockHash, at height: Int) throws(LedgerFault) {
        guard named == lastHash else {
            throw LedgerFault(
                .previousHash, .ledgerWrongPreviousHash, ["before": .number(height - 1)], expected: "\(lastHash)",
                found: "\(named)")
        }
    }

    /// Checks how many bytes a block has.
    static func checkLength(_ length: Int) throws(LedgerFault) {
        guard length <= maximumLength else {
            throw LedgerFault(
                .size, .ledgerBlockTooLong, ["limit": .number(maximumLength)], expected: "at most \(maximumLength)",
                found: "\(length)")
        }
    }

    /// How many transactions one processor hashes before it asks for more: some 0.2 ms' work.
    private static let hashedCount = 128

    /// Checks that a header names these transactions. Takes time linear in them.
    static func checkRoot(
        _ named: Digest, of transactions: JSONElements, on checker: (any SignatureChecker)? = nil
    ) throws(LedgerFault) {
        let starts = Array(stride(from: 0, to: transactions.count, by: hashedCount))
        let hash: @Sendable (Int) -> [Digest] = { part in
            let end = min(starts[part] + hashedCount, transactions.count)
            return transactions[starts[part]..<end].map { MerkleTree.hash(ofLeaf: $0.canonicalText) }
        }
        let hashes = checker?.results(starts.count, hash) ?? starts.indices.map(hash)
        let root = MerkleTree(hashes: Array(hashes.joined())).root
        guard named == root else {
            throw LedgerFault(
                .merkleRoot, .ledgerWrongRoot,
                expected: "\(root)", found: "\(named)")
        }
    }
}
