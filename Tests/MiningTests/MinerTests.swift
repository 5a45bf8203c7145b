import Chain
import Testing

@testable import Mining

@Suite("The miner")
struct MinerTests {
    /// Puzzles of 1 to 4 zeros and the proofs that the tutorial's loop finds, computed once for all kernels.
    private static let solved: Result<[(work: ProofOfWork, proof: UInt64)], any Error> = Result {
        try (0..<12).map { variant in
            let lastProof = UInt64(variant) << (4 * variant)
            let work = try puzzle(afterProof: lastProof, zeros: 1 + variant % 4, variant: variant)
            return (work, smallestProofOneByOne(for: work))
        }
    }

    @Test(arguments: Kernel.usable, [1, 2, 8])
    func `finds the proof that the tutorial's loop finds`(kernel: Kernel, threads: Int) async throws {
        let miner = Miner(threads: threads, kernel: kernel)
        for (work, proof) in try Self.solved.get() {
            #expect(await miner.smallestProof(for: work) == proof, "\(work)")
        }
    }

    @Test func `knows the first proof after the genesis block`() async throws {
        let work = try Rules(difficulty: difficulty(4)).work(after: .genesis)
        let proof = try #require(await Miner().smallestProof(for: work))
        #expect(work.isValid(proof))
        #expect(proof == smallestProofOneByOne(for: work))
    }

    @Test func `counts its guesses`() async throws {
        let miner = Miner(threads: 1)
        #expect(miner.guessCount == 0)
        let proof = try #require(await miner.smallestProof(for: puzzle(afterProof: 100, zeros: 3)))
        #expect(miner.guessCount == proof + 1)
    }

    @Test func `uses a thread for each processor unless told otherwise`() {
        #expect(Miner().threads >= 1)
        #expect(Miner(threads: 3).threads == 3)
        #expect(Miner().kernel == .fastest)
    }

    @Test func `many searches at once don't wait for each other`() async throws {
        let miner = Miner(threads: 2)
        let unsolvable = try unsolvablePuzzle()
        let endless = (0..<4).map { _ in Task { await miner.smallestProof(for: unsolvable) } }
        let solvable = try (0..<12).map { try puzzle(afterProof: 7, zeros: 1 + $0 % 3, variant: $0) }
        await withTaskGroup { group in
            for work in solvable {
                group.addTask { await miner.smallestProof(for: work) == smallestProofOneByOne(for: work) }
            }
            for await isRight in group {
                #expect(isRight)
            }
        }
        let other = try puzzle(afterProof: 9, zeros: 3)
        #expect(await Miner(threads: 2).smallestProof(for: other) == smallestProofOneByOne(for: other))
        for search in endless {
            search.cancel()
            #expect(await search.value == nil)
        }
    }
}
