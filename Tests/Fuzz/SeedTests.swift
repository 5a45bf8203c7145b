internal import TestSupport
internal import Testing

/// The targets of `make fuzz`, without a fuzzer: their seeds, and those changed at random.
@Suite struct `Everything that is fuzzed` {
    @Test(arguments: fuzzTargets.map { $0.name })
    func `takes its seeds, whole and damaged`(name: String) async throws {
        // On a thread of its own, since some targets block it.
        let found = try await onThread { try Self.findings(of: name) }
        #expect(found.isEmpty)
    }

    private static func findings(of name: String) throws -> [String] {
        let kind = try #require(fuzzTargets.first { $0.name == name })
        let target = try kind.init()
        var generator = SeededGenerator(seed: Seed.value)
        let seeds = try kind.seeds()
        var inputs = [[]] + seeds
        for _ in 0..<rounds(160) {
            guard var damaged = seeds.randomElement(using: &generator), !damaged.isEmpty else { continue }
            damaged[Int.random(in: 0..<damaged.count, using: &generator)] = .random(in: 0...255, using: &generator)
            inputs.append(damaged)
        }
        return inputs.compactMap { input in
            do {
                try target.run(input)
                return nil
            } catch {
                return "\(error), after \(input)"
            }
        }
    }
}
