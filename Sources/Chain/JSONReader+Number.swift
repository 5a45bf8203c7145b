extension JSONReader {
    /// Reads a number. An integer keeps its digits; one with a point or an exponent becomes a double.
    mutating func readNumber() throws(JSONError) {
        let start = position
        if source[position] == UInt8(ascii: "-") { position += 1 }
        if position < end, source[position] == UInt8(ascii: "I") { throw error(.notFinite, at: start) }
        let firstDigit = position
        if position < end, source[position] == UInt8(ascii: "0") {
            position += 1
        } else {
            try skipDigits()
        }
        let digitCount = position - firstDigit
        var isInteger = true
        if position < end, source[position] == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            try skipDigits()
        }
        if position < end, source[position] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            position += 1
            let hasSign = position < end && "+-".utf8.contains(source[position])
            if hasSign { position += 1 }
            try skipDigits()
        }
        guard isInteger else {
            tokens.append(JSONToken(try double(in: start..<position)))
            return
        }
        guard digitCount <= JSONDocument.maximumIntegerDigits else {
            throw error(.tooManyDigits, at: start)
        }
        let isNegativeZero = firstDigit > start && source[firstDigit] == UInt8(ascii: "0")
        tokens.append(JSONToken(.integer, (isNegativeZero ? firstDigit : start)..<position))
    }

    /// Steps over at least one digit.
    private mutating func skipDigits() throws(JSONError) {
        var index = position
        while index < end, UInt8(ascii: "0")...UInt8(ascii: "9") ~= source[index] { index += 1 }
        guard index > position else { throw error(index < end ? .incompleteNumber : .unexpectedEnd) }
        position = index
    }

    /// The nearest double. The standard library rounds correctly, in time linear in the digits.
    private func double(in range: Range<Int>) throws(JSONError) -> Double {
        guard let value = Double(String(decoding: source[range], as: UTF8.self)), value.isFinite else {
            throw error(.numberTooLarge, at: range.lowerBound)
        }
        return value
    }
}
