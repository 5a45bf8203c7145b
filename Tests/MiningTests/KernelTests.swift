import CSHA256
import Chain
import Foundation
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

    /// A kernel wrongly considered unsupported would be left out of all other tests.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/cpuinfo")))
    func `what the system says of the processor decides which kernels are supported`() throws {
        let words = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8).split { $0 == " " || $0 == "\n" }
        let instructions: [(kernel: String, needed: [Substring])] = [
            ("hybrid", ["sha_ni", "avx512vl"]), ("avx512", ["avx512f"]), ("avx2", ["avx2"]), ("sha-ni", ["sha_ni"]),
            ("arm-sha2", ["sha2"]),
        ]
        let expected = instructions.filter { $0.needed.allSatisfy(words.contains) }.map(\.kernel) + ["portable"]
        #expect(Kernel.supported.map(\.name) == expected)
    }

    /// Last proofs of 1 to 20 digits and proofs of 1 to 20 digits: every place in the block where digits can be.
    @Test(arguments: Kernel.supported, 1...20)
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

    /// Prefixes that end at every place of a block, and the longest that a chain may need; suffixes that leave one, two
    /// or three blocks. Tries each with every number of digits, where that changes.
    @Test(arguments: [0, 1, 32, 64])
    func `hits are the plain digest's, however long the texts around the number are`(suffixCount: Int) throws {
        let digits = (0..<4300).map { UInt8(ascii: "0") + UInt8(truncatingIfNeeded: ($0 * $0 + 7 * $0) % 10) }
        for prefixCount in Array(1...200) + [4300] {
            let prefix = Array(digits[..<prefixCount]), suffix = Array(digits[99..<99 + suffixCount])
            let problem = try Problem(prefix: prefix, suffix: suffix, target: Problem.target(of: difficulty(1)))
            for change in Self.changesOfDigitCount {
                let first = change < 5 ? 0 : change - 5
                let window = first...(first + min(9, .max - first))
                let expected = window.filter { number in
                    let guess = prefix + Array(String(number).utf8) + suffix
                    return sha256_hash(guess, guess.count).words.0 >> 60 == 0
                }
                for kernel in Kernel.supported {
                    let found = kernel.proofs(in: window, for: problem)
                    #expect(found == expected, "\(kernel.name), \(prefixCount) bytes and \(suffixCount), \(window)")
                }
            }
        }
    }

    @Test(arguments: Kernel.supported)
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

    @Test(arguments: Kernel.supported)
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

    @Test(arguments: Kernel.supported)
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

    /// The smallest proofs of 8 zeros after these blocks: a kernel compares no more, and they don't have 9.
    @Test(arguments: Kernel.supported, [(variant: 0, hit: 3_250_491_313), (variant: 1, hit: 3_085_978_701 as UInt64)])
    func `zeros beyond the eighth are counted as well`(kernel: Kernel, known: (variant: Int, hit: UInt64)) throws {
        let range = (known.hit - 20_000)...(known.hit + 20_000)
        let problem = try puzzle(afterProof: 35293, zeros: 8, variant: known.variant)
        #expect(problem.isValid(known.hit))
        #expect(kernel.proofs(in: range, for: problem) == [known.hit])
        for zeros in 9...16 {
            let harder = try puzzle(afterProof: 35293, zeros: zeros, variant: known.variant)
            #expect(kernel.search(range, for: harder) == .exhausted)
        }
    }

    /// Wherever a kernel's vectors begin and end, even across the end of 10,000 proofs with the same high digits.
    @Test(arguments: Kernel.supported, [0, 100_000_000, 100_009_930])
    func `a range may begin and end anywhere`(kernel: Kernel, base: UInt64) throws {
        let problem = try puzzle(afterProof: 35293, zeros: 1)
        let hits = (base..<(base + 140)).filter(problem.isValid)
        for first in base..<(base + 35) {
            for last in first..<(first + 70) {
                let hit = hits.first { first <= $0 && $0 <= last }
                #expect(
                    kernel.search(first...last, for: problem) == hit.map { .found($0) } ?? .exhausted,
                    "\(first)...\(last)")
            }
        }
    }

    /// Each lane in turn has the only hit.
    @Test(arguments: Kernel.supported)
    func `a rare hit is found in whichever place of a range it lies`(kernel: Kernel) throws {
        let problem = try puzzle(afterProof: 35293, zeros: 4)
        let hit = try #require((100_000_100...100_999_999).first(where: problem.isValid))
        for offset in 0..<(100 as UInt64) {
            #expect(kernel.search((hit - offset)...(hit + 99 - offset), for: problem) == .found(hit))
        }
    }

    /// It only has to check the zeros beyond the eighth.
    @Test func `the check of a single proof agrees with the library's`() throws {
        for zeros in 1...16 {
            for lastProof in Self.changesOfDigitCount {
                let problem = try puzzle(afterProof: lastProof, zeros: zeros)
                let proofs = Array(0..<200) + Self.changesOfDigitCount
                #expect(proofs.filter(Problem(problem).isSolved) == proofs.filter(problem.isValid))
            }
        }
    }
}
