internal import ArgumentParser
internal import Foundation
internal import TestSupport

/// Measures what the window of a ledger's network makes of its block time and of its safety.
struct LedgerFigures: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Measure block times when power jumps, and odds of private forks; prints JSON, one object a window.")

    @Option(help: "The windows.")
    var window: [Int] = [30, 144]

    @Option(help: "How many networks whose power jumps.")
    var runs = 20

    @Option(help: "How many races between a private fork and the chain, for each share and way to date blocks.")
    var races = 20_000

    @Option(help: "The first seed.")
    var seed: UInt64 = 1

    private static let shares = [0.1, 0.25, 0.4]

    private struct Figures: Encodable {
        let window: Int
        let blockTimeSeconds: Double
        let blocksBefore: Int
        let blocksEach: Int
        let jump: Double
        let nodes: Int
        let runs: Int
        /// For each block, from ``BlockTimes/blocksBefore`` before the jump on: the mean time that it took.
        let seconds: [Double]
        let races: Int
        let shares: [Double]
        let confirmations: [Int]
        /// For each share: by confirmations.
        let odds: [[Double]]
    }

    func validate() throws {
        guard runs > 0, races > 0, window.allSatisfy({ PrivateFork(window: $0) != nil }) else {
            throw ValidationError("There is nothing to measure.")
        }
    }

    func run() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        for window in window {
            let times = (0..<UInt64(runs)).map { BlockTimes(window: window, seed: seed + $0).seconds }
            var random = SeededGenerator(seed: seed)
            let fork = PrivateFork(window: window)
            let figures = Figures(
                window: window, blockTimeSeconds: Double(BlockTimes.blockTime) / 1_000,
                blocksBefore: BlockTimes.blocksBefore, blocksEach: BlockTimes.blocksEach, jump: BlockTimes.jump,
                nodes: BlockTimes.nodes, runs: runs,
                seconds: (times.first ?? []).indices.map { block in
                    times.reduce(0) { $0 + $1[block] } / Double(runs)
                },
                races: races, shares: Self.shares, confirmations: PrivateFork.confirmations,
                odds: Self.shares.map { fork?.odds(share: $0, races: races, &random) ?? [] })
            print(String(decoding: try encoder.encode(figures), as: UTF8.self))
        }
    }
}
