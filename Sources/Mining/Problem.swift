internal import CSHA256
internal import Chain

/// A proof of work as the kernels want it: what stands around the number in the text that is hashed, however long.
struct Problem: Sendable {
    let value: sha256_problem

    /// The problem to find the next block's proof.
    init(_ work: ProofOfWork) {
        self.init(prefix: work.guessPrefix, suffix: work.guessSuffix, difficulty: work.difficulty)
    }

    /// The problem to find a number between two texts; the suffix has at most 64 bytes.
    init(prefix: [UInt8], suffix: [UInt8], difficulty: Difficulty) {
        value = sha256_problem_make(prefix, prefix.count, suffix, suffix.count, Int32(difficulty.hexZeros))
    }

    /// Whether a number is a proof, by one digest: what the kernels are held to.
    func isSolved(by proof: UInt64) -> Bool {
        withUnsafePointer(to: value) { sha256_is_proof($0, proof) }
    }
}
