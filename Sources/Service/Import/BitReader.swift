/// Reads bits, the lowest of a byte first.
struct BitReader {
    private let next: () throws(ImportError) -> [UInt8]
    private var bytes: [UInt8]
    private var position = 0
    private var held = 0
    private var heldCount = 0

    /// Takes the first bytes, and what gives the next ones, or none at the end.
    init(beginning first: [UInt8], _ next: @escaping () throws(ImportError) -> [UInt8]) {
        (bytes, self.next) = (first, next)
    }

    /// The next byte, or nil at the end.
    mutating func byteOrEnd() throws(ImportError) -> UInt8? {
        if position == bytes.count {
            (bytes, position) = (try next(), 0)
            if bytes.isEmpty { return nil }
        }
        defer { position += 1 }
        return bytes[position]
    }

    /// The next byte, which has to be there.
    mutating func byte() throws(ImportError) -> UInt8 {
        guard let byte = try byteOrEnd() else { throw Gunzip.cutOff }
        return byte
    }

    /// Four bytes, the lowest first.
    mutating func word() throws(ImportError) -> UInt32 {
        var word: UInt32 = 0
        for place in 0..<4 { word |= UInt32(try byte()) << (8 * place) }
        return word
    }

    /// Up to 16 bits as a number.
    mutating func bits(_ count: Int) throws(ImportError) -> Int {
        while heldCount < count {
            held |= Int(try byte()) << heldCount
            heldCount += 8
        }
        defer {
            held >>= count
            heldCount -= count
        }
        return held & (1 << count - 1)
    }

    /// Goes on at the next byte.
    mutating func dropBits() {
        (held, heldCount) = (0, 0)
    }

    /// The next symbol of a code.
    mutating func symbol(of code: HuffmanCode) throws(ImportError) -> Int {
        var (value, first, index) = (0, 0, 0)
        for count in code.counts.dropFirst() {
            value |= try bits(1)
            if value - count < first { return code.symbols[index + value - first] }
            index += count
            (first, value) = ((first + count) << 1, value << 1)
        }
        throw Gunzip.unsound
    }
}
