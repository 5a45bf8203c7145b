/// A code in which frequent symbols are short (Huffman's), numbered as RFC 1951 asks for in section 3.2.2.
struct PrefixCode {
    /// How many bits each symbol has; 0 for one that doesn't occur.
    let lengths: [Int]

    /// The bits of each symbol, the first in the lowest place.
    private let codes: [Int]

    /// - Parameter longest: how many bits a symbol may have; 2 to that power is at least the number of symbols.
    init(frequencies: [Int], longest: Int) {
        var lengths = PrefixCode.lengths(frequencies)
        var flatter = frequencies
        while lengths.contains(where: { $0 > longest }) {
            // Closer frequencies make shorter codes; in the end all are equal.
            flatter = flatter.map { $0 == 0 ? 0 : $0 / 2 + 1 }
            lengths = PrefixCode.lengths(flatter)
        }
        self.lengths = lengths
        codes = PrefixCode.codes(lengths)
    }

    func write(_ symbol: Int, to bits: inout BitWriter) {
        bits.write(codes[symbol], count: lengths[symbol])
    }

    /// The two rarest are joined again and again; each time, all symbols in them become longer by one.
    private static func lengths(_ frequencies: [Int]) -> [Int] {
        var lengths = Array(repeating: 0, count: frequencies.count)
        var groups = frequencies.indices.filter { frequencies[$0] > 0 }.map { (frequencies[$0], [$0]) }
        // A code of one symbol needs a bit all the same.
        if groups.count == 1 { lengths[groups[0].1[0]] = 1 }
        groups.sort { $0.0 > $1.0 }
        while groups.count > 1 {
            let (one, other) = (groups.removeLast(), groups.removeLast())
            let joined = (one.0 + other.0, one.1 + other.1)
            for symbol in joined.1 { lengths[symbol] += 1 }
            groups.insert(joined, at: groups.firstIndex { $0.0 <= joined.0 } ?? groups.count)
        }
        return lengths
    }

    private static func codes(_ lengths: [Int]) -> [Int] {
        var next = 0
        var codes = Array(repeating: 0, count: lengths.count)
        for length in 1...(max(1, lengths.max() ?? 1)) {
            next <<= 1
            for symbol in lengths.indices where lengths[symbol] == length {
                codes[symbol] = (0..<length).reduce(0) { $0 << 1 | (next >> $1 & 1) }
                next += 1
            }
        }
        return codes
    }
}

/// Bits one after the other, each byte filled from its lowest place.
struct BitWriter {
    private var bytes: [UInt8] = []
    private var rest = 0
    private var restCount = 0

    /// The lowest bits of a number.
    mutating func write(_ number: Int, count: Int) {
        rest |= number << restCount
        restCount += count
        while restCount >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
            restCount -= 8
        }
    }

    /// All bytes, the last one filled up with zeros.
    func finished() -> [UInt8] {
        restCount > 0 ? bytes + [UInt8(truncatingIfNeeded: rest)] : bytes
    }
}
