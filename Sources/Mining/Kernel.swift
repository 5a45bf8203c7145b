internal import Chain
internal import CSHA256

/// One implementation of the proof search, for one kind of processor.
public struct Kernel: Hashable, Sendable {
    /// Its index in the C table. A pointer would do, but isn't `Sendable`.
    private let index: Int

    /// Its name in logs and options, such as `sha-ni` or `portable`.
    public var name: String { String(cString: sha256_kernel_name(pointer)) }

    private var pointer: OpaquePointer { sha256_kernel_at(index) }

    /// The kernels whose instructions this processor has; the portable one comes last.
    static var supported: [Kernel] {
        (0..<sha256_kernel_count())
            .map { Kernel(index: $0) }
            .filter { sha256_kernel_is_supported($0.pointer) }
    }

    /// The supported kernels that found what plain SHA-256 finds; the portable one comes last.
    ///
    /// Checked once per process, which takes a few milliseconds.
    public static let usable: [Kernel] = supported.filter { sha256_kernel_is_correct($0.pointer) }

    /// The usable kernel that was fastest in trials.
    ///
    /// Processors with the same instructions rank the kernels differently. The trials run once per process and take
    /// some ten milliseconds, or fifty where other work disturbs them.
    public static let fastest: Kernel = {
        guard let kernel = fastest(of: usable, timedBy: \.trialDuration) else {
            preconditionFailure("Not even the portable kernel computes SHA-256 as it should.")
        }
        return kernel
    }()

    /// The usable kernel with that name, if there is one.
    public init?(named name: String) {
        guard let kernel = Self.usable.first(where: { $0.name == name }) else { return nil }
        self = kernel
    }

    private init(index: Int) {
        self.index = index
    }
}

// MARK: Choosing the fastest

extension Kernel {
    /// Rounds of trials in which all kernels take part. Several, because the system may interrupt any trial.
    static let heatCount = 3

    /// A kernel whose shortest trial took this many times as long as the shortest of all is out after that.
    private static let outclassed = 2.5

    /// After how many rounds the trials end if a kernel leads those that are left by enough, and after how many anyway.
    private static let minimumRounds = 20, lead = 7
    static let maximumRounds = 100

    /// The kernel that wins most rounds of trials and had the shortest of all, or nil if there are no kernels.
    ///
    /// Compared within a round, since a processor's slow moments last longer than one: all trials of a kernel together
    /// may fall into them. The shortest of all has to agree, since what else runs on a processor may slow one kernel
    /// more than another for a while. If they go on to disagree, that one counts.
    static func fastest(of kernels: [Kernel], timedBy trial: (Kernel) -> Duration) -> Kernel? {
        guard kernels.count > 1 else { return kernels.first }
        var shortest: [Kernel: Duration] = [:]
        for _ in 0..<heatCount {
            for kernel in kernels { shortest[kernel] = min(trial(kernel), shortest[kernel] ?? .seconds(3600)) }
        }
        let bound = (shortest.values.min() ?? .zero) * outclassed
        let finalists = kernels.filter { shortest[$0] ?? .zero <= bound }
        guard finalists.count > 1 else { return finalists.first }
        var best: Kernel? { finalists.min { shortest[$0] ?? .zero < shortest[$1] ?? .zero } }
        var wins: [Kernel: Int] = [:]
        for round in 0..<maximumRounds {
            if round >= minimumRounds, let leader = leader(of: finalists, wins), leader == best { return leader }
            // The turns rotate, in case one is better than another.
            let trials = finalists.indices.map { position in
                let kernel = finalists[(position + round) % finalists.count]
                return (kernel: kernel, duration: trial(kernel))
            }
            for (kernel, duration) in trials { shortest[kernel] = min(duration, shortest[kernel] ?? duration) }
            if let winner = trials.min(by: { $0.duration < $1.duration }) { wins[winner.kernel, default: 0] += 1 }
        }
        return best
    }

    /// The one that leads by enough wins, if there is one.
    private static func leader(of finalists: [Kernel], _ wins: [Kernel: Int]) -> Kernel? {
        let ranked = finalists.sorted { wins[$0] ?? 0 > wins[$1] ?? 0 }
        return (wins[ranked[0]] ?? 0) - (wins[ranked[1]] ?? 0) >= lead ? ranked[0] : nil
    }

    /// How long a few thousand unsuccessful guesses take: 0.07 milliseconds with the fastest kernels.
    private var trialDuration: Duration {
        guard let hardest = Difficulty(hexZeros: Difficulty.range.upperBound) else {
            preconditionFailure("The range of difficulties ends with one.")
        }
        let problem = Problem(Rules(difficulty: hardest).work(after: .genesis))
        return ContinuousClock().measure { _ = search(Self.trialProofs, for: problem) }
    }

    /// A multiple of what each kernel tries at once.
    private static let trialProofs: ClosedRange<UInt64> = 100_000_000...100_003_263
}

// MARK: Searching on the calling thread

extension Kernel {
    /// How the search of a range ended.
    enum Outcome: Hashable, Sendable {
        case found(UInt64)
        case exhausted
        case stopped
    }

    /// Looks for the smallest proof in `range`, and asks `search` now and then whether to go on.
    func search(
        _ range: ClosedRange<UInt64>, for problem: Problem, askedBy search: Search? = nil
    ) -> Outcome {
        // Unretained: the caller keeps the search alive until this call returns.
        let context = search.map { UnsafeRawPointer(Unmanaged.passUnretained($0).toOpaque()) }
        var proof: UInt64 = 0
        let outcome = withUnsafePointer(to: problem.value) {
            sha256_search(pointer, $0, range.lowerBound, range.upperBound, Self.isWanted, context, &proof)
        }
        switch outcome {
        case .found: return .found(proof)
        case .exhausted: return .exhausted
        case .stopped: return .stopped
        }
    }

    private static let isWanted: sha256_is_wanted = { context, proof in
        guard let context else { return true }
        return Unmanaged<Search>.fromOpaque(context).takeUnretainedValue().wants(proofsFrom: proof)
    }
}
