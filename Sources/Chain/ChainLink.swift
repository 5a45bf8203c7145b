/// The parts of a block that the rules of a chain check.
package protocol ChainLink {
    /// The place in the chain, from 1.
    var index: Int { get }
    /// The number that solves the previous block's puzzle.
    var proof: Proof { get }
    /// The SHA-256 of the block's text.
    var hash: BlockHash { get }
    /// The previous block's hash.
    var previousHash: BlockHash? { get }
}

extension Block: ChainLink {}

extension ChainLink {
    /// Checks that the block is at its height and gives the previous block's hash.
    package func checkLink(to last: some ChainLink, at height: Int) throws(ChainError) {
        try checkIndex(at: height)
        try checkPreviousHash(of: last, at: height)
    }

    /// Checks that the block is at its height.
    func checkIndex(at height: Int) throws(ChainError) {
        guard index == height else { throw .wrongIndex(height: height, index: index) }
    }

    /// Checks that the block gives the previous block's hash; the height is for the error.
    func checkPreviousHash(of last: some ChainLink, at height: Int) throws(ChainError) {
        guard previousHash == last.hash else { throw .wrongPreviousHash(height: height) }
    }
}
