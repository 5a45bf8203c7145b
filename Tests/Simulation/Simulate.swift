internal import ArgumentParser

/// Whole networks in one process, with everything that can go wrong in them.
@main struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forgechain-simulate",
        abstract: "Runs networks of nodes through faults and looks whether anything is lost, doubled or never agreed on.")

    @Option(help: "The only seed to run; the same seed is the same run.")
    var seed: UInt64?

    @Option(help: "How many seeds to run.")
    var seeds = 100

    @Option(help: "The first of them; by default a fresh one.")
    var from: UInt64?

    @Flag(help: "Print all that happens.")
    var verbose = false

    func run() throws {
        let first = seed ?? from ?? UInt64.random(in: 0..<1 << 32)
        let count = seed == nil ? seeds : 1
        print("seeds \(first) to \(first + UInt64(count) - 1)")
        var tally = Tally()
        var digest: UInt64 = 0
        for seed in first..<first + UInt64(count) {
            let run = Run(seed: seed, isPrinted: verbose)
            tally += run.tally
            digest = digest &* 31 &+ run.digest
            if let report = run.report { print(report) }
        }
        print("\(tally.summary); digest \(String(digest, radix: 16))")
        if tally.violations > 0 { throw ExitCode.failure }
    }
}
