/// A text as squares that a camera reads.
public struct QRCode: Hashable, Sendable {
    /// How many squares it is wide and high, without the margin of four that it needs.
    public let size: Int

    /// Row by row; true is dark.
    private var squares: [Bool]

    /// Which squares are the pattern's own and not the text's.
    private var isPattern: [Bool]

    /// How many bytes a text may have.
    public static let maximumBytes = QRVersion.all.last?.capacity ?? 0

    /// Makes the smallest code that holds a text, with the mask that is easiest to read; nil for a text of more than
    /// ``maximumBytes``.
    public init?(_ text: String) {
        guard let version = QRVersion.all.first(where: { $0.capacity >= text.utf8.count }) else { return nil }
        let plain = QRCode(Array(text.utf8), version)
        let masked = Mask.all.map { plain.masked($0) }
        let penalties = masked.map(\.penalty)
        guard let best = penalties.indices.min(by: { penalties[$0] < penalties[$1] }) else { return nil }
        self = masked[best]
    }

    /// The same with a mask of one's choice.
    init?(_ text: String, mask: Int) {
        guard let version = QRVersion.all.first(where: { $0.capacity >= text.utf8.count }) else { return nil }
        self = QRCode(Array(text.utf8), version).masked(Mask.all[mask])
    }

    /// A code without a mask.
    private init(_ text: [UInt8], _ version: QRVersion) {
        size = version.size
        squares = [Bool](repeating: false, count: version.size * version.size)
        isPattern = squares
        drawPatterns(version)
        draw(Self.interleaved(Self.data(text, version), version))
    }

    /// Whether a square is dark.
    public subscript(row row: Int, column column: Int) -> Bool { squares[row * size + column] }

    /// Each row, with `1` for dark and `0` for light.
    public var rows: [String] {
        (0..<size).map { row in (0..<size).map { self[row: row, column: $0] ? "1" : "0" }.joined() }
    }
}

// MARK: - Bytes

extension QRCode {
    /// The bytes of data: the kind and the length of the text, the text, and what fills the rest.
    static func data(_ text: [UInt8], _ version: QRVersion) -> [UInt8] {
        var bits: [Bool] = []
        func append(_ value: Int, _ count: Int) {
            for bit in (0..<count).reversed() { bits.append(value >> bit & 1 == 1) }
        }
        append(0b0100, 4)
        append(text.count, version.lengthBits)
        for byte in text { append(Int(byte), 8) }
        let room = 8 * version.dataBytes
        append(0, min(4, room - bits.count))
        append(0, (8 - bits.count % 8) % 8)
        var filler = 0xEC
        while bits.count < room {
            append(filler, 8)
            filler ^= 0xEC ^ 0x11
        }
        return stride(from: 0, to: room, by: 8).map { start in
            bits[start..<start + 8].reduce(0) { $0 << 1 | ($1 ? 1 : 0) }
        }
    }

    /// The bytes as they are drawn: of each block one in turn, and then likewise of what corrects errors.
    static func interleaved(_ data: [UInt8], _ version: QRVersion) -> [UInt8] {
        let code = ErrorCorrection(bytes: version.correctionBytes)
        var rest = data[...]
        let blocks = version.blocks.map { length in
            defer { rest = rest.dropFirst(length) }
            return Array(rest.prefix(length))
        }
        let corrections = blocks.map { code.bytes(for: $0) }
        return [blocks, corrections].flatMap { parts in
            (0..<(parts.map(\.count).max() ?? 0)).flatMap { place in
                parts.compactMap { place < $0.count ? $0[place] : nil }
            }
        }
    }
}

// MARK: - Drawing

extension QRCode {
    private mutating func set(_ row: Int, _ column: Int, _ isDark: Bool) {
        squares[row * size + column] = isDark
        isPattern[row * size + column] = true
    }

    private mutating func drawPatterns(_ version: QRVersion) {
        for place in 0..<size {
            set(6, place, place % 2 == 0)
            set(place, 6, place % 2 == 0)
        }
        for (row, column) in [(3, 3), (3, size - 4), (size - 4, 3)] { drawRings(row, column, reach: 4) }
        let centres = version.alignment
        for row in centres {
            for column in centres where !isCorner(row, column, centres) { drawRings(row, column, reach: 2) }
        }
        drawFormat(0)
        if version.number >= 7 { drawVersion(version.number) }
    }

    /// Whether an alignment pattern would lie on one of the large ones.
    private func isCorner(_ row: Int, _ column: Int, _ centres: [Int]) -> Bool {
        (row == 6 && (column == 6 || column == centres.last)) || (column == 6 && row == centres.last)
    }

    /// Squares around a centre: a large pattern reaches 4 with its margin, a small one 2.
    private mutating func drawRings(_ row: Int, _ column: Int, reach: Int) {
        let isLight = reach == 4 ? [false, false, true, false, true] : [false, true, false]
        for down in -reach...reach {
            for right in -reach...reach {
                let (row, column) = (row + down, column + right)
                guard (0..<size).contains(row), (0..<size).contains(column) else { continue }
                set(row, column, !isLight[max(abs(down), abs(right))])
            }
        }
    }

    /// Says which mask there is, at level M, twice.
    private mutating func drawFormat(_ mask: Int) {
        let bits = Self.withRemainder(mask, of: 10, by: 0x537) ^ 0x5412
        func isDark(_ bit: Int) -> Bool { bits >> bit & 1 == 1 }
        for bit in 0..<6 { set(bit, 8, isDark(bit)) }
        set(7, 8, isDark(6))
        set(8, 8, isDark(7))
        set(8, 7, isDark(8))
        for bit in 9..<15 { set(8, 14 - bit, isDark(bit)) }
        for bit in 0..<8 { set(8, size - 1 - bit, isDark(bit)) }
        for bit in 8..<15 { set(size - 15 + bit, 8, isDark(bit)) }
        set(size - 8, 8, true)
    }

    private mutating func drawVersion(_ number: Int) {
        let bits = Self.withRemainder(number, of: 12, by: 0x1F25)
        for bit in 0..<18 {
            let (near, far) = (bit / 3, size - 11 + bit % 3)
            set(near, far, bits >> bit & 1 == 1)
            set(far, near, bits >> bit & 1 == 1)
        }
    }

    /// A number followed by so many bits that correct errors in it.
    private static func withRemainder(_ number: Int, of count: Int, by divisor: Int) -> Int {
        var remainder = number
        for _ in 0..<count { remainder = remainder << 1 ^ (remainder >> (count - 1)) * divisor }
        return number << count | remainder
    }

    /// Fills what is no pattern, in columns of two from the right, up and down by turns.
    private mutating func draw(_ bytes: [UInt8]) {
        var bit = 0
        var isUpward = true
        for right in [Int](stride(from: size - 1, to: 6, by: -2)) + [5, 3, 1] {
            for step in 0..<size {
                let row = isUpward ? size - 1 - step : step
                for column in [right, right - 1] where !isPattern[row * size + column] && bit < 8 * bytes.count {
                    squares[row * size + column] = bytes[bit / 8] >> (7 - bit % 8) & 1 == 1
                    bit += 1
                }
            }
            isUpward.toggle()
        }
    }

    /// The same with a mask over the text.
    private func masked(_ mask: Mask) -> QRCode {
        var code = self
        code.drawFormat(mask.number)
        for row in 0..<size {
            for column in 0..<size where !isPattern[row * size + column] && mask.inverts(row, column) {
                code.squares[row * size + column].toggle()
            }
        }
        return code
    }
}
