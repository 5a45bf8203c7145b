internal import ArgumentParser

/// Whole networks in one process, with everything that can go wrong in them.
@main struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forgechain-simulate",
        abstract:
            "Runs networks of nodes through faults and looks whether anything is lost, doubled or never agreed on.",
        subcommands: [Explore.self, Scale.self, Planted.self, LedgerFigures.self], defaultSubcommand: Explore.self)
}

/// Runs seeds.
struct Explore: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Run seeds, and say which of them break a promise.")

    /// How many seeds are run a second time, in a process of their own, to check that they go the same way.
    private static let repeatedSeeds = 5

    @Option(help: "The only seed to run; the same seed is the same run.")
    var seed: UInt64?

    @Option(help: "How many seeds to run.")
    var seeds = 100

    @Option(help: "The first of them; by default a fresh one.")
    var from: UInt64?

    @Option(help: "Processes to run them in.")
    var jobs = 1

    @Option(help: "Which networks: ledger, tutorial, or all, of which one in three is a ledger.")
    var networks = Networks.all

    @Flag(help: "Print all that happens.")
    var verbose = false

    @Flag(help: ArgumentHelp("Print what another process reads.", visibility: .private))
    var asWorker = false

    func validate() throws {
        guard seeds > 0, (1...256).contains(jobs) else { throw ValidationError("There is nothing to do.") }
    }

    func run() throws {
        if asWorker { return work() }
        if let seed { return try explain(seed) }
        let first = from ?? UInt64.random(in: 0..<1 << 32)
        print("seeds \(first) to \(first + UInt64(seeds) - 1)")
        var batches = Batch.split(first..<first + UInt64(seeds), of: networks, into: jobs)
        let repeated = first..<first + UInt64(min(seeds, Self.repeatedSeeds))
        batches.append(Batch(seeds: repeated, networks: networks))
        let results = try Batch.run(batches)
        var (tally, digests): (Tally, [UInt64: String]) = (Tally(), [:])
        for result in results.dropLast() {
            tally += result.tally
            digests.merge(result.digests) { $1 }
        }
        print(tally.summary)
        for (seed, digest) in results.last?.digests ?? [:] where digests[seed] != digest {
            print("seed \(seed) went another way the second time: it can't be repeated")
            throw ExitCode.failure
        }
        if tally.violations > 0 { throw ExitCode.failure }
    }

    private func explain(_ seed: UInt64) throws {
        let run = Run(seed: seed, networks: networks, isPrinted: verbose)
        if let report = run.report { print(report) }
        print("\(run.tally.summary); digest \(String(run.digest, radix: 16))")
        if run.violation != nil { throw ExitCode.failure }
    }

    private func work() {
        let first = from ?? 0
        for seed in first..<first + UInt64(seeds) {
            let run = Run(seed: seed, networks: networks)
            Batch.print(run)
        }
    }
}

extension Networks: ExpressibleByArgument {}

extension PlantedFault: ExpressibleByArgument {}
