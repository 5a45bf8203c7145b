extension Rules {
    /// The guess by which a block's proof is judged.
    func guess(of block: Block, after previous: Block) -> BlockExplanation.Guess {
        let work = work(after: previous)
        let text = work.guess(block.proof)
        let hash = BlockHash(of: text.span.bytes).description
        return BlockExplanation.Guess(
            rules: set, lastProof: work.lastProof, proof: block.proof, lastHash: work.lastHash,
            text: String(decoding: text, as: UTF8.self), hash: hash, zeros: hash.prefix { $0 == "0" }.count,
            difficulty: difficulty.hexZeros,
            otherRules: work.isValid(block.proof) ? nil : otherRules(for: block.proof, after: previous))
    }

    /// A block's results at a height, after the previous block: one finding per rule.
    func findings(
        of block: Block, after previous: Block?, _ guess: BlockExplanation.Guess?, at height: Int,
        in chain: Blockchain
    ) -> [BlockExplanation.Check] {
        [
            .index(of: block, at: height, after: previous, in: chain),
            .previousHash(of: block, after: previous, at: height),
            .proof(of: block, after: previous, guess, by: self, at: height),
        ]
    }
}
