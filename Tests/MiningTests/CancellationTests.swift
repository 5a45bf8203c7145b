import Chain
import Synchronization
import Testing

@testable import Mining

@Suite("Cancelling a search")
struct CancellationTests {
    /// Waits until a search has tried its first numbers.
    private func begin(_ search: Search) async {
        while search.guessCount == 0 {
            await Task.yield()
        }
    }

    /// Runs an endless search.
    private func run(_ search: Search) -> Task<UInt64?, Never> {
        Task { await withCheckedContinuation { search.start(resuming: $0) } }
    }

    private func endlessSearch(threads: Int, kernel: Kernel = .fastest) throws -> Search {
        try Search(Problem(unsolvablePuzzle()), threads: threads, kernel: kernel)
    }

    @Test func `a task that was cancelled before it began gets nothing`() async throws {
        let work = try unsolvablePuzzle()
        let miner = Miner(threads: 2)
        let task = Task {
            while !Task.isCancelled {
                await Task.yield()
            }
            return await miner.smallestProof(for: work)
        }
        task.cancel()
        #expect(await task.value == nil)
        #expect(miner.guessCount == 0)
    }

    @Test func `cancelling the task ends the search`() async throws {
        let work = try unsolvablePuzzle()
        let miner = Miner(threads: 2)
        for _ in 0..<20 {
            let task = Task { await miner.smallestProof(for: work) }
            await Task.yield()
            task.cancel()
            task.cancel()
            #expect(await task.value == nil)
        }
    }

    @Test(arguments: [1, 2, 8])
    func `a search that is under way ends, and its threads are idle then`(threads: Int) async throws {
        let search = try endlessSearch(threads: threads)
        let task = run(search)
        await begin(search)
        #expect(search.runningThreads > 0)
        search.cancel()
        #expect(await task.value == nil)
        #expect(search.runningThreads == 0)
    }

    @Test(arguments: Kernel.usable)
    func `every kernel stops`(kernel: Kernel) async throws {
        let cancelled = try endlessSearch(threads: 1, kernel: kernel)
        cancelled.cancel()
        let everything = 0...UInt64.max
        #expect(kernel.search(everything, for: try unsolvablePuzzle(), askedBy: cancelled) == .stopped)

        let search = try endlessSearch(threads: 2, kernel: kernel)
        let task = run(search)
        await begin(search)
        search.cancel()
        #expect(await task.value == nil)
    }

    @Test func `all threads join a search that isn't short`() async throws {
        let search = try endlessSearch(threads: 8)
        let task = run(search)
        while search.runningThreads < 8 {
            await Task.yield()
        }
        search.cancel()
        #expect(await task.value == nil)
        #expect(search.runningThreads == 0)
    }

    @Test func `cancelling before, twice and after the end is harmless`() async throws {
        let search = try endlessSearch(threads: 2)
        search.cancel()
        search.cancel()
        #expect(await run(search).value == nil)
        search.cancel()
        #expect(search.guessCount == 0)

        let solvable = try Search(Problem(puzzle(afterProof: 1, zeros: 2)), threads: 2, kernel: .fastest)
        #expect(await run(solvable).value != nil)
        solvable.cancel()
        #expect(solvable.runningThreads == 0)
    }

    @Test func `cancelling while the search begins never loses the end`() async throws {
        for _ in 0..<200 {
            let search = try endlessSearch(threads: 2)
            async let canceller: Void = Task.detached { search.cancel() }.value
            #expect(await run(search).value == nil)
            await canceller
            #expect(search.runningThreads == 0)
        }
    }

    @Test func `a search that nobody holds any more is freed`() async throws {
        weak var search: Search?
        try await {
            let held = try endlessSearch(threads: 2)
            search = held
            let task = run(held)
            await begin(held)
            held.cancel()
            _ = await task.value
        }()
        while search != nil {
            await Task.yield()
        }
    }
}
