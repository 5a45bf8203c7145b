public import Chain
internal import API

/// The newest blocks of a peer's chain, as it sent them when somebody wanted to see them. They are not validated.
public struct PeerLook: Sendable {
    /// How many blocks are asked for: as many as can be drawn.
    public static let maximumCount = 20

    /// How many blocks its chain has, by its word.
    public let length: Int

    /// Its newest blocks, in order.
    public let blocks: [Block]

    /// What is shown of a block. Whoever sends it chooses the rest, so nothing long is kept.
    public struct Block: Hashable, Sendable {
        /// The index that it gives itself.
        public let index: Int
        /// The SHA-256 of its text, computed here.
        public let hash: BlockHash
        /// The hash that it gives for the block before it, if it gives one.
        public let previousHash: BlockHash?
        /// When it says that it was made, in seconds since 1970; nil if that is beyond a double's range.
        public let timestamp: Double?
        /// How many transactions it has, the reward among them.
        public let transactionCount: Int
        /// The beginning of the name that its last transaction pays, if that is a reward.
        public let miner: String?
        /// Whether it names the hash of the block before it, and has the next index; nil of the first that is shown.
        public let isLinked: Bool?

        /// Makes one from its parts.
        public init(
            index: Int, hash: BlockHash, previousHash: BlockHash?, timestamp: Double?, transactionCount: Int,
            miner: String?, isLinked: Bool?
        ) {
            (self.index, self.hash, self.previousHash, self.timestamp) = (index, hash, previousHash, timestamp)
            (self.transactionCount, self.miner, self.isLinked) = (transactionCount, miner, isLinked)
        }
    }

    /// Makes one from its parts.
    public init(length: Int, blocks: [Block]) {
        (self.length, self.blocks) = (length, blocks)
    }

    /// The last of some values that have to be blocks. Takes time linear in their texts.
    init(length: Int, lastOf values: some BidirectionalCollection<JSONValue>) throws(BlockFault) {
        var blocks: [Block] = []
        for value in values.suffix(Self.maximumCount) { blocks.append(try Block(value, after: blocks.last)) }
        self.init(length: length, blocks: blocks)
    }
}

extension PeerLook.Block {
    /// How many characters of a name are kept: more than an address has.
    private static let maximumNameLength = 100

    fileprivate init(_ value: JSONValue, after last: Self?) throws(BlockFault) {
        let block = try Chain.Block(value)
        let transactions = value[Chain.Block.Key.transactions.rawValue]?.elements
        let reward = transactions?.last.map { Payment($0) }
        self.init(
            index: block.index, hash: block.hash, previousHash: block.previousHash,
            timestamp: value[Chain.Block.Key.timestamp.rawValue]?.number, transactionCount: transactions?.count ?? 0,
            miner: reward?.isReward == true
                ? reward?.recipient.map { String($0.unicodeScalars.prefix(Self.maximumNameLength).map(Character.init)) }
                : nil,
            isLinked: last.map { $0.hash == block.previousHash && $0.index < .max && $0.index + 1 == block.index })
    }
}
