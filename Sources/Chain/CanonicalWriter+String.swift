extension CanonicalWriter {
    /// Writes a string in quotes, from UTF-8 that may contain lone surrogates as three bytes each.
    mutating func append(characters: ArraySlice<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        var index = characters.startIndex
        while index < characters.endIndex {
            let byte = characters[index]
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
                index += 1
            case 0x20...0x7E:
                bytes.append(byte)
                index += 1
            case 0x00...0x7F:
                append(controlCharacter: byte)
                index += 1
            default:
                append(sequenceIn: characters, at: &index)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func append(controlCharacter byte: UInt8) {
        let letter: Unicode.Scalar
        switch byte {
        case 0x08: letter = "b"
        case 0x09: letter = "t"
        case 0x0A: letter = "n"
        case 0x0C: letter = "f"
        case 0x0D: letter = "r"
        default: return appendEscape(UInt32(byte))
        }
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(UInt8(ascii: letter))
    }

    /// Writes a character of two to four bytes as one escape, or as two if it is above U+FFFF.
    private mutating func append(sequenceIn characters: ArraySlice<UInt8>, at index: inout Int) {
        let first = UInt32(characters[index])
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        var codePoint = first & (0x7F >> UInt32(length))
        for offset in 1..<length {
            codePoint = codePoint << 6 | UInt32(characters[index + offset] & 0x3F)
        }
        index += length
        if codePoint < 0x1_0000 {
            appendEscape(codePoint)
        } else {
            appendEscape(0xD800 + (codePoint - 0x1_0000) >> 10)
            appendEscape(0xDC00 + codePoint & 0x3FF)
        }
    }

    private mutating func appendEscape(_ unit: UInt32) {
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(UInt8(ascii: "u"))
        for shift in [12, 8, 4, 0] as [UInt32] {
            bytes.append(UInt8(truncatingIfNeeded: unit >> shift).lowHexDigit)
        }
    }
}
