/// When a block of a ledger was made: a number of seconds since 1970, from 0 up to 10^11, in its spelling.
///
/// Rules count milliseconds, and all languages have to count the same: the product with 1,000 is rounded once, to a
/// double, and then down. An integer's product is exact.
public struct LedgerTimestamp: Hashable, Sendable {
    /// Seconds stay below this: some 3,000 years.
    static let limit = 100_000_000_000

    /// The number as spelled in the block: `1` and `1.0` differ.
    public let text: CanonicalText
    /// Seconds since 1970. Integers below the limit are exact as doubles.
    public let seconds: Double
    /// Whole milliseconds since 1970.
    public let milliseconds: Int

    /// Reads an integer or a double; nil for anything else, and for a number out of range.
    public init?(_ value: JSONValue) {
        if let double = value.double {
            self.init(seconds: double)
        } else {
            guard let seconds = value.integer else { return nil }
            self.init(wholeSeconds: seconds)
        }
    }

    /// The time of a new block, spelled as a double; nil if it is out of range or no number.
    public init?(seconds: Double) {
        guard seconds >= 0, seconds < Double(Self.limit) else { return nil }
        self.init(text: .double(seconds), seconds: seconds, milliseconds: Int((seconds * 1_000).rounded(.down)))
    }

    /// The millisecond behind another, spelled as a double; nil if it is out of range.
    public init?(after milliseconds: Int) {
        var seconds = Double(milliseconds + 1) / 1_000
        // Rounded twice, the product may come out just below.
        while (seconds * 1_000).rounded(.down) <= Double(milliseconds) { seconds = seconds.nextUp }
        self.init(seconds: seconds)
    }

    /// A time that is spelled as an integer; nil if it is out of range.
    public init?(wholeSeconds seconds: Int) {
        guard (0..<Self.limit).contains(seconds) else { return nil }
        self.init(text: .integer(seconds), seconds: Double(seconds), milliseconds: seconds * 1_000)
    }

    private init(text: CanonicalText, seconds: Double, milliseconds: Int) {
        (self.text, self.seconds, self.milliseconds) = (text, seconds, milliseconds)
    }
}

extension LedgerTimestamp {
    /// When the next block is made: now, or as soon after this one as it can be if that isn't before.
    ///
    /// - Returns: nil if it would be no timestamp.
    public func next(now: Double) -> LedgerTimestamp? {
        let present = LedgerTimestamp(seconds: now)
        return present.flatMap { $0.milliseconds > milliseconds ? $0 : nil } ?? LedgerTimestamp(after: milliseconds)
    }
}
