/// A chain's newest block without its text: what the next block builds on.
public struct ChainTip: ChainLink, Hashable, Sendable {
    /// The index of the newest block.
    public let index: Int
    /// Its proof.
    public let proof: Proof
    /// Its hash.
    public let hash: BlockHash
    /// The previous block's hash.
    package let previousHash: BlockHash?

    /// Makes the tip that a block would be.
    public init(_ block: Block) {
        self.init(index: block.index, proof: block.proof, hash: block.hash, previousHash: block.previousHash)
    }

    init(index: Int, proof: Proof, hash: BlockHash, previousHash: BlockHash?) {
        (self.index, self.proof, self.hash, self.previousHash) = (index, proof, hash, previousHash)
    }
}
