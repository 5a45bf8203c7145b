/// Compression as in RFC 1951, in one block whose codes are made for its content.
enum Deflate {
    static func compressed(_ bytes: [UInt8]) -> [UInt8] {
        let pieces = Piece.cut(bytes)
        var literals = Array(repeating: 0, count: Piece.literalSymbols)
        var distances = Array(repeating: 0, count: Piece.distanceSymbols)
        literals[Piece.end] = 1
        for piece in pieces {
            switch piece {
            case .byte(let byte): literals[Int(byte)] += 1
            case .copy(let length, let distance):
                literals[Piece.lengths.symbol(of: length) + Piece.firstLength] += 1
                distances[Piece.distances.symbol(of: distance)] += 1
            }
        }
        let (literal, distance) = (
            PrefixCode(frequencies: literals, longest: 15), PrefixCode(frequencies: distances, longest: 15)
        )
        var bits = BitWriter()
        // The only block, with codes of its own.
        bits.write(1, count: 1)
        bits.write(2, count: 2)
        write(literal, distance, to: &bits)
        for piece in pieces {
            switch piece {
            case .byte(let byte): literal.write(Int(byte), to: &bits)
            case .copy(let length, let back):
                Piece.lengths.write(length, as: literal, from: Piece.firstLength, to: &bits)
                Piece.distances.write(back, as: distance, from: 0, to: &bits)
            }
        }
        literal.write(Piece.end, to: &bits)
        return bits.finished()
    }

    /// The order in which the lengths of the third code are told, so that the rare ones can be left out.
    private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

    /// The two codes: how long the code of each symbol is, itself in a code (section 3.2.7).
    private static func write(_ literal: PrefixCode, _ distance: PrefixCode, to bits: inout BitWriter) {
        let told = literal.lengths + distance.lengths
        let runs = Run.cut(told)
        var frequencies = Array(repeating: 0, count: order.count)
        for run in runs { frequencies[run.symbol] += 1 }
        let code = PrefixCode(frequencies: frequencies, longest: 7)
        let count = max(4, (order.lastIndex { code.lengths[$0] > 0 } ?? 0) + 1)
        bits.write(literal.lengths.count - 257, count: 5)
        bits.write(distance.lengths.count - 1, count: 5)
        bits.write(count - 4, count: 4)
        for symbol in order.prefix(count) { bits.write(code.lengths[symbol], count: 3) }
        for run in runs {
            code.write(run.symbol, to: &bits)
            bits.write(run.extra, count: run.extraBits)
        }
    }
}

/// A length, or a run of equal ones.
private struct Run {
    /// A length up to 15, or how it is repeated.
    let symbol: Int

    /// How often, beyond the least.
    var extra = 0
    var extraBits = 0

    /// The lengths as runs: of zeros if there are three or more, of another one again if there are three or more.
    static func cut(_ lengths: [Int]) -> [Run] {
        var runs: [Run] = []
        var place = 0
        while place < lengths.count {
            let length = lengths[place]
            var count = lengths[place...].prefix { $0 == length }.count
            place += count
            if length != 0 {
                runs.append(Run(symbol: length))
                count -= 1
            }
            while count >= 3 {
                let part = min(count, length == 0 ? 138 : 6)
                if length != 0 {
                    runs.append(Run(symbol: 16, extra: part - 3, extraBits: 2))
                } else if part <= 10 {
                    runs.append(Run(symbol: 17, extra: part - 3, extraBits: 3))
                } else {
                    runs.append(Run(symbol: 18, extra: part - 11, extraBits: 7))
                }
                count -= part
            }
            runs += Array(repeating: Run(symbol: length), count: count)
        }
        return runs
    }
}
