internal import Wording

/// What a network has chosen once and for all, in the `rules` of its first block.
public struct LedgerParameters: Hashable, Sendable {
    /// How long a block should take, in milliseconds: 1 to 10^8.
    public let blockTime: Int
    /// Over how many blocks the target adapts: 2 to 10^4.
    public let window: Int
    /// The target of the first two blocks, and the easiest that there ever is.
    public let easiestTarget: UInt256
    /// What the first blocks pay to whoever makes them.
    public let reward: Int
    /// After how many blocks the reward is halved, each time.
    public let halvingBlocks: Int

    /// The set's name, by which the first block calls it.
    static let name = "ledger"

    /// The easiest target that any network may have. Its four zeros are the tutorial's, whose nodes take every block.
    public static let easiestOfAll = UInt256(high: .max >> 16, low: .max)

    private static let keys = ["block_time_ms", "halving_blocks", "name", "reward", "target", "window"]
    private static let blockTimes = 1...100_000_000
    private static let windows = 2...10_000

    /// Checks the parameters of a new network; nil if one is out of range.
    public init?(blockTime: Int, window: Int, easiestTarget: UInt256, reward: Int, halvingBlocks: Int) {
        self.init(
            blockTime: blockTime, window: window, easiestTarget: easiestTarget, reward: reward,
            halvingBlocks: halvingBlocks, upTo: Self.easiestOfAll)
    }

    private init?(
        blockTime: Int, window: Int, easiestTarget: UInt256, reward: Int, halvingBlocks: Int, upTo limit: UInt256
    ) {
        guard Self.blockTimes.contains(blockTime), Self.windows.contains(window),
            (1...Accounts.maximumAmount).contains(halvingBlocks), (0...Accounts.maximumAmount).contains(reward),
            easiestTarget != .zero, easiestTarget <= limit
        else { return nil }
        (self.blockTime, self.window, self.easiestTarget) = (blockTime, window, easiestTarget)
        (self.reward, self.halvingBlocks) = (reward, halvingBlocks)
    }

    /// Reads the `rules` of a first block.
    ///
    /// - Parameter limit: the easiest target that is allowed.
    init(_ value: JSONValue, upTo limit: UInt256) throws(LedgerFault) {
        guard value.hasExactly(Self.keys), value["name"]?.string == Self.name else {
            throw LedgerFault(
                .genesis, .genesisRulesKeys,
                ["keys": .text(Self.keys.joined(separator: ", ")), "name": .text(Self.name)],
                found: value.shown)
        }
        guard let blockTime = value["block_time_ms"]?.integer, let window = value["window"]?.integer,
            let target = value["target"]?.characters.flatMap({ UInt256(hexDigits: $0) }),
            let reward = value["reward"]?.integer, let halvingBlocks = value["halving_blocks"]?.integer,
            let parameters = LedgerParameters(
                blockTime: blockTime, window: window, easiestTarget: target, reward: reward,
                halvingBlocks: halvingBlocks, upTo: limit)
        else {
            throw LedgerFault(
                .genesis,
                .genesisRulesRange,
                [
                    "target": .text(limit.hexText), "time": .number(Self.blockTimes.upperBound),
                    "window": .number(Self.windows.upperBound),
                ],
                found: value.shown)
        }
        self = parameters
    }

    /// The parameters as a first block has them.
    public var text: CanonicalText {
        .object([
            "block_time_ms": .integer(blockTime),
            "halving_blocks": .integer(halvingBlocks),
            "name": .string(Self.name),
            "reward": .integer(reward),
            "target": .string(easiestTarget.hexText),
            "window": .integer(window),
        ])
    }
}

// MARK: - What follows from them

extension LedgerParameters {
    /// What the block of an index creates, besides the fees that it collects.
    public func reward(at index: Int) -> Int {
        let halvings = (index - 2) / halvingBlocks
        // Shifted by more than it has bits, an integer is 0.
        return reward >> halvings
    }

    /// What the blocks up to an index create together. Takes time linear in the number of halvings.
    func rewards(upTo index: Int) -> Int {
        var (sum, reward, blocks) = (0, reward, index - 1)
        while reward > 0, blocks > 0 {
            sum += reward * min(blocks, halvingBlocks)
            (reward, blocks) = (reward >> 1, blocks - halvingBlocks)
        }
        return sum
    }

    /// All rewards that there may ever be, at most; more than fits in 64 bits if the parameters are unusual.
    var maximumRewards: Int128 { 2 * Int128(reward) * Int128(halvingBlocks) }

    /// The target of the block after one, by WTEMA: a step of 1/window towards the target that would have made that
    /// block take the time that it should.
    ///
    /// - Parameters:
    ///   - target: that block's own.
    ///   - elapsed: how many milliseconds it is later than the one before it: at least 1.
    public func target(after target: UInt256, elapsed: Int) -> UInt256 {
        let whole = window * blockTime
        // With the largest window and block time these have 41 bits, so products have 281.
        let factor = whole - blockTime + min(elapsed, whole)
        let next = target.scaled(by: UInt64(factor), over: UInt64(whole))
        return min(easiestTarget, max(UInt256(1), next))
    }
}
