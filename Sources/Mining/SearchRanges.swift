/// How the proofs from a first one on are cut into ranges that threads take one after another.
///
/// A range is small enough that the ranges below a hit are soon finished, and large enough that taking one costs
/// nothing compared with searching it.
enum SearchRanges {
    /// The first ranges are as long as a kernel's segment: at 4 zeros a proof is expected after 65,536 guesses.
    static let smallRangeSize: UInt64 = 10_000
    static let smallRangeCount: UInt64 = 30
    /// 2 to 40 milliseconds in a release build.
    static let largeRangeSize: UInt64 = 100_000

    /// All threads join at this range. One thread works alone before it, so that a short search wakes no other.
    ///
    /// An easy search is over before the others could help: at 4 zeros, 78 in 100 proofs take at most 100,000 guesses.
    static let firstSharedRange: UInt64 = 10

    /// The proofs of a range, or nil after the last one.
    static func proofs(ofRange index: UInt64, from first: UInt64 = 0) -> ClosedRange<UInt64>? {
        guard index >= smallRangeCount else {
            return range(at: index * smallRangeSize, from: first, size: smallRangeSize)
        }
        let (offset, overflow) = (index - smallRangeCount).multipliedReportingOverflow(by: largeRangeSize)
        let smallRangesEnd = smallRangeCount * smallRangeSize
        guard !overflow, offset <= UInt64.max - smallRangesEnd else { return nil }
        return range(at: smallRangesEnd + offset, from: first, size: largeRangeSize)
    }

    private static func range(at offset: UInt64, from first: UInt64, size: UInt64) -> ClosedRange<UInt64>? {
        guard offset <= UInt64.max - first else { return nil }
        let lowest = first + offset
        return lowest...(lowest + min(size - 1, UInt64.max - lowest))
    }
}
