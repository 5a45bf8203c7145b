/// What a text is cut into: a byte, or a copy of what came before.
enum Piece: Equatable {
    case byte(UInt8)
    /// So many bytes as there are that far back.
    case copy(length: Int, distance: Int)

    /// The symbols of bytes, of the end, and of lengths; and those of distances.
    static let literalSymbols = 286
    static let distanceSymbols = 30
    static let end = 256
    static let firstLength = 257

    static let lengths = Ranges(
        starts: [
            3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
            227,
            258,
        ], extra: [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0])

    static let distances = Ranges(
        starts: [
            1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
            6145, 8193, 12289, 16385, 24577,
        ],
        extra: [
            0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
        ])

    private static let (shortest, longest, farthest) = (3, 258, 32768)

    /// How many earlier places are tried for each copy.
    private static let tries = 48

    /// The longest copies there are, and bytes in between.
    static func cut(_ bytes: [UInt8]) -> [Piece] {
        var pieces: [Piece] = []
        // The last place of each three bytes, and for each place the one before it with the same.
        var last: [Int: Int] = [:]
        var before = Array(repeating: -1, count: bytes.count)
        func note(_ place: Int) {
            guard place + shortest <= bytes.count else { return }
            let key = Int(bytes[place]) << 16 | Int(bytes[place + 1]) << 8 | Int(bytes[place + 2])
            before[place] = last.updateValue(place, forKey: key) ?? -1
        }
        var place = 0
        while place < bytes.count {
            note(place)
            let found = longestCopy(of: bytes, at: place, before: before)
            let length = found?.length ?? 1
            pieces.append(found.map { .copy(length: $0.length, distance: $0.distance) } ?? .byte(bytes[place]))
            for skipped in place + 1..<place + length { note(skipped) }
            place += length
        }
        return pieces
    }

    private static func longestCopy(
        of bytes: [UInt8], at place: Int, before: [Int]
    ) -> (length: Int, distance: Int)? {
        let most = min(longest, bytes.count - place)
        var best: (length: Int, distance: Int)?
        var earlier = before[place]
        for _ in 0..<tries {
            guard earlier >= 0, place - earlier <= farthest else { break }
            var length = 0
            while length < most, bytes[earlier + length] == bytes[place + length] { length += 1 }
            if length >= shortest, length > best?.length ?? 0 { best = (length, place - earlier) }
            earlier = before[earlier]
        }
        return best
    }
}

/// Values in ranges: a symbol for each, and the place within it in bits of its own.
struct Ranges: Sendable {
    let starts: [Int]
    let extra: [Int]

    func symbol(of value: Int) -> Int {
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= value { low = middle } else { high = middle }
        }
        return low
    }

    func write(_ value: Int, as code: PrefixCode, from first: Int, to bits: inout BitWriter) {
        let symbol = symbol(of: value)
        code.write(first + symbol, to: &bits)
        bits.write(value - starts[symbol], count: extra[symbol])
    }
}
