internal import TestSupport

/// The connections between machines.
struct Links {
    /// Seconds from one machine to another, without jitter; a matrix.
    private let latencies: [Double]
    private let count: Int

    /// The part of the network that each machine is in; the same for all when the network is whole.
    private(set) var parts: [Int]

    init(_ plan: Plan, _ random: inout SeededGenerator) {
        count = plan.machineCount
        latencies = (0..<count * count).map { _ in random.logarithmic(in: plan.latencySeconds) }
        parts = Array(repeating: 0, count: count)
    }

    func latency(from: Int, to: Int) -> Double { latencies[from * count + to] }

    func areParted(_ one: Int, _ other: Int) -> Bool { parts[one] != parts[other] }

    mutating func part(into parts: [Int]) {
        self.parts = parts
    }

    mutating func heal() {
        parts = Array(repeating: 0, count: count)
    }
}
