/// What the next block of a chain builds on: its newest block without the text.
public struct ChainTip: ChainLink, Hashable, Sendable {
    /// The index of the newest block.
    public let index: Int
    /// Its proof.
    public let proof: Proof
    /// Its hash.
    public let hash: BlockHash
    /// The hash of the block before it.
    package let previousHash: BlockHash?

    /// Of a block.
    public init(_ block: Block) {
        self.init(index: block.index, proof: block.proof, hash: block.hash, previousHash: block.previousHash)
    }

    init(index: Int, proof: Proof, hash: BlockHash, previousHash: BlockHash?) {
        (self.index, self.proof, self.hash, self.previousHash) = (index, proof, hash, previousHash)
    }
}
