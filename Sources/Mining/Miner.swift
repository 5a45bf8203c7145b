public import Chain
internal import CSHA256
internal import Synchronization

/// Searches for proofs of work on threads of its own.
///
/// A miner may run any number of searches at once, and any number of miners may share a process: no search waits for
/// another, they only share the processors.
public final class Miner: Sendable {
    /// How many threads a search uses once it turns out not to be a short one.
    public let threads: Int
    /// What its searches compute digests with.
    public let kernel: Kernel

    /// What ended searches have counted, and the searches that run.
    private let tally = Mutex((ended: UInt64(0), running: [ObjectIdentifier: Search]()))

    /// A miner with a number of threads, at least 1, and a kernel.
    ///
    /// Unless told otherwise it uses all the processors this process may run on, in the fastest way they offer.
    public init(threads: Int? = nil, kernel: Kernel = .fastest) {
        let threads = threads ?? Int(sha256_processor_count())
        precondition(threads > 0, "A miner needs a thread.")
        self.threads = threads
        self.kernel = kernel
    }

    /// How many guesses all searches have made so far, also those that run. Counted piece by piece, so up to 100,000 a
    /// thread behind.
    public var guessCount: UInt64 {
        tally.withLock { tally in tally.running.values.reduce(tally.ended) { $0 + $1.guessCount } }
    }

    /// The smallest proof there is; nil if the awaiting task was cancelled.
    ///
    /// Never blocks the caller's thread. A cancelled search stops within about a millisecond; either way, this returns
    /// after all its threads have left the search.
    public func smallestProof(for work: ProofOfWork) async -> UInt64? {
        await smallestProof(for: work) { _ in }
    }

    /// The same; `observe` is given the search before it begins.
    package func smallestProof(for work: ProofOfWork, observe: (Search) -> Void) async -> UInt64? {
        let search = Search(work: work, threads: threads, kernel: kernel)
        observe(search)
        tally.withLock { $0.running[ObjectIdentifier(search)] = search }
        let proof = await withTaskCancellationHandler {
            await withCheckedContinuation { search.start(resuming: $0) }
        } onCancel: {
            search.cancel()
        }
        tally.withLock { tally in
            tally.running[ObjectIdentifier(search)] = nil
            tally.ended += search.guessCount
        }
        return proof
    }
}
