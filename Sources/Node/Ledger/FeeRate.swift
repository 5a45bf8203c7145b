/// What a payment pays a byte; of equals, the older one is better.
struct FeeRate: Hashable, Comparable, Sendable {
    let fee: Int
    let bytes: Int
    let number: Int

    /// Whether it pays less a byte than another. Fees have 53 bits and lengths ten, so products fit.
    func isLess(than other: FeeRate) -> Bool { fee * other.bytes < other.fee * bytes }

    /// The least fee with which one of a length pays more a byte.
    func leastFeeAbove(bytes others: Int) -> Int { fee * others / bytes + 1 }

    static func < (left: FeeRate, right: FeeRate) -> Bool {
        left.isLess(than: right) || !right.isLess(than: left) && left.number > right.number
    }
}
