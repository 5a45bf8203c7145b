internal import ArgumentParser
internal import Chain
internal import Foundation
internal import Records
internal import Storage

/// Measures the commit in which a node takes a peer's chain.
struct Commit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure how long it takes to keep a chain in place of another.")

    @Option(help: "The length of the chain.")
    var blocks = 100_000

    @Option(help: "How many blocks fall out, besides the first that both chains have.")
    var fallen = 0

    @Option(help: "How many names there are to pay and to be paid.")
    var addresses = 1000

    @Flag(help: "Keep nothing on disk.")
    var ephemeral = false

    @Option(help: "Where to make a directory, and to remove it again.")
    var place = "."

    func run() async throws {
        guard blocks > fallen + 1, fallen >= 0, addresses > 0 else {
            throw ValidationError("--blocks has to be more than --fallen and one.")
        }
        let rules = Rules(difficulty: Difficulty(hexZeros: 1) ?? .standard)
        let directory = "\(place)/commit-\(UUID())"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let payments = Payments(addresses: addresses)
        var old = Blockchain(rules: rules)
        for _ in 0..<fallen { try payments.extend(&old) }
        var chain = Blockchain(rules: rules)
        for _ in 1..<blocks { try payments.extend(&chain, timestamp: 1_800_000_000) }

        let store =
            try ephemeral
            ? ChainStore(inMemoryBy: rules) : ChainStore(directory: directory, rules: rules)
        let begin = Replacement(chain: old, commonLength: 1, returned: [], confirmed: [])
        try await store.commit([.replaced(begin)])
        // As a node does when it starts; heights by hash are in memory from then on.
        _ = try store.load(rules: rules)
        let replacement = Replacement(chain: chain, commonLength: 1, returned: [], confirmed: [])
        let clock = ContinuousClock()
        let start = clock.now
        try await store.commit([.replaced(replacement)])
        let committed = clock.now
        _ = try await store.history(of: "", from: 1, limit: 1)
        let followed = clock.now
        store.close()
        try report(
            Result(
                addresses: addresses, blocks: blocks, ephemeral: ephemeral, fallen: fallen,
                seconds: (committed - start).seconds, secondsWithHistories: (followed - start).seconds))
    }

    private struct Result: Encodable {
        let addresses: Int
        let blocks: Int
        let ephemeral: Bool
        let fallen: Int
        let seconds: Double

        /// Until a history can be asked for.
        let secondsWithHistories: Double
    }
}
