internal import ArgumentParser
internal import Chain
internal import Records
internal import Storage

/// Makes a data directory with a long chain, as a node would have stored it.
struct Generate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Make a directory with a long chain.")

    @Option(help: "The length of the chain.")
    var blocks = 1_000_000

    @Option(help: "Hex zeros of its proofs.")
    var difficulty = 1

    @Argument(help: "The directory; a shorter chain that it has goes on.")
    var directory: String

    /// Blocks per commit: enough to make flushing negligible, few enough for memory.
    private static let stepLength = 10_000

    func run() async throws {
        guard let difficulty = Difficulty(hexZeros: difficulty) else {
            throw ValidationError("--difficulty has to be 1 to 16.")
        }
        let rules = Rules(difficulty: difficulty)
        let store = try ChainStore(directory: directory, rules: rules)
        let payments = Payments(addresses: 1000)
        var chain = try store.load(rules: rules).chain
        while chain.length < blocks {
            let commonLength = chain.length
            for _ in 0..<min(Self.stepLength, blocks - chain.length) { try payments.extend(&chain) }
            let step = Replacement(chain: chain, commonLength: commonLength, returned: [], confirmed: [])
            try await store.commit([.replaced(step)])
        }
        store.close()
    }
}
