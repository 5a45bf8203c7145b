internal import Chain
internal import Dispatch
internal import Synchronization

/// One search: the work items that look for the smallest number from the first on that fits, and what they share.
///
/// Threads take ranges in ascending order. A thread that finds a proof lowers the shared minimum, and every thread goes
/// on until its range begins above the minimum. By then all smaller numbers have been tried.
package final class Search: Sendable {
    private let problem: Problem
    private let first: UInt64
    private let threads: Int
    private let kernel: Kernel

    private let nextRange = Atomic<UInt64>(0)
    private let isCancelled = Atomic<Bool>(false)
    private let guesses = Atomic<UInt64>(0)
    /// The smallest proof found so far, or the largest number if there is none; reaching that would take centuries.
    private let minimum = Atomic<UInt64>(.max)
    /// Held for a few instructions when a thread begins or ends, never during a search.
    private let roster = Mutex(Roster())

    /// The threads at work, and the task that waits for the end.
    private struct Roster {
        var continuation: CheckedContinuation<UInt64?, Never>?
        var workItems: [DispatchWorkItem] = []
        /// Threads that are searching.
        var running = 0
        /// Work items that are queued but have not begun.
        var queued = 0

        /// Ends the search: gives up the continuation, once, and releases the work items.
        mutating func takeContinuation() -> CheckedContinuation<UInt64?, Never>? {
            defer { continuation = nil }
            workItems = []
            return continuation
        }
    }

    init(_ problem: Problem, from first: UInt64 = 0, threads: Int, kernel: Kernel) {
        self.problem = problem
        self.first = first
        self.threads = threads
        self.kernel = kernel
    }

    var guessCount: UInt64 { guesses.load(ordering: .relaxed) }

    /// How many threads are searching.
    package var runningThreads: Int { roster.withLock { $0.running } }

    /// Begins the search. The continuation is resumed once, when no thread is at work any more.
    func start(resuming continuation: CheckedContinuation<UInt64?, Never>) {
        roster.withLock { $0.continuation = continuation }
        addThreads(1)
        finishIfIdle()
    }

    /// Stops the search; may be called at any time, even before it begins or after it ends.
    func cancel() {
        isCancelled.store(true, ordering: .relaxed)
        roster.withLock { roster in
            for item in roster.workItems {
                item.cancel()
            }
            // A cancelled item never begins; one that is about to begin sees the flag.
            roster.queued = 0
        }
        finishIfIdle()
    }

    /// Whether the proofs from `proof` on still matter. Asked on the searching threads, several times a millisecond.
    func wants(proofsFrom proof: UInt64) -> Bool {
        !isCancelled.load(ordering: .relaxed) && proof < minimum.load(ordering: .relaxed)
    }
}

// MARK: - Threads

extension Search {
    /// Below everything that answers requests: libdispatch runs this class at nice 10, on threads it uses for nothing
    /// else.
    private static let quality = DispatchQoS.background

    /// Queues more work items, unless the search was cancelled.
    ///
    /// Each has its own queue. All concurrent queues of a class share one pool with a thread per processor, where one
    /// hard search would hold up every other search in the process; a serial queue gets a thread whenever it has work.
    private func addThreads(_ count: Int) {
        roster.withLock { roster in
            guard !isCancelled.load(ordering: .relaxed) else { return }
            for _ in 0..<count {
                let item = DispatchWorkItem { self.runThread() }
                roster.workItems.append(item)
                roster.queued += 1
                DispatchQueue(label: "proof search", qos: Self.quality).async(execute: item)
            }
        }
    }

    private func runThread() {
        let begins = roster.withLock { roster in
            guard !isCancelled.load(ordering: .relaxed) else { return false }
            roster.queued -= 1
            roster.running += 1
            return true
        }
        guard begins else { return }
        searchRanges()
        roster.withLock { $0.running -= 1 }
        finishIfIdle()
    }

    private func searchRanges() {
        while true {
            let index = nextRange.wrappingAdd(1, ordering: .relaxed).oldValue
            guard let proofs = SearchRanges.proofs(ofRange: index, from: first) else { return }
            guard wants(proofsFrom: proofs.lowerBound) else { return }
            if index == SearchRanges.firstSharedRange {
                addThreads(threads - 1)
            }
            switch kernel.search(proofs, for: problem, askedBy: self) {
            case .found(let proof):
                lowerMinimum(to: proof)
                guesses.wrappingAdd(proof - proofs.lowerBound + 1, ordering: .relaxed)
            case .exhausted:
                guesses.wrappingAdd(UInt64(proofs.count), ordering: .relaxed)
            case .stopped:
                break
            }
        }
    }

    /// Not `Atomic.min`: compiler 6.3.1 compares unsigned numbers as signed ones, which makes `.max` -1.
    private func lowerMinimum(to proof: UInt64) {
        var known = minimum.load(ordering: .relaxed)
        while proof < known {
            let (exchanged, original) = minimum.weakCompareExchange(
                expected: known, desired: proof, ordering: .relaxed)
            if exchanged { return }
            known = original
        }
    }

    /// Resumes the waiting task, if this was the last thread.
    private func finishIfIdle() {
        let continuation = roster.withLock { roster in
            roster.running == 0 && roster.queued == 0 ? roster.takeContinuation() : nil
        }
        let proof = minimum.load(ordering: .relaxed)
        let isFound = !isCancelled.load(ordering: .relaxed) && proof < .max
        continuation?.resume(returning: isFound ? proof : nil)
    }
}
