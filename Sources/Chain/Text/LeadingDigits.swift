/// The digits at the beginning of a text, read eight at a time.
struct LeadingDigits {
    private(set) var count: Int
    private(set) var value: UInt64

    /// Those of eight characters, the first one lowest.
    @inline(__always)
    init(of word: UInt64) {
        let zeros: UInt64 = 0x3030_3030_3030_3030
        let digits = word ^ zeros
        // Sets the high bit of all bytes above 9, and possibly of some after the first one.
        let others = (digits &+ 0x7676_7676_7676_7676 | digits) & 0x8080_8080_8080_8080
        count = others.trailingZeroBitCount / 8
        // With zeros before them, so that there are eight.
        var value = digits << UInt64(64 - 8 * count)
        value = value &* 10 &+ value >> 8
        value =
            (value & 0xFF_0000_00FF) &* (100 + 1_000_000 << 32)
            &+ (value >> 16 & 0xFF_0000_00FF) &* (1 + 10_000 << 32)
        self.value = value >> 32
    }

    /// Ten to the power of the number of digits.
    @inline(__always)
    var scale: UInt64 {
        var scale: UInt64 = 1
        for _ in 0..<count { scale = scale &* 10 }
        return scale
    }

    /// Adds digits, up to 18 in all.
    @inline(__always)
    mutating func append(_ more: LeadingDigits) {
        value = value &* more.scale &+ more.value
        count += more.count
    }
}
