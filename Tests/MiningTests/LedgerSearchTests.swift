import Testing

@testable import Chain
@testable import Mining

@Suite("The search for a ledger's proofs")
struct LedgerSearchTests {
    /// Last proofs of all lengths and seals of many: every place in a block where a nonce can begin. Nonces with few
    /// digits, with many, and the largest.
    @Test(arguments: 1...98)
    func `every nonce that fits is found and no other`(lastProofDigits: Int) {
        for sealDigits in [0, 1, 76, 77, 78, 31 * lastProofDigits % 79] {
            let puzzle = LedgerPuzzle(lastProofDigits: lastProofDigits, sealDigits: sealDigits)
            let problem = puzzle.problem(target: .fitting(oneIn: 3))
            let change = KernelTests.changesOfDigitCount[2 + (lastProofDigits + sealDigits) % 19]
            for window in [0...39, (change - 10)...(change + 29), (.max - 39)...UInt64.max] {
                let expected = window.filter { puzzle.digest($0) <= .fitting(oneIn: 3) }
                for kernel in Kernel.supported {
                    #expect(
                        kernel.proofs(in: window, for: problem) == expected,
                        "\(kernel.name), \(lastProofDigits) and \(sealDigits) digits, \(window)")
                }
                #expect(window.filter(problem.isSolved) == expected)
            }
        }
    }

    /// Digests as targets, and what is just above and below them in one of the four words.
    @Test(arguments: 78...141)
    func `a digest of the target itself fits, and none above`(prefixDigits: Int) {
        let puzzle = LedgerPuzzle(lastProofDigits: prefixDigits - 77, sealDigits: 77)
        let window: ClosedRange<UInt64> = 990...1045
        let digests = window.map(puzzle.digest)
        for digest in [digests[0], digests[9], digests[55], digests.min() ?? .zero, digests.max() ?? .max] {
            for target in digest.neighbors {
                let problem = puzzle.problem(target: target)
                let expected = zip(window, digests).filter { $0.1 <= target }.map(\.0)
                for kernel in Kernel.supported {
                    #expect(
                        kernel.proofs(in: window, for: problem) == expected,
                        "\(kernel.name), \(prefixDigits) digits, \(target)")
                }
            }
        }
    }

    @Test func `nothing is at most 0, and everything at most the largest number`() {
        let puzzle = LedgerPuzzle(lastProofDigits: 97, sealDigits: 77)
        for kernel in Kernel.supported {
            let range: ClosedRange<UInt64> = 12_345...23_456
            #expect(kernel.search(range, for: puzzle.problem(target: .zero)) == .exhausted)
            #expect(kernel.search(range, for: puzzle.problem(target: .max)) == .found(12_345))
            #expect(kernel.proofs(in: 12_345...12_999, for: puzzle.problem(target: .max)) == Array(12_345...12_999))
        }
    }
}

/// Many nonces: with the last digit, the last two or three alone in their block of SHA-256, with the suffix beginning a
/// block, with three blocks, and with two as in a ledger's second block.
@Suite("The search for a ledger's proofs, over long ranges")
struct LongLedgerSearchTests {
    private static let prefixDigits = [173, 174, 175, 172, 166, 80]
    /// Across several of the ranges that are searched as one.
    private static let window: ClosedRange<UInt64> = 9_999_950_321...10_000_060_320

    /// The nonces that fit, and their digests, computed once for all kernels: one in 256.
    private static let hits: [Int: [(nonce: UInt64, digest: UInt256)]] = Dictionary(
        uniqueKeysWithValues: prefixDigits.map { count in
            let easy = puzzle(count).problem(target: .fitting(oneIn: 8))
            let solving = window.filter(easy.isSolved)
            return (count, solving.map { ($0, puzzle(count).digest($0)) })
        })

    private static func puzzle(_ prefixDigits: Int) -> LedgerPuzzle {
        LedgerPuzzle(lastProofDigits: prefixDigits - 77, sealDigits: 77)
    }

    private func hits(_ prefixDigits: Int, atMost target: UInt256) throws -> [UInt64] {
        try #require(Self.hits[prefixDigits]).filter { $0.digest <= target }.map(\.nonce)
    }

    @Test(arguments: Kernel.supported, prefixDigits)
    func `hits of hard and of easy targets are complete`(kernel: Kernel, prefixDigits: Int) throws {
        let puzzle = Self.puzzle(prefixDigits)
        let smallest = try #require(Self.hits[prefixDigits]?.map(\.digest).min())
        // Its first 16 bits at least are zero, so it is below any target that a ledger may begin with.
        #expect(smallest <= .fitting(oneIn: 15))
        for target in smallest.neighbors + [.fitting(oneIn: 16), .fitting(oneIn: 12), .fitting(oneIn: 8)] {
            let found = kernel.proofs(in: Self.window, for: puzzle.problem(target: target))
            #expect(try found == hits(prefixDigits, atMost: target), "\(target)")
        }
    }

    @Test(arguments: Kernel.supported, prefixDigits)
    func `a range is searched from its first to its last member`(kernel: Kernel, prefixDigits: Int) throws {
        let problem = Self.puzzle(prefixDigits).problem(target: .fitting(oneIn: 9))
        let hits = try hits(prefixDigits, atMost: .fitting(oneIn: 9))
        for (hit, next) in zip(hits, hits.dropFirst()) {
            #expect(kernel.search(hit...hit, for: problem) == .found(hit))
            #expect(kernel.search(hit...next, for: problem) == .found(hit))
            #expect(kernel.search((hit + 1)...next, for: problem) == .found(next))
            guard hit + 1 < next else { continue }
            #expect(kernel.search((hit + 1)...(next - 1), for: problem) == .exhausted)
        }
    }

    /// 500 rows of 10 or of 100 nonces, counted from the row of the first. A hit comes to be the first and the last of
    /// all, of a row, and of an ending.
    @Test(arguments: Kernel.supported, [173, 174])
    func `the smallest hit is taken, wherever in the rows and endings it lies`(
        kernel: Kernel, prefixDigits: Int
    ) throws {
        let hits = try hits(prefixDigits, atMost: .fitting(oneIn: 14))
        let problem = Self.puzzle(prefixDigits).problem(target: .fitting(oneIn: 14))
        let endings: UInt64 = prefixDigits == 173 ? 10 : 100
        let edges = [-1, 0, 1].flatMap { [$0, $0 + Int64(endings)] }
        for hit in hits.suffix(2) {
            for rows in [0, 498, 499, 500] as [UInt64] {
                for edge in edges {
                    // The first nonce of a row, so many rows before the hit's, or one beside it.
                    let row = hit / endings - rows
                    let first = UInt64(Int64(row * endings) + edge)
                    guard Self.window.contains(first), first < hit else { continue }
                    let expected = try #require(hits.first { $0 >= first })
                    #expect(kernel.search(first...hit, for: problem) == .found(expected))
                    #expect(
                        kernel.search(first...(hit - 1), for: problem)
                            == (expected == hit ? .exhausted : .found(expected)))
                }
            }
        }
    }
}
