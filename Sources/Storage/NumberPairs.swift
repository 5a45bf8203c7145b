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
        var text: [UInt8] = []
        text.reserveCapacity(16 * pairs.count + 2)
        for pair in pairs {
            text.append(UInt8(ascii: text.isEmpty ? "[" : ","))
            text.append(UInt8(ascii: "["))
            text.append(decimal: pair.first)
            text.append(UInt8(ascii: ","))
            text.append(decimal: pair.second)
            text.append(UInt8(ascii: "]"))
        }
        text.append(UInt8(ascii: "]"))
        return text
    }
}

extension [UInt8] {
    /// Making a string for each of millions of numbers would take longer than everything else.
    fileprivate mutating func append(decimal number: Int) {
        precondition(number >= 0, "heights, positions and lengths are not negative")
        let start = count
        var rest = number
        repeat {
            append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        self[start...].reverse()
    }
}
