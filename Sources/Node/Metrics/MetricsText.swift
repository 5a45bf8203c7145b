/// Writes figures in Prometheus' text format, version 0.0.4.
///
/// The format is one line a figure: `name{label="value"} number`; each name is introduced by a line that says what it
/// means and one that says of what kind it is.
struct MetricsText {
    /// What the format is called in Content-Type.
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// Names and values, in the order they are written.
    typealias Labels = KeyValuePairs<String, String>

    /// How a figure behaves.
    enum Kind: String {
        /// It only grows, but for a new start.
        case counter
        /// It goes up and down.
        case gauge
        case histogram
    }

    /// What was written so far.
    private(set) var bytes: [UInt8] = []

    /// Introduces a name, once, before its samples, which follow without others between.
    mutating func introduce(_ name: String, _ kind: Kind, _ help: String) {
        bytes += "# HELP \(name) ".utf8
        append(escaping: help, quotes: false)
        bytes += "\n# TYPE \(name) \(kind.rawValue)\n".utf8
    }

    /// Writes a figure of a name that was introduced.
    mutating func sample(_ name: String, _ value: some Figure, _ labels: Labels = [:]) {
        begin(name, labels)
        end(value)
    }

    /// A name with one figure only.
    mutating func counter(_ name: String, _ help: String, _ value: some Figure) {
        introduce(name, .counter, help)
        sample(name, value)
    }

    /// A name with one figure only.
    mutating func gauge(_ name: String, _ help: String, _ value: some Figure) {
        introduce(name, .gauge, help)
        sample(name, value)
    }

    /// Writes a histogram of a name that was introduced: what is not above each bound, then the sum and the count.
    mutating func samples(_ name: String, _ histogram: Histogram, _ labels: Labels = [:]) {
        var total: UInt64 = 0
        for (text, count) in zip(histogram.bounds.texts + ["+Inf"], histogram.counts) {
            total += count
            begin("\(name)_bucket", labels, bound: text)
            end(total)
        }
        sample("\(name)_sum", Double(histogram.sum) / histogram.bounds.unit, labels)
        sample("\(name)_count", total, labels)
    }
}

/// A number that can be written as Swift prints it; Prometheus reads `1e-05` too.
protocol Figure: CustomStringConvertible {}

extension Int: Figure {}
extension UInt64: Figure {}
extension Double: Figure {}

extension MetricsText {
    private mutating func begin(_ name: String, _ labels: Labels, bound: String? = nil) {
        bytes += name.utf8
        var mark = UInt8(ascii: "{")
        for (label, value) in labels {
            append(label, value, behind: mark)
            mark = UInt8(ascii: ",")
        }
        if let bound {
            append("le", bound, behind: mark)
            mark = UInt8(ascii: ",")
        }
        if mark == UInt8(ascii: ",") { bytes.append(UInt8(ascii: "}")) }
    }

    private mutating func append(_ label: String, _ value: String, behind mark: UInt8) {
        bytes.append(mark)
        bytes += label.utf8
        bytes += "=\"".utf8
        append(escaping: value, quotes: true)
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func end(_ value: some Figure) {
        bytes += " \(value)\n".utf8
    }

    /// A line break would end the line, and in a label a quotation mark the label.
    private mutating func append(escaping text: String, quotes: Bool) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): bytes += "\\\\".utf8
            case UInt8(ascii: "\n"): bytes += "\\n".utf8
            case UInt8(ascii: "\"") where quotes: bytes += "\\\"".utf8
            default: bytes.append(byte)
            }
        }
    }
}
