public import Chain
public import Wording

/// The newest blocks of a node's peer, at `GET /nodes/{address}/blocks`.
public struct PeerBlocks: Sendable {
    /// `host:port`.
    public let address: String
    /// When the peer was asked, in seconds since 1970.
    public let asked: Double
    /// How many blocks it says that it has; nil if it did not answer.
    public let length: Int?
    /// Its newest blocks in order.
    public let blocks: [PeerBlock]
    /// Why there are none, if it did not answer as it should.
    public let fault: Statement?

    /// Makes one from its parts.
    public init(address: String, asked: Double, length: Int?, blocks: [PeerBlock], fault: Statement?) {
        (self.address, self.asked, self.length) = (address, asked, length)
        (self.blocks, self.fault) = (blocks, fault)
    }

    /// As an object.
    public var text: CanonicalText {
        let members: [(key: String, value: CanonicalText)] = [
            ("address", .string(address)), ("asked", .double(asked)), ("blocks", .array(blocks.map(\.text))),
            ("fault", .string(fault?.description)), ("length", .integer(length)),
        ]
        return .object(members + Statement.members(of: fault))
    }
}

/// A block of a peer, as it sent it; nobody has validated it.
public struct PeerBlock: Sendable {
    /// The index that it gives itself.
    public let index: Int
    /// The SHA-256 of its text, computed by the node that asked.
    public let hash: String
    /// The hash that it gives for the block before it, if it gives one.
    public let previousHash: String?
    /// When it says that it was made, in seconds since 1970.
    public let timestamp: Double?
    /// How many transactions it has, the reward among them.
    public let transactionCount: Int
    /// Who is paid for it, if anybody is.
    public let miner: String?
    /// Whether it follows the block before it; nil of the first that is known.
    public let isLinked: Bool?
    /// Whether it is in the chain of the node that asked.
    public let isInChain: Bool

    /// Makes one from its parts.
    public init(
        index: Int, hash: String, previousHash: String?, timestamp: Double?, transactionCount: Int, miner: String?,
        isLinked: Bool?, isInChain: Bool
    ) {
        (self.index, self.hash, self.previousHash, self.timestamp) = (index, hash, previousHash, timestamp)
        (self.transactionCount, self.miner) = (transactionCount, miner)
        (self.isLinked, self.isInChain) = (isLinked, isInChain)
    }

    fileprivate var text: CanonicalText {
        .object([
            "hash": .string(hash), "in_chain": .boolean(isInChain), "index": .integer(index),
            "links": .boolean(isLinked), "miner": .string(miner), "previous_hash": .string(previousHash),
            "timestamp": .double(timestamp), "transactions": .integer(transactionCount),
        ])
    }
}
