/// How many of the observed values are at most each of some bounds, as Prometheus needs it.
///
/// swift-metrics would be only an interface, and no exporter for Prometheus comes with the toolchain or with a package
/// already in use. All that a node needs of one is this, ``MetricsText`` and whole numbers.
struct Histogram: Sendable {
    /// The bounds, made once for all histograms of a kind.
    struct Bounds: Sendable {
        /// Ascending; above the last one is the bucket without a bound.
        let values: [UInt64]

        /// How many of a value's units make one reported unit: values are nanoseconds, reported in seconds.
        let unit: Double

        /// As written.
        let texts: [String]

        /// Bounds in reported units.
        init(_ told: [Double], unit: Double = 1) {
            values = told.map { UInt64(($0 * unit).rounded()) }
            texts = told.map { $0 == $0.rounded() ? "\(Int($0))" : "\($0)" }
            self.unit = unit
        }
    }

    let bounds: Bounds

    /// For each bound, the number of values up to it and above the previous one; last, the number above all bounds.
    private(set) var counts: [UInt64]

    /// The sum of all values. In nanoseconds it suffices for 584 years.
    private(set) var sum: UInt64 = 0

    /// Makes an empty histogram.
    init(_ bounds: Bounds) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.values.count + 1)
    }

    /// How many values were observed.
    var count: UInt64 { counts.reduce(0, +) }

    /// Adds a value. The bounds are tried from the lowest on, where nearly all values are.
    mutating func observe(_ value: UInt64) {
        var position = 0
        while position < bounds.values.count, bounds.values[position] < value { position += 1 }
        counts[position] += 1
        sum &+= value
    }
}

extension Histogram.Bounds {
    /// Answers to requests: from ten microseconds for one that is in memory, through a disk flush and a peer's answer,
    /// to the ten seconds that a peer may take. At most a factor of 2.5 apart in the usual range, so quantiles are off
    /// by no more.
    static let requestSeconds = Self(
        [
            0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 1, 2.5,
            10,
        ], unit: 1e9)

    /// Commits: from one to memory up to a disk that is practically stuck.
    static let commitSeconds = Self(
        [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 10], unit: 1e9)

    /// How late a loop is. The first two come from libevent's coarse clock in an idle loop; people notice from a tenth
    /// of a second on.
    static let lagSeconds = Self([0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 10], unit: 1e9)

    /// How deep forks are: one or two blocks when nodes mine at the same time, and more when a network was split or its
    /// history is being rewritten.
    static let depth = Self([1, 2, 3, 6, 10, 20, 50, 100, 1000, 10_000])

    /// The size of a commit: doubling up to the most that can wait for one.
    static let batch = Self([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096])
}
