internal import Chain
internal import TestSupport

/// A race: somebody pays, mines a fork of their own from the block before the payment, and shows it once it has more work
/// than the chain that everybody sees.
///
/// Blocks are what the rules make of targets and times; nothing is hashed.
struct PrivateFork {
    /// How many blocks may be on the payment, its own among them, before the goods are handed over.
    static let confirmations = [1, 3, 6, 12, 30, 60]

    /// The rival gives up when this many blocks' work behind.
    private static let hopelessBlocks = 100

    private static let blockTime = 10_000
    /// How many guesses a block takes in the beginning: any large number.
    private static let guesses: UInt64 = 1_000_000

    /// How a rival dates blocks.
    enum Stamps: CaseIterable {
        /// As it finds them.
        case asFound
        /// A millisecond apart: each is harder than the one before and worth more, so there are fewer, and luck counts.
        case tight
    }

    /// One side's blocks: the newest one's time and target, and their work.
    private struct Side {
        var target: UInt256
        var milliseconds = 0
        var work: UInt128 = 0
        var nextSeconds = 0.0

        mutating func find(at seconds: Double, _ parameters: LedgerParameters, isTight: Bool) {
            let now = isTight ? 0 : Int(seconds * 1_000)
            let elapsed = max(1, now - milliseconds)
            work += target.expectedGuesses.clamped
            target = parameters.target(after: target, elapsed: elapsed)
            milliseconds += elapsed
        }

        /// - Parameter rate: guesses a second.
        mutating func search(from seconds: Double, rate: Double, _ random: inout SeededGenerator) {
            nextSeconds = seconds + random.exponential(mean: Double(target.expectedGuesses.clamped) / rate)
        }
    }

    private let parameters: LedgerParameters

    /// Nil if the window is none that a network may have.
    init?(window: Int) {
        guard
            let parameters = LedgerParameters(
                blockTime: Self.blockTime, window: window, easiestTarget: LedgerParameters.easiestOfAll, reward: 0,
                halvingBlocks: 1)
        else { return nil }
        self.parameters = parameters
    }

    /// For each number of confirmations, whether the payment is taken back.
    ///
    /// - Parameter share: the rival's, of all power. Before the race all of it was used on one chain.
    func race(share: Double, _ stamps: Stamps, _ random: inout SeededGenerator) -> [Bool] {
        let rate = Double(Self.guesses) * 1_000 / Double(Self.blockTime)
        let hopeless = UInt128(Self.hopelessBlocks) * UInt128(Self.guesses)
        var ours = Side(target: UInt256(expectingGuesses: Self.guesses))
        var theirs = ours
        ours.search(from: 0, rate: rate * (1 - share), &random)
        theirs.search(from: 0, rate: rate * share, &random)
        var isBack = Self.confirmations.map { _ in false }
        var blocks = 0
        while theirs.work + hopeless > ours.work, !isBack.allSatisfy(\.self) {
            if ours.nextSeconds < theirs.nextSeconds {
                let now = ours.nextSeconds
                ours.find(at: now, parameters, isTight: false)
                ours.search(from: now, rate: rate * (1 - share), &random)
                blocks += 1
            } else {
                let now = theirs.nextSeconds
                theirs.find(at: now, parameters, isTight: stamps == .tight)
                theirs.search(from: now, rate: rate * share, &random)
            }
            guard theirs.work > ours.work else { continue }
            for (position, count) in Self.confirmations.enumerated() where blocks >= count { isBack[position] = true }
        }
        return isBack
    }

    /// How likely each number of confirmations is taken back, by whichever stamps are better for the rival.
    func odds(share: Double, races: Int, _ random: inout SeededGenerator) -> [Double] {
        let counts = Stamps.allCases.map { stamps in
            (0..<races).reduce(into: Self.confirmations.map { _ in 0 }) { counts, _ in
                for (position, isBack) in race(share: share, stamps, &random).enumerated() where isBack {
                    counts[position] += 1
                }
            }
        }
        return Self.confirmations.indices.map { position in
            Double(counts.map { $0[position] }.max() ?? 0) / Double(races)
        }
    }
}
