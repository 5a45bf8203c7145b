internal import CSHA256
internal import Chain

/// The search for proofs, by one of the node's kernels and on the thread that asks: a block of a simulated ledger takes
/// some microseconds.
enum NonceSearch {
    /// The first kernel that this processor has. All find the same.
    private static let kernel: Int =
        (0..<sha256_kernel_count()).first { sha256_kernel_is_supported(sha256_kernel_at($0)) } ?? 0

    /// The smallest nonce that solves a ledger's next block.
    static func nonce(for template: BlockTemplate) -> UInt64? {
        nonce(
            behind: template.guessPrefix, before: template.guessSuffix, width: template.nonceWidth,
            atMost: template.header.target)
    }

    /// The smallest number that, between two texts, makes a guess whose hash is at most a target.
    ///
    /// - Parameter width: in how many digits it stands; 0 if it has no leading zeros.
    static func nonce(
        behind prefix: [UInt8], before suffix: [UInt8], width: Int, atMost target: UInt256
    ) -> UInt64? {
        var problem = sha256_problem_make(
            prefix, prefix.count, suffix, suffix.count, UInt32(width), sha256_digest(words: target.words))
        var nonce: UInt64 = 0
        let outcome = sha256_search(sha256_kernel_at(kernel), &problem, 0, .max, nil, nil, &nonce)
        return outcome == .found ? nonce : nil
    }
}
