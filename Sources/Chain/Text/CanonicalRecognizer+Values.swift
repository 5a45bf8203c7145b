extension CanonicalRecognizer {
    /// Takes a value and the white space after it.
    mutating func takeValue(_ source: RawSpan, _ output: inout MutableRawSpan, depth: Int) -> Bool {
        switch next(source) {
        case UInt8(ascii: "\""):
            guard takeString(source, &output) else { return false }
        case UInt8(ascii: "{"):
            return takePayment(source, &output)
                || depth < Self.maximumDepth && takeObject(source, &output, depth: depth + 1)
        case UInt8(ascii: "["):
            return depth < Self.maximumDepth && takeArray(source, &output, depth: depth + 1)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            guard takeNumber(source, &output) else { return false }
        case UInt8(ascii: "t"):
            guard takeLiteral("true", source, &output) else { return false }
        case UInt8(ascii: "f"):
            guard takeLiteral("false", source, &output) else { return false }
        case UInt8(ascii: "n"):
            guard takeLiteral("null", source, &output) else { return false }
        default: return false
        }
        skipWhitespace(source)
        return true
    }

    /// Takes an array, of objects only if so requested.
    mutating func takeArray(
        ofObjects: Bool = false, _ source: RawSpan, _ output: inout MutableRawSpan, depth: Int
    ) -> Bool {
        guard take("[", source, &output) else { return false }
        if take("]", source, &output) { return true }
        repeat {
            guard !ofObjects || next(source) == UInt8(ascii: "{"), takeValue(source, &output, depth: depth)
            else { return false }
        } while takeSeparator(",", source, &output)
        return take("]", source, &output)
    }

    /// Takes an object with the tutorial's three keys, which most are. For any other object, takes nothing.
    private mutating func takePayment(_ source: RawSpan, _ output: inout MutableRawSpan) -> Bool {
        let before = self
        if take("{", source, &output),
            takeKey(#""amount":"#, source, &output),
            takeNumber(source, &output),
            takeSeparator(",", source, &output),
            takeKey(#""recipient":"#, source, &output),
            takeString(source, &output),
            takeSeparator(",", source, &output),
            takeKey(#""sender":"#, source, &output),
            takeString(source, &output),
            take("}", source, &output)
        {
            return true
        }
        self = before
        return false
    }

    private mutating func takeObject(_ source: RawSpan, _ output: inout MutableRawSpan, depth: Int) -> Bool {
        guard take("{", source, &output) else { return false }
        if take("}", source, &output) { return true }
        var lastKey: Range<Int>?
        repeat {
            let start = position
            guard takeString(source, &output, canHaveEscapes: false) else { return false }
            let key = start..<position
            if let lastKey, !Self.isAscending(lastKey, key, in: source) { return false }
            lastKey = key
            skipWhitespace(source)
            guard takeSeparator(":", source, &output), takeValue(source, &output, depth: depth) else { return false }
        } while takeSeparator(",", source, &output)
        return take("}", source, &output)
    }

    /// Whether a key, in quotes, sorts before another.
    ///
    /// The closing quote is lower than all characters except the space and the exclamation mark, so the end is checked
    /// separately.
    private static func isAscending(_ first: Range<Int>, _ second: Range<Int>, in source: RawSpan) -> Bool {
        let common = min(first.count, second.count) - 1
        for offset in 1..<common {
            let (left, right) = (
                source.byte(at: first.lowerBound + offset), source.byte(at: second.lowerBound + offset)
            )
            if left != right { return left < right }
        }
        return first.count < second.count
    }

    private mutating func takeLiteral(
        _ literal: StaticString, _ source: RawSpan, _ output: inout MutableRawSpan
    ) -> Bool {
        for offset in 0..<literal.utf8CodeUnitCount {
            guard next(source) == literal.utf8Start[offset] else { return false }
            copy(source, &output)
        }
        return true
    }
}
