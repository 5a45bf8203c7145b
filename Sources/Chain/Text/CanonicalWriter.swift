/// Writes values as canonical text.
struct CanonicalWriter {
    static let separator: [UInt8] = [UInt8(ascii: ","), 0x20]
    static let colon: [UInt8] = [UInt8(ascii: ":"), 0x20]

    var bytes: [UInt8] = []

    /// The canonical text of a value, in memory of just that size.
    static func text(of value: JSONValue) -> CanonicalText {
        var writer = CanonicalWriter()
        if value.index == 0 { writer.bytes.reserveCapacity(value.tree.sourceLength) }
        writer.append(value.tree, index: value.index)
        return CanonicalText(uncheckedBytes: writer.bytes.fitting)
    }

    /// A container being written, with the children still to come.
    private struct Container {
        var next: Int
        let end: Int
        let first: Int
        let isObject: Bool

        init(children: Range<Int>, isObject: Bool) {
            next = children.lowerBound
            end = children.upperBound
            first = children.lowerBound
            self.isObject = isObject
        }
    }

    /// Writes a subtree from left to right, each byte once.
    private mutating func append(_ tree: JSONTree, index: Int) {
        var containers: [Container] = []
        var index = index
        while true {
            let token = tree.tokens[index]
            if token.kind == .array || token.kind == .object {
                let isObject = token.kind == .object
                bytes.append(UInt8(ascii: isObject ? "{" : "["))
                let range = token.range
                containers.append(Container(children: range, isObject: isObject))
            } else {
                append(scalar: token, of: tree)
            }
            guard let next = advance(in: tree, &containers) else { return }
            index = next
        }
    }

    /// After a value: closes what ends here, and moves on to the next value's token; nil at the end.
    private mutating func advance(in tree: JSONTree, _ containers: inout [Container]) -> Int? {
        while let container = containers.last {
            if container.next == container.end {
                bytes.append(UInt8(ascii: container.isObject ? "}" : "]"))
                containers.removeLast()
                continue
            }
            containers[containers.count - 1].next += 1
            if container.next > container.first { bytes.append(contentsOf: Self.separator) }
            let child = Int(tree.children[container.next])
            guard container.isObject else { return child }
            append(scalar: tree.tokens[child], of: tree)
            bytes.append(contentsOf: Self.colon)
            return child + 1
        }
        return nil
    }

    private mutating func append(scalar token: JSONToken, of tree: JSONTree) {
        switch token.kind {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .true: bytes.append(contentsOf: "true".utf8)
        case .false: bytes.append(contentsOf: "false".utf8)
        case .integer: bytes.append(contentsOf: tree.source[token.range])
        case .double: append(token.double)
        case .printableString:
            // The source has the quotes on both sides.
            bytes.append(contentsOf: tree.source[token.range.lowerBound - 1...token.range.upperBound])
        case .sourceString, .decodedString: append(characters: tree.characters(of: token))
        case .array, .object: preconditionFailure("a container is no scalar")
        }
    }
}

extension Array {
    /// The same elements, copied if they take up much more memory than they need, because it is kept for long.
    var fitting: Self {
        guard capacity - count > count / 8 + 64 else { return self }
        return withUnsafeBufferPointer(Self.init)
    }
}

// MARK: - Strings

extension CanonicalWriter {
    /// Writes a string in quotes.
    mutating func append(_ string: String) {
        guard string.utf8.allSatisfy(\.isPlain) else { return append(characters: Array(string.utf8)[...]) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: string.utf8)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a string in quotes, from UTF-8 that may contain lone surrogates as three bytes each.
    mutating func append(characters: ArraySlice<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        // Nearly always that is all.
        let plain = characters.prefix(while: \.isPlain)
        bytes.append(contentsOf: plain)
        var index = plain.endIndex
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

extension UInt8 {
    /// Whether it is a character that a string's canonical text has as it is.
    fileprivate var isPlain: Bool { 0x20...0x7E ~= self && self != UInt8(ascii: "\"") && self != UInt8(ascii: "\\") }
}

// MARK: - Doubles

extension CanonicalWriter {
    /// Writes a finite double as Python's `repr` does.
    ///
    /// The digits are the shortest that parse to the same double, which Swift's `description` has. The layout is
    /// Python's: an exponent only below 1e-4 and from 1e16 on, with at least two digits.
    mutating func append(_ value: Double) {
        precondition(value.isFinite, "NaN and infinities have no canonical text")
        if value.sign == .minus { bytes.append(UInt8(ascii: "-")) }
        guard value != 0 else {
            bytes.append(contentsOf: "0.0".utf8)
            return
        }
        let decimal = ShortestDecimal(value.magnitude)
        if -4 < decimal.point, decimal.point <= 16 {
            appendPlain(decimal)
        } else {
            appendScientific(decimal)
        }
    }

    private mutating func appendPlain(_ decimal: ShortestDecimal) {
        let count = decimal.digits.count
        if decimal.point <= 0 {
            bytes.append(contentsOf: "0.".utf8)
            appendZeros(-decimal.point)
            bytes.append(contentsOf: decimal.digits)
        } else if decimal.point < count {
            bytes.append(contentsOf: decimal.digits[..<decimal.point])
            bytes.append(UInt8(ascii: "."))
            bytes.append(contentsOf: decimal.digits[decimal.point...])
        } else {
            bytes.append(contentsOf: decimal.digits)
            appendZeros(decimal.point - count)
            bytes.append(contentsOf: ".0".utf8)
        }
    }

    private mutating func appendScientific(_ decimal: ShortestDecimal) {
        bytes.append(decimal.digits[0])
        if decimal.digits.count > 1 {
            bytes.append(UInt8(ascii: "."))
            bytes.append(contentsOf: decimal.digits[1...])
        }
        let exponent = decimal.point - 1
        bytes.append(contentsOf: exponent < 0 ? "e-".utf8 : "e+".utf8)
        if exponent.magnitude < 10 { appendZeros(1) }
        bytes.append(contentsOf: String(exponent.magnitude).utf8)
    }

    private mutating func appendZeros(_ count: Int) {
        for _ in 0..<count { bytes.append(UInt8(ascii: "0")) }
    }
}

/// The shortest digits of a positive double: 0.d₁d₂d₃... times ten to the power of `point`.
private struct ShortestDecimal {
    /// ASCII digits; neither the first nor the last is zero.
    var digits: [UInt8] = []
    var point = 0

    init(_ value: Double) {
        digits.reserveCapacity(20)
        var exponent = 0
        var isExponentNegative = false
        var isAfterPoint = false
        var isInExponent = false
        for byte in value.description.utf8 {
            switch byte {
            case UInt8(ascii: "."): isAfterPoint = true
            case UInt8(ascii: "e"): isInExponent = true
            case UInt8(ascii: "-"): isExponentNegative = true
            case UInt8(ascii: "+"): continue
            default:
                if isInExponent {
                    exponent = exponent * 10 + Int(byte - UInt8(ascii: "0"))
                } else if byte == UInt8(ascii: "0"), digits.isEmpty {
                    if isAfterPoint { point -= 1 }
                } else {
                    digits.append(byte)
                    if !isAfterPoint { point += 1 }
                }
            }
        }
        point += isExponentNegative ? -exponent : exponent
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    }
}
