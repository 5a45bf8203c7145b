/// What the rules of a chain look at in a block.
package protocol ChainLink {
    /// The place in the chain, from 1.
    var index: Int { get }
    /// The number that solves the puzzle of the block before.
    var proof: Proof { get }
    /// The SHA-256 of the block's text.
    var hash: BlockHash { get }
    /// The hash of the block before.
    var previousHash: BlockHash? { get }
}

extension Block: ChainLink {}

extension ChainLink {
    /// Checks that the block stands at its height and names the one before it.
    package func checkLink(to last: some ChainLink, at height: Int) throws(ChainError) {
        try checkIndex(at: height)
        try checkPreviousHash(of: last, at: height)
    }

    /// Checks that the block stands at its height.
    func checkIndex(at height: Int) throws(ChainError) {
        guard index == height else { throw .wrongIndex(height: height, index: index) }
    }

    /// Checks that the block names the one before it; the height is for the error.
    func checkPreviousHash(of last: some ChainLink, at height: Int) throws(ChainError) {
        guard previousHash == last.hash else { throw .wrongPreviousHash(height: height) }
    }
}
