extension JSONReader {
    /// Reads a string, from after its opening quote to after its closing one.
    mutating func readString() throws(JSONError) {
        let start = position
        var index = start
        while index < end {
            let byte = source[index]
            if byte == UInt8(ascii: "\"") {
                tokens.append(JSONToken(.printableString, start..<index))
                position = index + 1
                return
            }
            if byte < 0x20 || byte > 0x7E || byte == UInt8(ascii: "\\") { break }
            index += 1
        }
        try readUnprintableString(from: start, printableUpTo: index)
    }

    private mutating func readUnprintableString(
        from start: Int, printableUpTo printableEnd: Int
    ) throws(JSONError) {
        let decodedStart = decoded.count
        /// The start of the characters that aren't copied to `decoded` yet.
        var uncopied = start
        var hasEscapes = false
        position = printableEnd
        while position < end {
            let byte = source[position]
            switch byte {
            case UInt8(ascii: "\""):
                if hasEscapes {
                    decoded.append(contentsOf: source[uncopied..<position])
                    tokens.append(JSONToken(.decodedString, decodedStart..<decoded.count))
                } else {
                    tokens.append(JSONToken(.sourceString, start..<position))
                }
                position += 1
                return
            case UInt8(ascii: "\\"):
                decoded.append(contentsOf: source[uncopied..<position])
                hasEscapes = true
                try readEscape()
                uncopied = position
            case 0..<0x20: throw error(.controlCharacter(byte))
            case 0x20..<0x80: position += 1
            default:
                guard let length = UTF8Sequence.length(in: source, at: position, before: end) else {
                    throw error(.invalidUTF8)
                }
                position += length
            }
        }
        throw error(.unexpectedEnd)
    }

    /// Decodes one escape, or two that form a surrogate pair.
    private mutating func readEscape() throws(JSONError) {
        guard position + 1 < end else { throw error(.unexpectedEnd, at: end) }
        switch source[position + 1] {
        case UInt8(ascii: "\""): decoded.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): decoded.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): decoded.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0C)
        case UInt8(ascii: "n"): decoded.append(0x0A)
        case UInt8(ascii: "r"): decoded.append(0x0D)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"): return try readUnicodeEscape()
        default: throw error(.invalidEscape)
        }
        position += 2
    }

    private mutating func readUnicodeEscape() throws(JSONError) {
        guard var codePoint = unicodeEscape(at: position) else { throw error(.invalidEscape) }
        position += 6
        if UTF8Sequence.isHighSurrogate(codePoint), let low = unicodeEscape(at: position),
            UTF8Sequence.isLowSurrogate(low)
        {
            codePoint = 0x1_0000 + (codePoint - 0xD800) << 10 + (low - 0xDC00)
            position += 6
        }
        UTF8Sequence.append(codePoint, to: &decoded)
    }

    /// The value of a `\uXXXX` at a position, or nil if there is none.
    private func unicodeEscape(at place: Int) -> UInt32? {
        guard place + 6 <= end, source[place] == UInt8(ascii: "\\"), source[place + 1] == UInt8(ascii: "u")
        else { return nil }
        var value: UInt32 = 0
        for index in place + 2..<place + 6 {
            guard let digit = source[index].hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}
