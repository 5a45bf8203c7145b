internal import Wording

/// What shows that a transaction is in a block to somebody who has the block's header, as
/// `GET /transactions/{id}/proof` answers.
public struct InclusionProof: Sendable {
    /// Which block of the chain it is, from 2.
    public let height: Int
    /// The transaction, as it stands in the block.
    public let transaction: CanonicalText
    /// What it does.
    public let content: Content

    /// To which root the path leads.
    private let root: Digest

    /// What a transaction of a ledger does.
    public enum Content: Sendable {
        /// Somebody pays somebody.
        case payment(SignedPayment)
        /// Whoever made the block is paid.
        case reward(RewardTransaction)
    }

    /// Longer paths than this lead to no block: its bytes are fewer than 2^20, and so are its transactions.
    private static let maximumPathLength = 20

    /// Reads a node's answer, and follows the path from the transaction to its root.
    ///
    /// - Parameter id: the transaction that was asked for: the SHA-256 of its text.
    public init(_ value: JSONValue, of id: Digest) throws(LedgerFault) {
        guard let height = value["block"]?.amount(from: Block.firstIndex + 1),
            let position = value["position"]?.amount(from: 0), let count = value["count"]?.amount(from: 1),
            let transaction = value["transaction"], let path = Self.path(value["path"])
        else {
            throw LedgerFault(
                .shape, .proofKeysMissing, found: value.shown)
        }
        self.height = height
        self.transaction = transaction.canonicalText
        let found = Digest(of: self.transaction.bytes)
        guard found == id else {
            throw LedgerFault(
                .transaction, .proofOfOtherTransaction, expected: "\(id)",
                found: "\(found)")
        }
        if let reward = RewardTransaction(transaction) {
            content = .reward(reward)
        } else {
            content = .payment(try SignedPayment(transaction))
        }
        guard let root = MerkleTree.root(ofLeaf: self.transaction, at: position, of: count, path: path) else {
            throw LedgerFault(
                .merkleRoot, .proofPathImpossible, ["count": .number(count), "position": .number(position)])
        }
        self.root = root
    }

    private static func path(_ value: JSONValue?) -> [Digest]? {
        guard let elements = value?.elements, elements.count <= maximumPathLength else { return nil }
        let path = elements.compactMap { $0.characters.flatMap { Digest(hexDigits: $0) } }
        return path.count == elements.count ? path : nil
    }

    /// Checks that the transaction is in the block of a header, and may be.
    func check(
        in header: LedgerHeader, on network: LedgerNetwork, by signatures: any SignatureChecker
    ) throws(LedgerFault) {
        guard header.merkleRoot == root else {
            throw LedgerFault(
                .merkleRoot, .proofPathWrong, ["height": .number(header.index)],
                expected: "\(header.merkleRoot)", found: "\(root)")
        }
        switch content {
        case .payment(let payment):
            guard signatures.areSigned([payment], on: network.id) == [true] else { throw payment.unsigned }
        case .reward(let reward):
            guard reward.nonce == header.index else {
                throw LedgerFault(
                    .reward, .proofNonceNotIndex, expected: "\(header.index)",
                    found: "\(reward.nonce)")
            }
        }
    }
}
