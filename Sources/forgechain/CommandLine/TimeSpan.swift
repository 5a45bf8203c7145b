internal import ArgumentParser
internal import Node

/// A span of time as people write it: `10s`, `500ms`, `2m`, `1h`, or seconds alone.
struct TimeSpan: Hashable, CustomStringConvertible {
    let seconds: Double

    private static let units: [(name: String, milliseconds: Int)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000),
    ]

    init(seconds: Double) {
        self.seconds = seconds
    }

    /// Reads digits and a unit; nil for anything else, and for more than a thousand years.
    init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count)
        guard let count = Int(digits), let size = unit.isEmpty ? 1000 : Self.units.first(where: { $0.name == unit })?.1
        else { return nil }
        let (milliseconds, isTooMuch) = count.multipliedReportingOverflow(by: size)
        guard !isTooMuch else { return nil }
        seconds = Double(milliseconds) / 1000
    }

    /// In the largest unit of which it is a whole number.
    var description: String {
        let milliseconds = Int(min((seconds * 1000).rounded(), 1e15))
        let unit = Self.units.last { milliseconds % $0.milliseconds == 0 } ?? Self.units[0]
        return milliseconds == 0 ? "0s" : "\(milliseconds / unit.milliseconds)\(unit.name)"
    }
}

/// The pace at which a node mines by itself.
enum MineInterval {
    static let help = ArgumentHelp(
        """
        With --mine, how long it waits after each block, whoever has mined it, before it searches for the next: a pace \
        that people can follow, such as 10s; 100ms to 1h.
        """, valueName: "time")

    static func parse(_ text: String) throws -> TimeSpan {
        let range = NodeOptions.mineIntervals
        guard let span = TimeSpan(text), range.contains(span.seconds) else {
            throw ValidationError(
                "It has to be \(TimeSpan(seconds: range.lowerBound)) to \(TimeSpan(seconds: range.upperBound)), "
                    + "such as 10s.")
        }
        return span
    }
}
