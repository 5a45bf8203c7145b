internal import Chain
internal import Dispatch
internal import Mining

/// How fast this machine searches a ledger's proofs, on all its processors.
public enum SearchSpeed {
    /// What the threads take to be all at work.
    private static let start = DispatchTimeInterval.milliseconds(200)
    private static let trial = DispatchTimeInterval.seconds(1)

    /// Searches for about a second, in vain, and returns the guesses a second: at least 1. Blocks the thread.
    public static func measured() -> UInt64 {
        let miner = Miner()
        let ended = DispatchSemaphore(value: 0)
        let search = Task.detached {
            _ = await miner.nonce(for: hopeless)
            ended.signal()
        }
        defer {
            search.cancel()
            ended.wait()
        }
        let clock = ContinuousClock()
        _ = ended.wait(timeout: .now() + start)
        let (begin, first) = (clock.now, miner.guessCount)
        _ = ended.wait(timeout: .now() + trial)
        let (guesses, duration) = (miner.guessCount - first, clock.now - begin)
        return max(1, UInt64(Double(guesses) / (duration / .seconds(1))))
    }

    /// A block of which nobody finds a nonce.
    private static var hopeless: BlockTemplate {
        guard
            let parameters = LedgerParameters(
                blockTime: 1_000, window: 2, easiestTarget: UInt256(1), reward: 0, halvingBlocks: 1),
            let (begin, next) = LedgerTimestamp(wholeSeconds: 0).flatMap({ begin in
                LedgerTimestamp(wholeSeconds: 1).map { (begin, $0) }
            }), let network = try? LedgerNetwork(timestamp: begin, parameters: parameters),
            let nobody = Address(hexDigits: [UInt8](repeating: UInt8(ascii: "5"), count: 64)[...])
        else { preconditionFailure("a network may be as hard as can be") }
        return BlockTemplate(
            after: network.tip, lastHash: network.id, timestamp: next, payments: [], payingTo: nobody,
            parameters: parameters)
    }
}
