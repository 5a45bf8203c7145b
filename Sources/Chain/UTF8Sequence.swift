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
