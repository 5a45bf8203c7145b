/// The next block of a ledger, but for who is paid and when it was made.
///
/// That is what differs from miner to miner. All else is put together once for all of them: of the tree only the way
/// from the reward, its last leaf, to the root is hashed anew.
public struct UnsealedBlock: Sendable {
    private let tip: HeaderTip
    private let lastHash: BlockHash
    private let payments: [CanonicalText]
    private let path: [Digest]

    /// What the payments leave to the miner.
    public let fees: Int
    /// What the miner gets: the reward and the fees.
    public let amount: Int

    /// The place in the chain.
    public var index: Int { tip.index + 1 }
    /// How many transactions the block has, the reward among them.
    public var transactionCount: Int { payments.count + 1 }

    /// Puts together what the miners share. Takes time linear in the payments.
    ///
    /// - Parameters:
    ///   - tip: what the header has to follow.
    ///   - lastHash: the hash of the newest block.
    ///   - payments: the texts of signed payments, which the accounts allow, in this order.
    ///   - fees: what these payments leave.
    public init(
        after tip: HeaderTip, lastHash: BlockHash, payments: [CanonicalText], fees: Int, parameters: LedgerParameters
    ) {
        (self.tip, self.lastHash, self.payments, self.fees) = (tip, lastHash, payments, fees)
        amount = parameters.reward(at: tip.index + 1) + fees
        // Whatever stands in the reward's place: its own hash isn't on its way to the root.
        path = MerkleTree(leaves: payments + [.null]).path(ofLeafAt: payments.count)
    }

    /// The block as a miner searches for it. Takes time logarithmic in the payments.
    ///
    /// - Parameter timestamp: later than the newest block, in milliseconds.
    public func template(payingTo miner: Address, at timestamp: LedgerTimestamp) -> BlockTemplate {
        let reward = RewardTransaction(amount: amount, nonce: index, recipient: miner)
        guard
            let root = MerkleTree.root(ofLeaf: reward.text, at: payments.count, of: transactionCount, path: path)
        else { preconditionFailure("a tree has a way from its last leaf") }
        let header = LedgerHeader(
            index: index, merkleRoot: root, previousHash: lastHash, target: tip.nextTarget, timestamp: timestamp)
        return BlockTemplate(header: header, after: tip.proof, payments: payments, reward: Transaction(reward))
    }

    /// The same, made now; nil if `now` is no time that a block can have.
    ///
    /// - Parameter now: seconds since 1970. Where that isn't later than the newest block, the next one is a millisecond
    ///   later than that.
    public func template(payingTo miner: Address, now: Double) -> BlockTemplate? {
        tip.timestamp.next(now: now).map { template(payingTo: miner, at: $0) }
    }
}
