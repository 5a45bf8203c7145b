internal import ArgumentParser
internal import CSHA256
internal import Chain
internal import Dispatch
internal import Mining

/// Million guesses per second for each kernel, of the tutorial's guesses and of a ledger's, and for SHA-256 of a text
/// made for each guess.
///
/// Nothing is ever found. All methods take turns, so that a busy neighbour affects all of them.
struct SearchSpeed: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Measure how many guesses a second the proof search makes.")

    @Option(help: "How often each way has its turn.")
    var trials = 15

    @Option(help: "Milliseconds of a turn, about.")
    var milliseconds = 100

    func validate() throws {
        guard trials > 0, milliseconds > 0 else {
            throw ValidationError("--trials and --milliseconds have to be above 0.")
        }
    }

    func run() throws {
        let fastest = Kernel.fastest.name
        var ways = [Guesses.tutorial, .ledger].flatMap { guesses in
            Kernel.usable.map { kernel in
                Way(name: kernel.name, guesses: guesses.name, threads: 1) { guesses.make(kernel.name, count: $0) }
            }
        }
        ways.append(
            Way(name: fastest, guesses: Guesses.tutorial.name, threads: 2) {
                Guesses.tutorial.make(fastest, count: $0, threads: 2)
            })
        ways.append(Way(name: "plain", guesses: Guesses.tutorial.name, threads: 1, guess: guessesPlainly))
        let counts = ways.map { $0.count(taking: Double(milliseconds) / 1000) }
        var rates = [[Double]](repeating: [], count: ways.count)
        for _ in 0..<trials {
            for (index, way) in ways.enumerated() {
                rates[index].append(way.rate(count: counts[index]))
            }
        }
        let speeds = zip(ways, rates).map { way, rates in
            let rates = Distribution(rates)
            return Result.Speed(
                name: way.name, guesses: way.guesses, threads: way.threads, median: rates.median, best: rates.largest)
        }
        try report(Result(fastest: fastest, trials: trials, millionGuessesASecond: speeds))
    }

    private struct Result: Encodable {
        let fastest: String
        let trials: Int
        let millionGuessesASecond: [Speed]

        struct Speed: Encodable {
            let name: String
            let guesses: String
            let threads: Int
            let median: Double
            let best: Double
        }
    }
}

// MARK: - Ways to guess

/// A method of guessing; its threads share a number of guesses.
private struct Way {
    let name: String
    let guesses: String
    let threads: Int
    let guess: (_ count: UInt64) -> Void

    /// Million guesses per second.
    func rate(count: UInt64) -> Double {
        1e-6 * Double(count) / ContinuousClock().measure { guess(count) }.seconds
    }

    /// How many guesses take that many seconds, from the best of a few short runs.
    func count(taking seconds: Double) -> UInt64 {
        let best = (0..<5).map { _ in rate(count: 20_000) }.reduce(0, max)
        return UInt64((1e6 * best * seconds).rounded(.up))
    }
}

/// What is between two texts is tried; no digest is small enough. Each guess takes two blocks of SHA-256.
private struct Guesses {
    let name: String
    let prefix: [UInt8]
    let width: UInt32
    let suffix = Array("e5287db5cb8e3640bf0ceddfce17885844e7c06d2f8dc2678ea5f37eb3f03af9".utf8)

    /// Proofs of 9 digits.
    static let tutorial = Guesses(name: "tutorial", prefix: Array("35293".utf8), width: 0)
    /// Nonces of 20 digits, after a last proof and a seal that have as many digits as most: 97 and 77.
    static let ledger = Guesses(
        name: "ledger", prefix: (0..<174).map { UInt8(ascii: "1") + UInt8($0 % 9) }, width: 20)

    static let first: UInt64 = 100_000_000

    func make(_ kernel: String, count: UInt64, threads: Int = 1) {
        let index = (0..<sha256_kernel_count()).first { index in
            String(cString: sha256_kernel_name(sha256_kernel_at(index))) == kernel
        }
        guard let index else { preconditionFailure("a kernel has no name of its own") }
        let share = count / UInt64(threads)
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            let first = Self.first + UInt64(thread) * share
            var problem = sha256_problem_make(
                prefix, prefix.count, suffix, suffix.count, width, sha256_digest(words: (0, 0, 0, 0)))
            var proof: UInt64 = 0
            let outcome = sha256_search(
                sha256_kernel_at(index), &problem, first, first + share - 1, { _, _ in true }, nil, &proof)
            precondition(outcome == .exhausted, "a digest of 0, which nobody has seen")
        }
    }
}

/// As the tutorial does it: a text for each guess.
private func guessesPlainly(count: UInt64) {
    let guesses = Guesses.tutorial
    let lastProof = String(decoding: guesses.prefix, as: UTF8.self)
    let lastHash = String(decoding: guesses.suffix, as: UTF8.self)
    for proof in Guesses.first..<(Guesses.first + count) {
        let text = "\(lastProof)\(proof)\(lastHash)"
        let digest = Array(text.utf8).withUnsafeBufferPointer { sha256_hash($0.baseAddress, $0.count) }
        precondition(digest.words.0 != 0, "a proof of 16 zeros, which nobody has seen")
    }
}
