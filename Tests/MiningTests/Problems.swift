import Chain

@testable import Mining

/// The puzzle after a block with that proof; `variant` changes the block's hash.
func puzzle(afterProof lastProof: UInt64, zeros: Int, variant: Int = 0) throws -> ProofOfWork {
    let block = Block(
        index: 2, timestamp: Double(variant), transactions: [], proof: Proof(lastProof),
        previousHash: Block.genesis.hash)
    return try Rules(difficulty: difficulty(zeros)).work(after: block)
}

/// A difficulty that the test knows to be valid.
func difficulty(_ zeros: Int) throws -> Difficulty {
    struct NoDifficulty: Error {}
    guard let difficulty = Difficulty(hexZeros: zeros) else { throw NoDifficulty() }
    return difficulty
}

/// A puzzle that nobody will solve: with 16 zeros a proof takes 10^19 guesses.
func unsolvablePuzzle() throws -> ProofOfWork {
    try puzzle(afterProof: 35293, zeros: 16)
}

/// The tutorial's loop.
func smallestProofOneByOne(for work: ProofOfWork) -> UInt64 {
    var proof: UInt64 = 0
    while !work.isValid(proof) {
        proof += 1
    }
    return proof
}

extension Kernel {
    /// A search for the next block's proof.
    func search(
        _ range: ClosedRange<UInt64>, for work: ProofOfWork, askedBy search: Search? = nil
    ) -> Outcome {
        self.search(range, for: Problem(work), askedBy: search)
    }

    /// All proofs in a range; each search continues after the last one's hit.
    func proofs(in range: ClosedRange<UInt64>, for work: ProofOfWork) -> [UInt64] {
        proofs(in: range, for: Problem(work))
    }

    /// All numbers in a range that solve a problem.
    func proofs(in range: ClosedRange<UInt64>, for problem: Problem) -> [UInt64] {
        var proofs: [UInt64] = []
        var next = range.lowerBound
        while case .found(let proof) = search(next...range.upperBound, for: problem) {
            proofs.append(proof)
            // Not for ever, should a search find what is outside its range.
            guard next <= proof, proof < range.upperBound else { break }
            next = proof + 1
        }
        return proofs
    }
}
