internal import ArgumentParser

/// The benchmarks that only Swift can make or measure.
@main struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forgechain-bench",
        abstract: "Makes what is measured, or measures.",
        subcommands: [
            Generate.self, GenerateLedger.self, Commit.self, SearchSpeed.self, CancelLatency.self, Validate.self,
            ValidateLedger.self,
        ])
}
