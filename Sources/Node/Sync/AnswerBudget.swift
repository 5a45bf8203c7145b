internal import Wording
internal import Dispatch
internal import EventLoop
internal import Synchronization

/// The memory that all answers of peers together may hold: whole blocks, pieces that aren't whole yet, and parts that
/// are being scanned.
///
/// Each answer may always hold a little. Beyond that it may hold at most what is left for all others, so many that
/// each hold much are left little each, and whoever comes later gets as much as they.
package final class AnswerBudget: Sendable {
    /// What one answer holds, in bytes.
    struct Holding: Hashable {
        /// Of pieces that aren't whole yet, and of parts that are being scanned.
        var unfinished = 0
        /// Of whole blocks that aren't in our chain.
        var blocks = 0
    }

    /// Why an answer isn't read to its end.
    static let refusal = Statement(.answersTooLong)

    /// After how much was held, in bytes, the process's unused memory is given back to the system.
    private static let notableBytes = 8 << 20

    /// How long it then takes until the rest of an answer is freed too.
    private static let freeingSeconds = 1.0

    private struct State {
        var held = Holding()
        /// The most that was held since memory was last given back to the system.
        var mostBytes = 0
    }

    private let blockBytes: Int
    private let unfinishedBytes: Int
    private let ownBytes: Int
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "forgechain.memory", qos: .utility)

    /// - Parameters:
    ///   - blockBytes: how much the whole blocks of all answers may hold; one answer alone gets half of it.
    ///   - unfinishedBytes: how much may be unfinished in all.
    ///   - ownBytes: how much of each kind every answer may hold, whatever the others hold.
    package init(
        blockBytes: Int, unfinishedBytes: Int = FetchLimits().unfinishedBytes, ownBytes: Int = FetchLimits().ownBytes
    ) {
        (self.blockBytes, self.unfinishedBytes, self.ownBytes) = (blockBytes, unfinishedBytes, ownBytes)
    }

    /// Changes what an answer holds; false, and unchanged, if that is more than it may hold.
    func change(_ holding: inout Holding, to new: Holding) -> Bool {
        let isAllowed = state.withLock { state in
            let unfinished = state.held.unfinished - holding.unfinished + new.unfinished
            let blocks = state.held.blocks - holding.blocks + new.blocks
            guard
                allow(new.unfinished, from: holding.unfinished, of: unfinishedBytes, held: unfinished),
                allow(new.blocks, from: holding.blocks, of: blockBytes, held: blocks)
            else { return false }
            state.held = Holding(unfinished: unfinished, blocks: blocks)
            state.mostBytes = max(state.mostBytes, unfinished + blocks)
            return true
        }
        if isAllowed { holding = new }
        return isAllowed
    }

    /// Whether an answer may hold so many bytes of all when everybody then holds `held`. Nobody has to hold less
    /// because of others.
    private func allow(_ bytes: Int, from before: Int, of all: Int, held: Int) -> Bool {
        bytes <= max(before, ownBytes) || bytes <= all - held
    }

    /// An answer holds nothing any more. After the last of many, the system gets its memory back.
    func giveBack(_ holding: Holding) {
        let isMuch = state.withLock { state in
            state.held.unfinished -= holding.unfinished
            state.held.blocks -= holding.blocks
            guard state.held == Holding(), state.mostBytes > Self.notableBytes else { return false }
            state.mostBytes = 0
            return true
        }
        if isMuch { queue.asyncAfter(deadline: .now() + Self.freeingSeconds) { UnusedMemory.giveBack() } }
    }

    /// What is held in all.
    var holding: Holding { state.withLock { $0.held } }
}
