public import Chain
internal import Logging
public import Storage

/// Why a request to mine ended without a block.
public enum MiningError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A longer chain arrived; what was searched for is of no use.
    case superseded(length: Int)

    /// The client left, or the node is shutting down.
    case cancelled

    /// Too many wait.
    case tooManyWaiting

    /// The proof was found, but the block could not be kept.
    case notKept(StorageError)

    /// One sentence, with what to do.
    public var description: String {
        switch self {
        case .superseded(let length):
            "A longer chain of \(length) blocks arrived while this block was searched. Mine again to build on it."
        case .cancelled: "The search was given up because the client left or the node is shutting down."
        case .tooManyWaiting: "\(Turns.maximumWaiting) requests to mine are waiting. Try again later."
        case .notKept(let error): error.description
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
    /// moment, and adds all that is pending when it is found and the block is about to be kept.
    public func mine() async throws(MiningError) -> ForgedBlock {
        try await takeTurn()
        defer { turns.pass() }
        let tip = chain.lastBlock
        let work = chain.rules.work(after: tip)
        let search = Task(executorPreference: executor) { [prover] in await prover.smallestProof(for: work) }
        self.search = search
        let begun = BegunSearch(height: tip.index + 1, guesses: prover.guessCount)
        searching = begun
        let proof = await withTaskCancellationHandler {
            await search.value
        } onCancel: {
            search.cancel()
        }
        self.search = nil
        searching = nil
        tell(.mining(progress(of: begun), proof == nil ? .givenUp : .found))
        // Cancelled for a longer chain or for a client that left: only the first changes the tip.
        guard chain.lastBlock == tip else { throw .superseded(length: chain.length) }
        guard let proof else { throw .cancelled }
        switch await write(.block(proof: proof, after: tip)) {
        case .forged(let forged): return forged
        case .failed(let error): throw .notKept(error)
        default: throw .superseded(length: chain.length)
        }
    }

    /// The block of a proof and of what is pending (the tutorial's `new_block`); it is no part of the chain yet.
    func nextBlock(proof: UInt64, carrying carried: ArraySlice<AcceptedTransaction>) -> ForgedBlock {
        let transactions = carried.map(\.transaction) + [.reward(to: identifier)]
        let tip = chain.lastBlock
        let block = Block(
            index: tip.index + 1, timestamp: clock.secondsSince1970, transactions: transactions, proof: Proof(proof),
            previousHash: tip.hash)
        return ForgedBlock(block: block, transactions: transactions)
    }

    /// Adds a block that was kept.
    func add(_ forged: ForgedBlock) {
        do throws(ChainError) {
            try chain.append(forged.block)
        } catch {
            preconditionFailure("a block forged here breaks a rule: \(error)")
        }
        logger.info(
            "block forged",
            metadata: [
                "index": "\(forged.block.index)", "transactions": "\(forged.transactions.count)",
                "hash": "\(forged.block.hash)",
            ])
        tellBlocks(chain.length - 1..<chain.length, by: .string("this node"))
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
