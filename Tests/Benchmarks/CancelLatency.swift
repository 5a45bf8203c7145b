internal import ArgumentParser
internal import Chain
internal import Mining

/// How long it takes from cancelling a search until all its threads are idle.
struct CancelLatency: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Measure how soon a cancelled search has ended.")

    @Option(help: "How many searches are cancelled.")
    var runs = 1000

    func validate() throws {
        guard runs > 0 else { throw ValidationError("--runs has to be above 0.") }
    }

    func run() async throws {
        guard let hardest = Difficulty(hexZeros: Difficulty.range.upperBound) else { return }
        let work = Rules(difficulty: hardest).work(after: .genesis)
        let miner = Miner()
        var milliseconds: [Double] = []
        for _ in 0..<runs {
            milliseconds.append(1000 * (await cancel(miner, at: work)).seconds)
        }
        let latencies = Distribution(milliseconds)
        try report(
            Result(
                kernel: miner.kernel.name, threads: miner.threads, runs: runs, medianMilliseconds: latencies.median,
                p99Milliseconds: latencies.percentile(0.99), worstMilliseconds: latencies.largest))
    }

    private struct Result: Encodable {
        let kernel: String
        let threads: Int
        let runs: Int
        let medianMilliseconds: Double
        let p99Milliseconds: Double
        let worstMilliseconds: Double
    }

    /// Begins an endless search, and cancels it once all threads have joined.
    private func cancel(_ miner: Miner, at work: ProofOfWork) async -> Duration {
        let (searches, announced) = AsyncStream.makeStream(of: Search.self)
        let task = Task { await miner.smallestProof(for: work) { announced.yield($0) } }
        for await search in searches {
            while search.runningThreads < miner.threads {
                // A nap, because a busy loop would take a processor from the search.
                try? await Task.sleep(for: .microseconds(200))
            }
            break
        }
        let clock = ContinuousClock()
        let start = clock.now
        task.cancel()
        let proof = await task.value
        precondition(proof == nil, "a proof of 16 zeros, which nobody has seen")
        return clock.now - start
    }
}
