internal import ArgumentParser

/// What the benchmarks need that only Swift can make quickly enough.
@main struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forgechain-bench",
        abstract: "Makes what is measured.",
        subcommands: [Generate.self])
}
