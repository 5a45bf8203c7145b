/// A list of pairs of numbers as JSON, `[[first,second],...]`, which people can read and SQLite can take apart.
struct NumberPairs {
    let pairs: [(first: Int, second: Int)]

    init(_ pairs: [(first: Int, second: Int)]) {
        self.pairs = pairs
    }

    /// Reads what ``text`` wrote; nil for anything else, or for an empty list.
    init?(text: [UInt8]) {
        var pairs: [(Int, Int)] = []
        var index = 0
        func skip(_ expected: Unicode.Scalar) -> Bool {
            guard index < text.count, text[index] == UInt8(ascii: expected) else { return false }
            index += 1
            return true
        }
        func number() -> Int? {
            let start = index
            var number = 0
            // 18 digits fit.
            while index < text.count, index - start < 18, case let digit = text[index],
                UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit
            {
                number = 10 * number + Int(digit - UInt8(ascii: "0"))
                index += 1
            }
            return index > start ? number : nil
        }
        guard skip("[") else { return nil }
        repeat {
            guard skip("["), let first = number(), skip(","), let second = number(), skip("]") else { return nil }
            pairs.append((first, second))
        } while skip(",")
        guard skip("]"), index == text.count else { return nil }
        self.pairs = pairs
    }

    /// The JSON.
    var text: [UInt8] {
        // From the end, because that is how the digits of a number come. Making a string for each of millions of
        // numbers would take longer than everything else.
        var text = [UInt8](repeating: 0, count: Self.maximumPairBytes * pairs.count + 2)
        var start = text.count
        func put(_ character: Unicode.Scalar) {
            start -= 1
            text[start] = UInt8(ascii: character)
        }
        func put(_ number: Int) {
            precondition(number >= 0, "heights, positions and lengths are not negative")
            var rest = number
            repeat {
                start -= 1
                text[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
        }
        put("]")
        for index in pairs.indices.reversed() {
            put("]")
            put(pairs[index].second)
            put(",")
            put(pairs[index].first)
            put("[")
            if index > 0 { put(",") }
        }
        put("[")
        return Array(text[start...])
    }

    /// The length of a pair of the largest numbers, with a comma before it.
    private static let maximumPairBytes = ",[\(Int.max),\(Int.max)]".utf8.count
}
