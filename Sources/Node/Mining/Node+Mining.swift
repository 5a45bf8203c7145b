public import Chain
internal import Logging

/// Why a request to mine ended without a block.
public enum MiningError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A longer chain arrived; what was searched for is of no use.
    case superseded(length: Int)

    /// The client left, or the node is shutting down.
    case cancelled

    /// Too many wait.
    case tooManyWaiting

    /// One sentence, with what to do.
    public var description: String {
        switch self {
        case .superseded(let length):
            "A longer chain of \(length) blocks arrived while this block was searched. Mine again to build on it."
        case .cancelled: "The search was given up because the client left or the node is shutting down."
        case .tooManyWaiting: "\(Turns.maximumWaiting) requests to mine are waiting. Try again later."
        }
    }
}

/// A block forged here, with its transactions at hand.
public struct ForgedBlock: Sendable {
    /// The block.
    public let block: Block

    /// What it carries, the reward last.
    public let transactions: [Transaction]
}

extension Node {
    /// Forges the next block (the tutorial's `mine`): in its turn, searches the proof on the tip of that
    /// moment, and adds all that is pending when it is found.
    public func mine() async throws(MiningError) -> ForgedBlock {
        try await takeTurn()
        defer { turns.pass() }
        let tip = chain.lastBlock
        let work = ProofOfWork(after: tip, difficulty: chain.difficulty)
        let search = Task(executorPreference: executor) { [prover] in await prover.smallestProof(for: work) }
        self.search = search
        let proof = await withTaskCancellationHandler {
            await search.value
        } onCancel: {
            search.cancel()
        }
        self.search = nil
        // While we waited a longer chain may have come, and then a proof found in the same moment is void.
        guard chain.lastBlock == tip else { throw .superseded(length: chain.length) }
        guard let proof else { throw .cancelled }
        return forge(proof)
    }

    /// Makes a block of the proof and what is pending, and adds it (the tutorial's `new_block`).
    private func forge(_ proof: UInt64) -> ForgedBlock {
        let entries = pool.nextBlock()
        let transactions = entries.map(\.transaction) + [.reward(to: identifier)]
        let tip = chain.lastBlock
        let block = Block(
            index: tip.index + 1, timestamp: clock.secondsSince1970, transactions: transactions, proof: proof,
            previousHash: tip.hash)
        do throws(ChainError) {
            try chain.append(block)
        } catch {
            preconditionFailure("a block forged here breaks a rule: \(error)")
        }
        pool.record(entries, in: block.hash, at: block.index)
        logger.info(
            "block forged",
            metadata: ["index": "\(block.index)", "transactions": "\(transactions.count)", "hash": "\(block.hash)"])
        return ForgedBlock(block: block, transactions: transactions)
    }

    private func takeTurn() async throws(MiningError) {
        if turns.takeIfFree() { return }
        guard turns.hasRoom else { throw .tooManyWaiting }
        let number = turns.nextNumber()
        let hasTurn = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Looked at again: a task that does not prefer the loop may be suspended on the way here.
                if Task.isCancelled {
                    continuation.resume(returning: false)
                } else if turns.takeIfFree() {
                    continuation.resume(returning: true)
                } else {
                    turns.wait(number, continuation)
                }
            }
        } onCancel: {
            Task(executorPreference: executor) { await self.leaveLine(number) }
        }
        guard hasTurn else { throw .cancelled }
    }

    private func leaveLine(_ number: Int) {
        turns.leave(number)
    }
}
