/// How many of the values seen so far are not above each of some bounds, as Prometheus wants it.
///
/// swift-metrics would be an interface only, and no exporter for Prometheus comes with the toolchain or with a
/// package that this one uses already; what a node needs of one is this, ``MetricsText`` and whole numbers.
struct Histogram: Sendable {
    /// Where to draw the lines, once for all histograms of a kind.
    struct Bounds: Sendable {
        /// Ascending; above the last one lies the bucket without a bound.
        let values: [UInt64]

        /// How many of a value's units make one of what is told: values are nanoseconds, and told in seconds.
        let unit: Double

        /// As they are written.
        let texts: [String]

        /// Bounds in units of what is told.
        init(_ told: [Double], unit: Double = 1) {
            values = told.map { UInt64(($0 * unit).rounded()) }
            texts = told.map { $0 == $0.rounded() ? "\(Int($0))" : "\($0)" }
            self.unit = unit
        }
    }

    let bounds: Bounds

    /// For each bound the values above the one before and not above it; the last, those above all.
    private(set) var counts: [UInt64]

    /// All values added up. In nanoseconds it lasts for 584 years.
    private(set) var sum: UInt64 = 0

    /// An empty one.
    init(_ bounds: Bounds) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.values.count + 1)
    }

    /// How many values were seen.
    var count: UInt64 { counts.reduce(0, +) }

    /// Sees a value. The bounds are tried from the lowest on, which is where nearly all values are.
    mutating func observe(_ value: UInt64) {
        var position = 0
        while position < bounds.values.count, bounds.values[position] < value { position += 1 }
        counts[position] += 1
        sum &+= value
    }
}

extension Histogram.Bounds {
    /// Answers to requests: from what one kept in memory takes, ten microseconds, over a flush of the disk and a peer's
    /// answer to the ten seconds for which a peer is waited. At most 2.5 times apart where requests are usual, so a
    /// quantile is off by no more.
    static let requestSeconds = Self(
        [
            0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 1, 2.5,
            10,
        ], unit: 1e9)

    /// Commits: from one into memory to a disk that is as good as stuck.
    static let commitSeconds = Self(
        [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 10], unit: 1e9)

    /// How late a loop comes: the first two are what libevent's coarse clock makes of an idle one, and from a tenth of
    /// a second on people notice.
    static let lagSeconds = Self([0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 10], unit: 1e9)

    /// What is kept in one commit: doubling up to what can wait for one.
    static let batch = Self([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096])
}
