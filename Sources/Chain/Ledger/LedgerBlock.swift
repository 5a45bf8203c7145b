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

    /// Checks a block as far as it can be without accounts and signatures: its header and work, then that it names the
    /// hash of the block before, is not too long, and that the header names its transactions. Takes time linear in it,
    /// but only if the work was done.
    ///
    /// - Parameters:
    ///   - tip: what the header has to follow.
    ///   - lastHash: the hash of the block before.
    ///   - now: seconds since 1970; nil where blocks from the future are none of the caller's concern.
    public init(
        _ value: JSONValue, after tip: HeaderTip, lastHash: BlockHash, now: Double?
    ) throws(LedgerFault) {
        sealed = try SealedHeader(ofBlock: value, after: tip, now: now)
        let header = sealed.header
        guard header.previousHash == lastHash else {
            throw LedgerFault(
                .previousHash, "previous_hash is not the hash of block \(tip.index)", expected: "\(lastHash)",
                found: "\(header.previousHash)")
        }
        text = value.canonicalText
        guard text.bytes.count <= Self.maximumLength else {
            throw LedgerFault(
                .size, "it is longer than \(Self.maximumLength) bytes", expected: "at most \(Self.maximumLength)",
                found: "\(text.bytes.count)")
        }
        guard let transactions = value["transactions"]?.elements else {
            preconditionFailure("a block with a header has an array of transactions")
        }
        let root = MerkleTree(leaves: transactions.map(\.canonicalText)).root
        guard header.merkleRoot == root else {
            throw LedgerFault(
                .merkleRoot, "merkle_root is not the root of its transactions: one was changed since",
                expected: "\(root)", found: "\(header.merkleRoot)")
        }
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
