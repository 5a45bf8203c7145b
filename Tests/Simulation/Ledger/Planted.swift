internal import ArgumentParser

/// Runs ledgers whose nodes have a fault, until it is found: what finds nothing there would find nothing anywhere.
struct Planted: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Plant faults in a ledger's nodes, one at a time, and say by which seed each is found.")

    /// How many seeds may pass until a fault is found. Most are found by the first.
    static let maximumSeeds: UInt64 = 20

    @Option(help: "The only fault to plant.")
    var fault: PlantedFault?

    @Option(help: "The first seed.")
    var from: UInt64 = 1

    func run() throws {
        var isMissed = false
        for fault in fault.map({ [$0] }) ?? PlantedFault.allCases {
            let found = (from..<from + Self.maximumSeeds).lazy
                .map { Run(seed: $0, networks: .ledger, fault: fault) }.first { $0.violation != nil }
            if let found, let violation = found.violation {
                print("\(fault): found by seed \(found.plan.seed): \(violation.invariant): \(violation.detail)")
            } else {
                print("\(fault): not found by \(Self.maximumSeeds) seeds")
                isMissed = true
            }
        }
        if isMissed { throw ExitCode.failure }
    }
}
