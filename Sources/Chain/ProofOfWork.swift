/// The puzzle a block sets: find the number that makes the next block.
///
/// A proof p fits when the SHA-256 of three texts, one behind the other, begins with enough zeros: the last
/// block's proof in decimal, p in decimal, and the last block's hash in hex. A miner takes the smallest;
/// any that fits is valid.
public struct ProofOfWork: Hashable, Sendable {
    /// The proof of the block before.
    public let lastProof: UInt64
    /// The hash of the block before.
    public let lastHash: BlockHash
    /// How many zeros are asked for.
    public let difficulty: Difficulty

    /// The puzzle that the block after this one has to solve.
    public init(after block: Block, difficulty: Difficulty) {
        lastProof = block.proof
        lastHash = block.hash
        self.difficulty = difficulty
    }

    /// Whether a proof fits. Takes one SHA-256 of at most 104 bytes.
    public func isValid(_ proof: UInt64) -> Bool {
        var guess: [UInt8] = []
        guess.reserveCapacity(104)
        guess.append(contentsOf: String(lastProof).utf8)
        guess.append(contentsOf: String(proof).utf8)
        guess.append(contentsOf: lastHash.hexDigits)
        return Digest(of: guess).leadingZeroHexDigits >= difficulty.hexZeros
    }
}
