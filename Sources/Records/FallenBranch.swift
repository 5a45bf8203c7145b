public import Chain

/// A branch that fell out of the chain when another replaced it, as far as it is remembered.
public struct FallenBranch: Sendable {
    /// Counted up with each branch that falls.
    public let number: Int

    /// The last block that it shared with the chain, by its index and hash; index 0 and no hash if it shared none.
    public let fork: (index: Int, hash: BlockHash?)

    /// Whether that block is in the chain; it may have fallen later.
    public let isForkInChain: Bool

    /// How many blocks fell with it. Of a long branch only the newest are remembered.
    public let blockCount: Int

    /// When it fell, in seconds since 1970; nil if that isn't known.
    public let secondsSince1970: Double?

    /// The peer from which the other chain came; nil if it came from none.
    public let source: String?

    /// The other chain as it was then: its length and the hash of its newest block.
    public let successor: (length: Int, tip: BlockHash)

    /// The remembered blocks in order; none if only one of them was asked for.
    public let blocks: [FallenBlock]

    /// Makes one from its parts.
    public init(
        number: Int, fork: (index: Int, hash: BlockHash?), isForkInChain: Bool, blockCount: Int,
        secondsSince1970: Double?, source: String?, successor: (length: Int, tip: BlockHash), blocks: [FallenBlock]
    ) {
        (self.number, self.fork, self.isForkInChain) = (number, fork, isForkInChain)
        (self.blockCount, self.secondsSince1970, self.source) = (blockCount, secondsSince1970, source)
        (self.successor, self.blocks) = (successor, blocks)
    }
}

/// A remembered block of a branch that fell out of the chain.
public struct FallenBlock: Sendable {
    /// Its place in the chain that it was in.
    public let index: Int

    /// The SHA-256 of its text.
    public let hash: BlockHash

    /// When it was made, in seconds since 1970, as spelled in the block.
    public let timestamp: CanonicalText

    /// How many transactions it has, the reward among them.
    public let transactionCount: Int

    /// Its last transaction, if that is a reward.
    public let reward: CanonicalText?

    /// Its first payments in order, and where each is; there may be more.
    public let payments: [FallenPayment]

    /// Makes one from its parts.
    public init(
        index: Int, hash: BlockHash, timestamp: CanonicalText, transactionCount: Int, reward: CanonicalText?,
        payments: [FallenPayment]
    ) {
        (self.index, self.hash, self.timestamp) = (index, hash, timestamp)
        (self.transactionCount, self.reward, self.payments) = (transactionCount, reward, payments)
    }
}

/// A payment of a fallen block, and where it is now.
public struct FallenPayment: Hashable, Sendable {
    /// The payment as it is in the block.
    public let text: CanonicalText

    /// Where it is.
    public let fate: PaymentFate

    /// Makes one from its parts.
    public init(text: CanonicalText, fate: PaymentFate) {
        (self.text, self.fate) = (text, fate)
    }
}

/// Where a payment is whose block fell out of the chain.
public enum PaymentFate: Hashable, Sendable {
    /// It waits for a block again.
    case waiting

    /// This block of the chain includes it.
    case carried(height: Int)

    /// This node has it no longer.
    case gone(Reason)

    /// Why a payment is gone.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// It is another reward, which belongs to its block alone.
        case reward

        /// No client posted it here, and it has no id, so nothing tells it from an equal one.
        case notPostedHere = "not_posted_here"

        /// No client posted it here, and what other nodes bring had no room.
        case noRoom = "no_room"

        /// Of a ledger: another payment of its sender with its nonce is in the chain.
        case nonceUsed = "nonce_used"

        /// Of a ledger: its sender can't pay it, another with its nonce waits, or it had no room.
        case notPayable = "not_payable"
    }
}

/// Part of the list of remembered branches, newest first.
public struct FallenBranches: Sendable {
    /// How many are remembered.
    public let total: Int

    /// Some of them.
    public let branches: [FallenBranch]

    /// Makes one from its parts.
    public init(total: Int, branches: [FallenBranch]) {
        (self.total, self.branches) = (total, branches)
    }
}

/// A remembered block that was asked for, and the branch that it fell with.
public struct FoundFallenBlock: Sendable {
    /// The block.
    public let block: Block

    /// What became of it and of its payments.
    public let remembered: FallenBlock

    /// The branch, without its blocks.
    public let branch: FallenBranch

    /// The block before it if that is of the same branch and remembered.
    public let previous: Block?

    /// Makes one from its parts.
    public init(block: Block, remembered: FallenBlock, branch: FallenBranch, previous: Block?) {
        (self.block, self.remembered, self.branch, self.previous) = (block, remembered, branch, previous)
    }
}
