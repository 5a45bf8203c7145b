import Testing

@testable import Chain
@testable import Mining

@Suite("The miner on a ledger")
struct NonceTests {
    /// The first blocks of the practice network: the last proofs have from 3 to 98 digits.
    private static let templates: Result<[(template: BlockTemplate, nonce: UInt64)], any Error> = Result {
        let network = LedgerNetwork.practice
        var (tip, lastHash) = (network.tip, network.id)
        return try (1...4).map { number in
            let template = try template(after: tip, lastHash: lastHash)
            let problem = Problem(template)
            let nonce = try #require((0...5_000_000).first(where: problem.isSolved))
            let block = template.block(nonce: UInt128(nonce))
            tip = tip.appending(
                try SealedHeader(ofBlock: JSONDocument(parsing: block.text.bytes).root, after: tip, now: nil))
            lastHash = block.hash
            return (template, nonce)
        }
    }

    private static func template(after tip: HeaderTip, lastHash: BlockHash) throws -> BlockTemplate {
        BlockTemplate(
            after: tip, lastHash: lastHash,
            timestamp: try #require(LedgerTimestamp(seconds: tip.timestamp.seconds + 10)), payments: [],
            payingTo: try #require(Address(hexDigits: [UInt8](repeating: UInt8(ascii: "5"), count: 64)[...])),
            parameters: LedgerNetwork.practice.parameters)
    }

    @Test(arguments: Kernel.usable, [1, 2, 8])
    func `finds the smallest nonce that solves a block`(kernel: Kernel, threads: Int) async throws {
        let miner = Miner(threads: threads, kernel: kernel)
        for (template, nonce) in try Self.templates.get() {
            #expect(await miner.nonce(for: template) == UInt128(nonce))
            #expect(template.isSolved(by: UInt128(nonce)))
        }
    }

    @Test func `goes on from any nonce, and counts its guesses`() async throws {
        for (template, nonce) in try Self.templates.get() {
            let miner = Miner(threads: 1)
            #expect(await miner.nonce(for: template, from: nonce) == UInt128(nonce))
            #expect(miner.guessCount == 1)
            let next = try #require(await miner.nonce(for: template, from: nonce + 1))
            #expect(next > nonce && template.isSolved(by: next))
            #expect(miner.guessCount == 1 + UInt64(next) - nonce)
            let start = UInt64.max / 10 * 9
            let large = try #require(await Miner(threads: 2).nonce(for: template, from: start))
            #expect(large >= start && template.isSolved(by: large))
        }
    }

    @Test func `there is none when all have been tried`() async throws {
        let (template, _) = try Self.templates.get()[3]
        #expect((0..<100).allSatisfy { !template.isSolved(by: UInt128(UInt64.max - $0)) })
        #expect(await Miner(threads: 2).nonce(for: template, from: .max - 99) == nil)
    }

    /// A block with that target takes longer than the sun will last.
    private func endlessProblem(lastProofDigits: Int) -> Problem {
        LedgerPuzzle(lastProofDigits: lastProofDigits, sealDigits: 77).problem(target: .zero)
    }

    @Test(arguments: Kernel.usable, 96...99)
    func `every kernel stops`(kernel: Kernel, lastProofDigits: Int) async {
        let problem = endlessProblem(lastProofDigits: lastProofDigits)
        let cancelled = Search(problem, threads: 1, kernel: kernel)
        cancelled.cancel()
        #expect(kernel.search(0...UInt64.max, for: problem, askedBy: cancelled) == .stopped)

        let search = Search(problem, from: 12_345, threads: 2, kernel: kernel)
        let task = Task { await withCheckedContinuation { search.start(resuming: $0) } as UInt64? }
        while search.guessCount == 0 {
            await Task.yield()
        }
        search.cancel()
        #expect(await task.value == nil)
        #expect(search.runningThreads == 0)
    }

    @Test func `a cancelled task gets no nonce`() async throws {
        let (template, _) = try Self.templates.get()[0]
        let miner = Miner(threads: 2)
        let task = Task {
            while !Task.isCancelled {
                await Task.yield()
            }
            return await miner.nonce(for: template)
        }
        task.cancel()
        #expect(await task.value == nil)
        #expect(miner.guessCount == 0)
    }
}
