/// A limit: its name, how it is set, its possible values and its reason. ``all`` has every one.
public struct Limit: Sendable {
    /// What is counted.
    public enum Unit: String, Sendable {
        case bytes
        case seconds
        case bytesPerSecond = "bytes a second"
        /// What the name says.
        case pieces = ""
    }

    /// How people set it.
    public enum Way: Hashable, Sendable {
        /// By a line of the file that `--limits` names.
        case file
        /// By a flag of its name.
        case flag
    }

    typealias Path = WritableKeyPath<Limits, Int> & Sendable
    typealias Use = @Sendable (isolated Node) -> Int

    /// In lower case, with hyphens.
    public let name: String

    /// What is counted.
    public let unit: Unit

    /// How people set it.
    public let way: Way

    /// The possible values.
    public let range: ClosedRange<Int>

    /// What it bounds, and why at this value. Begins in upper case, and has a full stop.
    public let reason: String

    private let path: any Path
    private let use: Use?

    init(
        _ name: String, _ unit: Unit, _ range: ClosedRange<Int>, _ path: any Path, by way: Way = .file,
        _ reason: String, use: Use? = nil
    ) {
        (self.name, self.unit, self.range, self.path) = (name, unit, range, path)
        (self.way, self.reason, self.use) = (way, reason, use)
    }

    /// The value that is in force if nobody has set another.
    public var standard: Int { value(in: Limits()) }

    /// The value in some limits.
    public func value(in limits: Limits) -> Int { limits[keyPath: path] }

    /// Sets it, to one of ``range``.
    public func set(_ value: Int, in limits: inout Limits) { limits[keyPath: path] = value }

    /// How much of it a node has in use; nil if nobody counts that.
    func used(by node: isolated Node) -> Int? { use?(node) }

    /// Why it can't have this value, without a full stop; nil if it can.
    public func fault(of value: Int) -> String? {
        range.contains(value) ? nil : "\(name) is \(value), but has to be \(possible)"
    }

    /// The possible values in words.
    public var possible: String {
        let (least, most) = (range.lowerBound, range.upperBound)
        let values = most == .max ? "\(least) or more" : "\(least) to \(most)"
        return unit == .pieces ? values : "\(values) \(unit.rawValue)"
    }

    /// The limit of this name.
    public static func named(_ name: String) -> Limit? { all.first { $0.name == name } }
}

/// A limit that nobody can set: others rely on it, as a part of the API or of what nodes say to each other, or nobody
/// needs another value.
public struct FixedLimit: Sendable {
    /// In words.
    public let name: String

    /// What is counted.
    public let unit: Limit.Unit

    /// Its value.
    public let value: Int

    /// What it bounds, and why at this value. Begins in upper case, and has a full stop.
    public let reason: String

    init(_ name: String, _ unit: Limit.Unit, _ value: Int, _ reason: String) {
        (self.name, self.unit, self.value, self.reason) = (name, unit, value, reason)
    }
}
