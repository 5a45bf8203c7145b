internal import TestSupport
internal import ArgumentParser
internal import Foundation

/// Measures what networks of several sizes cost, without faults.
struct Scale: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure what a block and a transaction cost a network, and print it as JSON, one object a network.")

    @Option(help: "How many nodes.")
    var nodes: [Int] = [10, 100, 1000]

    @Option(help: "How many peers a node has.")
    var degree: [Int] = [4, 8, 16]

    @Option(help: "Milliseconds from one node to another, about.")
    var latency: [Int] = [5, 50]

    @Option(help: "The seed.")
    var seed: UInt64 = 1

    func run() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        for count in nodes {
            for degree in degree where degree < count {
                for latency in latency {
                    let plan = Plan(
                        seed: seed, nodes: count, degree: degree, latencySeconds: Double(latency) / 1000)
                    let figures = ScaleFigures(plan, degree: degree, latency: latency)
                    print(String(decoding: try encoder.encode(figures), as: UTF8.self))
                }
            }
        }
    }
}

/// What one network costs.
struct ScaleFigures: Encodable {
    /// How many blocks and transactions are sent, one after another.
    private static let samples = 10
    private static let secondsApart = 20.0
    private static let shares = [0.5, 0.95, 1]

    let nodes: Int
    let degree: Int
    let latencyMilliseconds: Int
    let block: Cost
    let transaction: Cost

    /// What one block or transaction costs the whole network.
    struct Cost: Encodable {
        let messages: Double
        let bytes: Double

        /// Until half, 95 % and all of the nodes have it.
        let milliseconds: [Double]

        /// How many never reached all nodes.
        let missing: Int
    }

    init(_ plan: Plan, degree: Int, latency: Int) {
        (nodes, self.degree, latencyMilliseconds) = (plan.machineCount, degree, latency)
        let loop = SimulatedLoop(choice: nil)
        let world = World(plan, on: loop, isPrinted: false)
        func advance(by seconds: Double) { world.run(for: seconds) }
        func measure(
            _ arrivals: (Spread) -> [[Double]], _ action: @escaping Agenda.Action
        ) -> Cost {
            let before = world.assumeIsolated { world in
                world.spread = Spread()
                return (world.tally.messages, world.tally.bytes)
            }
            for _ in 0..<Self.samples {
                world.assumeIsolated { $0.after(0, action) }
                advance(by: Self.secondsApart)
            }
            let (spread, tally) = world.assumeIsolated { ($0.spread ?? Spread(), $0.tally) }
            let (seconds, missing) = Spread.seconds(
                of: arrivals(spread), nodes: plan.machineCount, shares: Self.shares)
            return Cost(
                messages: Double(tally.messages - before.0) / Double(Self.samples),
                bytes: Double(tally.bytes - before.1) / Double(Self.samples),
                milliseconds: seconds.map { ($0 * 1000).rounded() }, missing: missing)
        }
        world.beginUndisturbed()
        advance(by: 30)
        block = measure({ Array($0.blocks.values) }) { $0.mine(at: $0.random.pick($0.nodeNumbers)) }
        transaction = measure({ Array($0.transactions.values) }) { $0.pay() }
        world.endUndisturbed()
    }
}
