/// Writes metrics in Prometheus's text format, version 0.0.4.
///
/// The format has one line per sample: `name{label="value"} number`. Each name is introduced by a line that gives its
/// meaning and one that gives its kind.
struct MetricsText {
    /// The format's Content-Type.
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// Names and values, in the order they are written.
    typealias Labels = KeyValuePairs<String, String>

    /// How a metric behaves.
    enum Kind: String {
        /// It only grows, except that it restarts from zero.
        case counter
        /// It goes up and down.
        case gauge
        case histogram
    }

    /// What has been written so far.
    private(set) var bytes: [UInt8] = []

    /// Introduces a name, once; all its samples must follow directly.
    mutating func introduce(_ name: String, _ kind: Kind, _ help: String) {
        bytes += "# HELP \(name) ".utf8
        append(escaping: help, quotes: false)
        bytes += "\n# TYPE \(name) \(kind.rawValue)\n".utf8
    }

    /// Writes a sample of a name that was introduced.
    mutating func sample(_ name: String, _ value: some Figure, _ labels: Labels = [:]) {
        begin(name, labels)
        end(value)
    }

    /// A name with only one sample.
    mutating func counter(_ name: String, _ help: String, _ value: some Figure) {
        introduce(name, .counter, help)
        sample(name, value)
    }

    /// A name with only one sample.
    mutating func gauge(_ name: String, _ help: String, _ value: some Figure) {
        introduce(name, .gauge, help)
        sample(name, value)
    }

    /// Writes a histogram of a name that was introduced: the count up to each bound, then the sum and the total count.
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

    /// A line break would end the line, and in a label a quotation mark would end the label.
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
