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

/// UTF-8 by its definition (RFC 3629), with one extension for decoded strings: a lone surrogate is written as three
/// bytes, as if it were a character.
enum UTF8Sequence {
    /// The length of the valid sequence at a position, or nil if it is overlong, truncated, a surrogate, or above
    /// U+10FFFF.
    static func length(in bytes: [UInt8], at place: Int, before end: Int) -> Int? {
        let first = bytes[place]
        let length: Int
        // Only the second byte's range depends on the first byte.
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch first {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: length = 4
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return nil
        }
        guard place + length <= end, second.contains(bytes[place + 1]) else { return nil }
        for index in place + 2..<max(place + 2, place + length) where bytes[index] & 0xC0 != 0x80 {
            return nil
        }
        return length
    }

    static func isHighSurrogate(_ codePoint: UInt32) -> Bool { 0xD800...0xDBFF ~= codePoint }

    static func isLowSurrogate(_ codePoint: UInt32) -> Bool { 0xDC00...0xDFFF ~= codePoint }

    /// Appends a code point, surrogates included.
    static func append(_ codePoint: UInt32, to bytes: inout [UInt8]) {
        precondition(codePoint <= 0x10_FFFF)
        switch codePoint {
        case ..<0x80:
            bytes.append(UInt8(codePoint))
        case ..<0x800:
            bytes.append(UInt8(0xC0 | codePoint >> 6))
            bytes.append(UInt8(0x80 | codePoint & 0x3F))
        case ..<0x1_0000:
            bytes.append(UInt8(0xE0 | codePoint >> 12))
            bytes.append(UInt8(0x80 | codePoint >> 6 & 0x3F))
            bytes.append(UInt8(0x80 | codePoint & 0x3F))
        default:
            bytes.append(UInt8(0xF0 | codePoint >> 18))
            bytes.append(UInt8(0x80 | codePoint >> 12 & 0x3F))
            bytes.append(UInt8(0x80 | codePoint >> 6 & 0x3F))
            bytes.append(UInt8(0x80 | codePoint & 0x3F))
        }
    }
}
