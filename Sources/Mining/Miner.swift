public import Chain
internal import CSHA256
internal import Synchronization

/// Searches for proofs of work, and for the nonces of ledger blocks, on threads of its own.
///
/// A miner may run any number of searches at once, and a process may have any number of miners. Searches never wait for
/// each other; they only share the processors.
public final class Miner: Sendable {
    /// How many threads a search uses once it turns out not to be short.
    public let threads: Int
    /// The kernel that its searches use.
    public let kernel: Kernel
    /// That kernel's name.
    public var kernelName: String { kernel.name }

    /// The guesses of finished searches, and the searches that are running.
    private let tally = Mutex((ended: UInt64(0), running: [ObjectIdentifier: Search]()))

    /// Makes a miner with a number of threads, at least 1, and a kernel.
    ///
    /// By default it uses all processors that this process may run on, and the fastest kernel.
    public init(threads: Int? = nil, kernel: Kernel = .fastest) {
        let threads = threads ?? Int(sha256_processor_count())
        precondition(threads > 0, "A miner needs a thread.")
        self.threads = threads
        self.kernel = kernel
    }

    /// How many guesses all searches have made so far, including those still running. Counted range by range, so it may
    /// lag by up to 100,000 per thread.
    public var guessCount: UInt64 {
        tally.withLock { tally in tally.running.values.reduce(tally.ended) { $0 + $1.guessCount } }
    }

    /// The smallest proof, or nil if the awaiting task was cancelled.
    ///
    /// Never blocks the caller's thread. A cancelled search stops within about a millisecond. Either way, this returns
    /// only after all threads have left the search.
    public func smallestProof(for work: ProofOfWork) async -> UInt64? {
        await smallestProof(for: work) { _ in }
    }

    /// The same, but passes the search to `observe` before it begins.
    package func smallestProof(for work: ProofOfWork, observe: (Search) -> Void) async -> UInt64? {
        let search = Search(Problem(work), threads: threads, kernel: kernel)
        observe(search)
        return await result(of: search)
    }

    /// A nonce that solves a ledger's next block: the smallest from `first` on. Otherwise as ``smallestProof(for:)``.
    ///
    /// Nonces of more than 64 bits are not tried. Nil as well if none is left, which from 0 on takes a thousand years.
    public func nonce(for template: BlockTemplate, from first: UInt64 = 0) async -> UInt128? {
        await result(of: Search(Problem(template), from: first, threads: threads, kernel: kernel)).map { UInt128($0) }
    }

    private func result(of search: Search) async -> UInt64? {
        tally.withLock { $0.running[ObjectIdentifier(search)] = search }
        let number = await withTaskCancellationHandler {
            await withCheckedContinuation { search.start(resuming: $0) }
        } onCancel: {
            search.cancel()
        }
        tally.withLock { tally in
            tally.running[ObjectIdentifier(search)] = nil
            tally.ended += search.guessCount
        }
        return number
    }
}
