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
    public init(_ value: JSONValue, sealed: SealedHeader, lastHash: BlockHash) throws(LedgerFault) {
        self.sealed = sealed
        let header = sealed.header
        guard header.previousHash == lastHash else {
            throw LedgerFault(
                .previousHash, "previous_hash is not the hash of block \(header.index - 1)", expected: "\(lastHash)",
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
