internal import TestSupport
internal import Testing

/// The targets of `make fuzz`, without a fuzzer: their seeds, and those changed at random.
@Suite struct `Everything that is fuzzed` {
    @Test(arguments: fuzzTargets.map { $0.name })
    func `takes its seeds, whole and damaged`(name: String) throws {
        let kind = try #require(fuzzTargets.first { $0.name == name })
        let target = try kind.init()
        var generator = SeededGenerator(seed: Seed.value)
        let seeds = try kind.seeds()
        try target.run([])
        for seed in seeds { try target.run(seed) }
        for _ in 0..<rounds(160) {
            guard var damaged = seeds.randomElement(using: &generator), !damaged.isEmpty else { continue }
            damaged[Int.random(in: 0..<damaged.count, using: &generator)] = .random(in: 0...255, using: &generator)
            do {
                try target.run(damaged)
            } catch {
                Issue.record("\(error), after \(damaged)")
            }
        }
    }
}
