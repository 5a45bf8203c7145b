internal import Logging

extension Node {
    /// Forges one block after the other. A new tip ends the search on the old one, and the next begins at once.
    func mineContinuously() async {
        while background.isRunning {
            if !options.minesEmptyBlocks, pool.pending.isEmpty {
                await untilTransactionsWait()
                continue
            }
            do throws(MiningError) {
                _ = try await mine()
            } catch {
                switch error {
                case .superseded: continue
                case .cancelled: return
                case .tooManyWaiting, .notKept:
                    // That nothing can be kept is told once, and not each second.
                    let level: Logger.Level = storageFault == nil ? .notice : .debug
                    logger.log(level: level, "mining pauses for a second: \(error)")
                    await clock.sleep(seconds: 1)
                }
            }
        }
    }

    private func untilTransactionsWait() async {
        await withCheckedContinuation { continuation in
            if !background.isRunning || !pool.pending.isEmpty { return continuation.resume() }
            idleMiner = continuation
        }
    }

    /// Lets the miner look again whether there is something to mine.
    func wakeMiner() {
        idleMiner?.resume()
        idleMiner = nil
    }
}
