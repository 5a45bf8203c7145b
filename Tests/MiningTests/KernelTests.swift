import Chain
import Testing

@testable import Mining

@Suite("The kernels")
struct KernelTests {
    /// Every power of ten that fits, 0 and the largest number.
    static let changesOfDigitCount: [UInt64] = {
        var powers: [UInt64] = [1]
        while let last = powers.last, last <= UInt64.max / 10 {
            powers.append(last * 10)
        }
        return [0] + powers + [.max]
    }()

    @Test func `each supported kernel passes its self-check`() {
        #expect(Kernel.usable == Kernel.supported)
    }

    @Test func `the portable kernel is usable everywhere`() {
        #expect(Kernel.usable.last?.name == "portable")
        #expect(Kernel(named: "portable") != nil)
        #expect(Kernel(named: "no such kernel") == nil)
    }

    /// Last proofs of 1 to 20 digits and proofs of 1 to 20 digits: every place in the block where digits can lie.
    @Test(arguments: Kernel.usable, 1...20)
    func `every hit is one of the library's and none is missing`(
        kernel: Kernel, lastProofDigits: Int
    ) throws {
        let lastProof = Self.changesOfDigitCount[lastProofDigits] + UInt64(lastProofDigits) % 9
        try #require(String(lastProof).count == lastProofDigits)
        for change in Self.changesOfDigitCount {
            let first = change < 90 ? 0 : change - 90
            let window = first...(first + min(180, .max - first))
            let problems = try (1...4).map {
                try puzzle(afterProof: lastProof, zeros: $0, variant: lastProofDigits)
            }
            var expected = Array(window)
            for problem in problems {
                expected = expected.filter(problem.isValid)
                #expect(
                    kernel.proofs(in: window, for: problem) == expected,
                    "\(kernel.name), \(lastProof), \(window), \(problem.difficulty) zeros")
            }
        }
    }

    @Test(arguments: Kernel.usable)
    func `hits of 1 to 4 zeros are complete over many segments`(kernel: Kernel) throws {
        let range: ClosedRange<UInt64> = 7...123_456
        let problems = try (1...4).map { try puzzle(afterProof: 35293, zeros: $0) }
        var expected = Array(range)
        for problem in problems {
            expected = expected.filter(problem.isValid)
            #expect(!expected.isEmpty)
            #expect(kernel.proofs(in: range, for: problem) == expected, "\(problem.difficulty) zeros")
        }
    }

    @Test(arguments: Kernel.usable)
    func `a range is searched from its first to its last member and no further`(kernel: Kernel) throws {
        let problem = try puzzle(afterProof: 100, zeros: 1)
        let hits = (0...40_000).filter(problem.isValid)
        for (hit, next) in zip(hits, hits.dropFirst()).suffix(300) {
            #expect(kernel.search(hit...hit, for: problem) == .found(hit))
            #expect(kernel.search(hit...next, for: problem) == .found(hit))
            if hit + 1 < next {
                #expect(kernel.search((hit + 1)...(next - 1), for: problem) == .exhausted)
                #expect(kernel.search((hit + 1)...next, for: problem) == .found(next))
            }
        }
    }

    @Test(arguments: Kernel.usable)
    func `a range may end at the largest number`(kernel: Kernel) throws {
        for variant in 0..<20 {
            let problem = try puzzle(afterProof: .max, zeros: 1, variant: variant)
            let range = (UInt64.max - 12_000)...UInt64.max
            let lastHit = try #require(range.last(where: problem.isValid))
            #expect(kernel.search(lastHit...UInt64.max, for: problem) == .found(lastHit))
            if lastHit < .max {
                #expect(kernel.search((lastHit + 1)...UInt64.max, for: problem) == .exhausted)
            }
            #expect(
                kernel.search(UInt64.max...UInt64.max, for: problem)
                    == (problem.isValid(.max) ? .found(.max) : .exhausted))
        }
    }

    /// A kernel compares 8 zeros; the rest is left to this.
    @Test func `the check of a single proof agrees with the library's`() throws {
        for zeros in 1...16 {
            for lastProof in Self.changesOfDigitCount {
                let problem = try puzzle(afterProof: lastProof, zeros: zeros)
                let proofs = Array(0..<200) + Self.changesOfDigitCount
                #expect(proofs.filter { Kernel.isProof($0, of: problem) } == proofs.filter(problem.isValid))
            }
        }
    }
}
