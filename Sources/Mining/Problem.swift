internal import CSHA256
internal import Chain

/// A proof of work in the kernels' form: the text before and after the number that is hashed, of any length.
struct Problem: Sendable {
    let value: sha256_problem

    /// The problem of finding the next block's proof.
    init(_ work: ProofOfWork) {
        self.init(prefix: work.guessPrefix, suffix: work.guessSuffix, difficulty: work.difficulty)
    }

    /// The problem of finding a number between two texts; the suffix has at most 64 bytes.
    init(prefix: [UInt8], suffix: [UInt8], difficulty: Difficulty) {
        value = sha256_problem_make(prefix, prefix.count, suffix, suffix.count, Int32(difficulty.hexZeros))
    }

    /// Whether a number is a proof, checked with one digest: the reference for the kernels.
    func isSolved(by proof: UInt64) -> Bool {
        withUnsafePointer(to: value) { sha256_is_proof($0, proof) }
    }
}
