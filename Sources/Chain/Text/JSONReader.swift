/// Parses a JSON text into a `JSONTree` in one pass, with its own stack instead of recursion.
struct JSONReader {
    /// An array or object that is still open.
    private struct Container {
        /// Its token.
        let token: Int
        /// Where its children begin in `openChildren`.
        let firstChild: Int
        let isObject: Bool
    }

    let source: [UInt8]
    let start: Int
    let end: Int
    var position: Int
    var tokens: [JSONToken] = []
    var decoded: [UInt8] = []

    private let offset: Int
    private let availableDepth: Int
    private var children: [UInt32] = []
    /// The children of all open containers, innermost last.
    private var openChildren: [UInt32] = []
    private var containers: [Container] = []

    init(source: [UInt8], range: Range<Int>, offset: Int, depth: Int) {
        self.source = source
        start = range.lowerBound
        end = range.upperBound
        position = range.lowerBound
        self.offset = offset - range.lowerBound
        availableDepth = JSONDocument.maximumDepth - depth
        // A guess that saves small texts most reallocations and costs large ones little.
        let expectedTokens = min(16 + range.count / 16, 1_024)
        tokens.reserveCapacity(expectedTokens)
        openChildren.reserveCapacity(16)
        children.reserveCapacity(expectedTokens)
    }

    /// Parses the text's only value.
    mutating func readTree() throws(JSONError) -> JSONTree {
        if source[position..<end].starts(with: [0xEF, 0xBB, 0xBF]) { throw error(.byteOrderMark) }
        skipWhitespace()
        while true {
            let isScalar = try beginValue()
            if isScalar, try !finishValue() { break }
        }
        skipWhitespace()
        guard position == end else { throw error(.textAfterValue) }
        return JSONTree(
            source: source, sourceLength: end - start, decoded: decoded, tokens: tokens, children: children)
    }

    func error(_ reason: JSONError.Reason, at position: Int? = nil) -> JSONError {
        JSONError(offset: (position ?? self.position) + offset, reason: reason)
    }

    mutating func skipWhitespace() {
        var index = position
        while index < end, source[index].isJSONWhitespace { index += 1 }
        position = index
    }
}

// MARK: - Values

extension JSONReader {
    /// Reads a scalar or an empty container and returns true, or steps to the first value inside a container and
    /// returns false.
    private mutating func beginValue() throws(JSONError) -> Bool {
        guard position < end else { throw error(.unexpectedEnd) }
        if let container = containers.last, !container.isObject {
            openChildren.append(UInt32(tokens.count))
        }
        switch source[position] {
        case UInt8(ascii: "\""):
            position += 1
            try readString()
        case UInt8(ascii: "{"): return try open(isObject: true)
        case UInt8(ascii: "["): return try open(isObject: false)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try readNumber()
        case UInt8(ascii: "t"): try readLiteral("true", as: .true)
        case UInt8(ascii: "f"): try readLiteral("false", as: .false)
        case UInt8(ascii: "n"): try readLiteral("null", as: .null)
        case UInt8(ascii: "N"), UInt8(ascii: "I"): throw error(.notFinite)
        default: throw error(.expectedValue)
        }
        return true
    }

    /// After a value: closes what ends here and steps to the next value; false once the root has ended.
    private mutating func finishValue() throws(JSONError) -> Bool {
        while let container = containers.last {
            skipWhitespace()
            guard position < end else { throw error(.unexpectedEnd) }
            let byte = source[position]
            if byte == UInt8(ascii: ",") {
                position += 1
                skipWhitespace()
                if container.isObject { try readKey() }
                return true
            }
            guard byte == (container.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                throw error(.expectedCommaOrEnd)
            }
            position += 1
            close(container)
        }
        return false
    }

    /// Opens a container; true if it is empty and so already closed.
    private mutating func open(isObject: Bool) throws(JSONError) -> Bool {
        guard containers.count < availableDepth else { throw error(.tooDeep) }
        containers.append(
            Container(token: tokens.count, firstChild: openChildren.count, isObject: isObject))
        tokens.append(JSONToken(isObject ? .object : .array))
        position += 1
        skipWhitespace()
        guard position < end else { throw error(.unexpectedEnd) }
        if source[position] == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
            position += 1
            containers.removeLast()
            return true
        }
        if isObject { try readKey() }
        return false
    }

    /// Reads a key and its colon, up to the value.
    private mutating func readKey() throws(JSONError) {
        guard position < end else { throw error(.unexpectedEnd) }
        guard source[position] == UInt8(ascii: "\"") else { throw error(.expectedKey) }
        position += 1
        openChildren.append(UInt32(tokens.count))
        try readString()
        skipWhitespace()
        guard position < end else { throw error(.unexpectedEnd) }
        guard source[position] == UInt8(ascii: ":") else { throw error(.expectedColon) }
        position += 1
        skipWhitespace()
    }

    private mutating func readLiteral(
        _ literal: StaticString, as kind: JSONToken.Kind
    ) throws(JSONError) {
        let start = position
        for expected in "\(literal)".utf8 {
            guard position < end else { throw error(.unexpectedEnd) }
            guard source[position] == expected else { throw error(.expectedValue, at: start) }
            position += 1
        }
        tokens.append(JSONToken(kind))
    }
}

// MARK: - Closing

extension JSONReader {
    private mutating func close(_ container: Container) {
        containers.removeLast()
        let first = children.count
        if container.isObject, !areKeysAscending(from: container.firstChild) {
            appendSortedKeys(from: container.firstChild)
        } else {
            children.append(contentsOf: openChildren[container.firstChild...])
        }
        openChildren.removeSubrange(container.firstChild...)
        tokens[container.token].lower = UInt32(first)
        tokens[container.token].upper = UInt32(children.count)
    }

    private func areKeysAscending(from first: Int) -> Bool {
        var index = first + 1
        while index < openChildren.count {
            if compareKeys(openChildren[index - 1], openChildren[index]) >= 0 { return false }
            index += 1
        }
        return true
    }

    /// Sorts the keys of the innermost object by code point, and keeps the last of equal ones.
    private mutating func appendSortedKeys(from first: Int) {
        var keys = Array(openChildren[first...])
        keys.sort { left, right in
            let order = compareKeys(left, right)
            return order == 0 ? left < right : order < 0
        }
        for (position, key) in keys.enumerated() {
            let isRepeated = position + 1 < keys.count && compareKeys(key, keys[position + 1]) == 0
            if !isRepeated { children.append(key) }
        }
    }

    /// Below 0, 0 or above 0. The order of UTF-8 bytes is the order of code points.
    private func compareKeys(_ left: UInt32, _ right: UInt32) -> Int {
        let (left, right) = (tokens[Int(left)], tokens[Int(right)])
        let leftCount = left.range.count
        let rightCount = right.range.count
        for index in 0..<min(leftCount, rightCount) {
            let difference = Int(byte(index, of: left)) - Int(byte(index, of: right))
            if difference != 0 { return difference }
        }
        return leftCount - rightCount
    }

    private func byte(_ index: Int, of token: JSONToken) -> UInt8 {
        let position = Int(token.lower) + index
        return token.kind == .decodedString ? decoded[position] : source[position]
    }
}

extension UInt8 {
    /// The four characters JSON allows between tokens.
    var isJSONWhitespace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}

// MARK: - Numbers

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
