internal import CSHA256
internal import Chain

/// A search in the kernels' form: the text before and after the number, and what the hash of all may be at most.
struct Problem: Sendable {
    let value: sha256_problem

    /// The problem of finding the next block's proof.
    init(_ work: ProofOfWork) {
        self.init(prefix: work.guessPrefix, suffix: work.guessSuffix, target: Self.target(of: work.difficulty))
    }

    /// The problem of finding the nonce of a ledger's next block.
    init(_ template: BlockTemplate) {
        self.init(
            prefix: template.guessPrefix, width: template.nonceWidth, suffix: template.guessSuffix,
            target: template.header.target.words)
    }

    /// The problem of finding a number between two texts.
    ///
    /// - Parameters:
    ///   - width: in how many digits the number stands, at most 20; 0 if it has no leading zeros.
    ///   - suffix: at most 64 bytes.
    ///   - target: what the hash may be at most: four words, the highest first.
    init(prefix: [UInt8], width: Int = 0, suffix: [UInt8], target: (UInt64, UInt64, UInt64, UInt64)) {
        value = sha256_problem_make(
            prefix, prefix.count, suffix, suffix.count, UInt32(width), sha256_digest(words: target))
    }

    /// The largest hash that begins with enough zeros.
    static func target(of difficulty: Difficulty) -> (UInt64, UInt64, UInt64, UInt64) {
        (.max >> UInt64(4 * difficulty.hexZeros), .max, .max, .max)
    }

    /// Whether a number is a proof, checked with one digest: the reference for the kernels.
    func isSolved(by proof: UInt64) -> Bool {
        withUnsafePointer(to: value) { sha256_is_proof($0, proof) }
    }
}
