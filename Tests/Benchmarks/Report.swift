internal import Foundation

/// Prints a measurement on standard output, as one JSON object for another program to read.
func report(_ result: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    print(String(decoding: try encoder.encode(result), as: UTF8.self))
}

/// Sorted measurements.
struct Distribution {
    private let values: [Double]

    /// There must be at least one.
    init(_ values: [Double]) {
        precondition(!values.isEmpty, "nothing was measured")
        self.values = values.sorted()
    }

    /// The smallest value that is at least as large as this share of all values.
    func percentile(_ share: Double) -> Double {
        values[max(0, Int((share * Double(values.count)).rounded(.up)) - 1)]
    }

    var median: Double { percentile(0.5) }
    var largest: Double { percentile(1) }
}

extension Duration {
    var seconds: Double { self / .seconds(1) }
}
