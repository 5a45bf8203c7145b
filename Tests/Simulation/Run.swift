internal import TestSupport

/// One run, determined by a seed.
struct Run: Sendable {
    let plan: Plan
    let tally: Tally
    let digest: UInt64
    let violation: Violation?
    let lastLines: [String]

    /// The maximum number of jobs that may follow from one step; more would never end.
    private static let jobsPerStep = 1_000_000

    init(seed: UInt64, networks: Networks = .all, fault: PlantedFault? = nil, isPrinted: Bool = false) {
        let plan = Plan(seed: seed, networks: networks, fault: fault)
        let loop = SimulatedLoop(choice: plan.isInOrder ? nil : SeededGenerator(seed: seed &+ 1))
        let world = World(plan, on: loop, isPrinted: isPrinted)
        world.assumeIsolated { $0.begin() }
        repeat {
            if loop.drain(limit: Self.jobsPerStep) == Self.jobsPerStep {
                world.assumeIsolated { $0.violate("every step ends", "\(Self.jobsPerStep) jobs were not enough") }
            }
            world.assumeIsolated { $0.inspect() }
        } while world.assumeIsolated { $0.advance() }
        world.assumeIsolated { $0.endAll() }
        if loop.drain(limit: Self.jobsPerStep) == Self.jobsPerStep {
            world.assumeIsolated { $0.violate("a cancelled node ends", "\(Self.jobsPerStep) jobs were not enough") }
        }
        self.plan = plan
        (tally, digest, violation, lastLines) = world.assumeIsolated { world in
            var tally = world.tally
            tally.seeds = 1
            tally.ledgers = plan.ledger == nil ? 0 : 1
            tally.violations = world.violation == nil ? 0 : 1
            return (tally, world.trace.digest, world.violation, world.trace.lastLines)
        }
    }

    /// What a person needs to know about a failed run.
    var report: String? {
        guard let violation else { return nil }
        return """
            seed \(plan.seed), step \(violation.step), \(Trace.spelled(violation.seconds)) s: \(violation.invariant)
              \(violation.detail)
            before that:
              \(lastLines.joined(separator: "\n  "))
            to repeat it: make simulate SEED=\(plan.seed) NETWORKS=\(plan.ledger == nil ? Networks.tutorial : .ledger)
            """
    }
}
