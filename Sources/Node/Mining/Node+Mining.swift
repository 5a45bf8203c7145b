internal import API
internal import Chain
internal import EventLoop
internal import Logging
public import Records
public import Wording

extension Node {
    /// For whom the node itself mines. No client's address gives this number: it would be one of IPv6's multicast.
    public static let ownMiner: UInt64 = .max - 1

    /// Forges the next block (the tutorial's `mine`). When its turn comes, searches for a proof on the current tip.
    /// Includes everything that is pending when the proof has been found and the block is about to be committed.
    ///
    /// - Parameter owner: whose turn it takes: everybody who waits gets one before anybody gets a second.
    public func mine(for owner: UInt64 = ownMiner) async throws(MiningError) -> ForgedBlock {
        let wasStopped = tasks.isStopped
        guard await mining.turns.take(for: owner) else {
            throw Task.isCancelled ? .cancelled : .tooManyWaiting(mining.turns.limit)
        }
        defer { mining.turns.release() }
        // Whoever waited here while the node ended must not begin a search that nothing interrupts.
        if tasks.isStopped, !wasStopped { throw .cancelled }
        try checkRoomForBlock()
        return chain.ledger == nil ? try await searchProof() : try await searchNonce()
    }

    /// Throws unless a block may follow here, whoever has searched for it.
    func checkRoomForBlock() throws(MiningError) {
        let bytes = chain.textLength
        guard state.allowsBlock else {
            noteFull(of: bytes)
            throw .chainIsFull(bytes: bytes, limitBytes: options.limits.chain.chainBytes)
        }
        if let checkpoint = options.finality.next(for: chain) {
            throw .belowCheckpoint(checkpoint, length: chain.length)
        }
    }

    /// Searches for a proof on the current tip, and forges the block.
    private func searchProof() async throws(MiningError) -> ForgedBlock {
        let tip = chain.tip
        let work = chain.rules.work(after: tip)
        let proof = await search(of: chain.rules.difficulty.expectedGuesses) { await $0.smallestProof(for: work) }
        // Cancelled because of a longer chain or because the client left; only the former changes the tip.
        guard chain.tipHash == tip.hash else { throw .superseded(length: chain.length) }
        guard let proof else { throw .cancelled }
        return try await forge(ForgeBlock(proof: proof, after: tip, clock: ports.clock))
    }

    /// Searches for what makes the next block; nil if the search was ended before.
    ///
    /// - Parameter expected: how many guesses it takes on average.
    func search<Found: Sendable>(
        of expected: UInt128, _ find: @escaping @Sendable (any Prover) async -> Found?
    ) async -> Found? {
        let search = Task(executorPreference: executor) { [prover = ports.prover] in await find(prover) }
        let begun = BegunSearch(
            height: chain.length + 1, guesses: ports.prover.guessCount, expected: expected, start: ports.clock.now)
        mining.begin(begun) { search.cancel() }
        let found = await withTaskCancellationHandler {
            await search.value
        } onCancel: {
            search.cancel()
        }
        mining.end()
        emit(.mining(info(on: begun, found == nil ? .givenUp : .found)))
        return found
    }

    /// Commits a block that was found.
    func forge<Operation: StateOperation>(
        _ operation: Operation
    ) async throws(MiningError) -> ForgedBlock where Operation.Outcome == ForgedBlock {
        do throws(SubmitError<Operation.Refusal>) {
            return try await submit(operation)
        } catch .notCommitted(let error) {
            throw .notKept(error)
        } catch {
            throw .superseded(length: chain.length)
        }
    }

    /// Whether a search is in progress.
    package var isSearching: Bool { mining.searching != nil }

    /// How far the search in progress has got; nil if there is none.
    var searchInfo: SearchInfo? { mining.searching.map { info(on: $0, .searching) } }

    private func info(on search: BegunSearch, _ state: SearchInfo.State) -> SearchInfo {
        SearchInfo(
            height: search.height, guesses: ports.prover.guessCount - search.guesses,
            expected: search.expected, seconds: (ports.clock.now - search.start).inSeconds,
            state: state)
    }

    // MARK: The longest chain

    /// How often the miner looks whether a full chain was replaced by a shorter one, or one below a checkpoint grew.
    private static let fullPauseSeconds = 10.0

    /// Warns people once when a chain gets near the longest one, or a node starts with such a chain.
    ///
    /// - Parameter bytes: how long it was before.
    func warn(of chain: Blockchain, after bytes: Int) {
        mining.isFull = false
        let limits = options.limits.chain
        guard limits.isNear(chain.textLength), !limits.isNear(bytes) else { return }
        tellLimit(chain.textLength, "the chain is near the longest that may be mined")
    }

    /// Tells people once that no more is mined.
    private func noteFull(of bytes: Int) {
        guard !mining.isFull else { return }
        mining.isFull = true
        tellLimit(bytes, "no more is mined: the chain is as long as it may be")
    }

    private func tellLimit(_ bytes: Int, _ text: String) {
        let limit = options.limits.chain.chainBytes
        ports.logger.warning("\(text)", metadata: ["bytes": "\(bytes)", "limit": "\(limit)"])
        emit(.limit(ChainLimitEvent(bytes: bytes, limitBytes: limit)))
    }

    // MARK: Continuous mining

    /// Whether the miner has something to do: empty blocks count if they are wanted. On a full chain it has, so that
    /// people are told.
    private var isWorthMining: Bool {
        if options.minesEmptyBlocks { return true }
        if mempool.pending.isEmpty { return false }
        return !state.allowsBlock || state.hasPaymentsForBlock
    }

    /// Forges one block after another. A new tip ends the search on the old one, and the next begins at once,
    /// unless blocks have to come at an interval.
    func mineContinuously() async {
        while tasks.isRunning {
            if !isWorthMining {
                await mining.sleep { !tasks.isRunning || isWorthMining }
                continue
            }
            if let seconds = secondsToNextSearch {
                await ports.clock.sleep(seconds: seconds)
                continue
            }
            do throws(MiningError) {
                _ = try await mine()
            } catch {
                switch error {
                case .superseded: continue
                case .cancelled: return
                case .chainIsFull, .belowCheckpoint, .aheadOfClock:
                    await ports.clock.sleep(seconds: Self.fullPauseSeconds)
                case .tooManyWaiting, .notKept:
                    // A failing disk is logged once, not every second.
                    let level: Logger.Level = journal.fault == nil ? .notice : .debug
                    ports.logger.log(level: level, "mining pauses for a second: \(error)")
                    await ports.clock.sleep(seconds: 1)
                }
            }
        }
    }
}

/// Why a request to mine ended without a block.
public enum MiningError: Error, Hashable, Sendable, Stated {
    /// A longer chain arrived, which made the search useless.
    case superseded(length: Int)

    /// The client left, or the node is shutting down.
    case cancelled

    /// As many requests wait as may.
    case tooManyWaiting(Int)

    /// The chain is as long as one may be.
    case chainIsFull(bytes: Int, limitBytes: Int)

    /// The newest block is so far ahead of the clock that nobody would take the next one yet.
    case aheadOfClock(seconds: Int)

    /// The chain has not reached a checkpoint yet.
    case belowCheckpoint(Checkpoint, length: Int)

    /// The proof was found, but the block could not be stored.
    case notKept(StorageError)

    /// One sentence, with what to do.
    public var statement: Statement {
        switch self {
        case .superseded(let length): Statement(.superseded, ["length": .number(length)])
        case .cancelled: Statement(.miningCancelled)
        case .tooManyWaiting(let count): Statement(.miningBusy, ["count": .number(count)])
        case .chainIsFull(let bytes, let limit): ChainLimits.isFull(bytes: bytes, limitBytes: limit)
        case .aheadOfClock(let seconds):
            Statement(
                .aheadOfClock,
                ["limit": .number(Int(SealedHeader.maximumAhead)), "seconds": .number(seconds)])
        case .belowCheckpoint(let checkpoint, let length):
            Statement(.belowCheckpoint, ["height": .number(checkpoint.height), "length": .number(length)])
        case .notKept(let error): error.statement
        }
    }
}
