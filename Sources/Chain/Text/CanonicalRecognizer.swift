/// Recognises JSON that is canonical text except for its white space, and writes it as canonical text, in one pass.
///
/// Nearly everything that nodes send is of this kind: Python's nodes omit the spaces, this one sends it as it is. For
/// anything else (keys out of order or with escapes, numbers and characters in other spellings, deep nesting, invalid
/// JSON) the functions give up by returning false. That says nothing about the text: `JSONReader` reads all JSON, and
/// says what is wrong with the rest.
///
/// Individual loads and stores are unchecked: every position read is below `end`, inside the source, and the output has
/// room for the longest result of that much input.
struct CanonicalRecognizer {
    /// How much of the source one value may take; longer ones are left to `JSONReader`.
    static let maximumLength = 64 * 1024
    /// Room for the canonical text: one extra space per comma and colon doubles it.
    static let outputLength = 2 * maximumLength + overhang
    /// How far the last 8-byte store may go beyond the canonical text.
    static let overhang = 8
    /// How deep arrays and objects may nest, since this is recursive.
    static let maximumDepth = 32

    /// The position in the source.
    var position: Int
    /// How many bytes have been written.
    private(set) var count: Int
    /// Where it stops reading.
    let end: Int

    /// Begins at a position in the source, of which it reads at most ``maximumLength``; less if the output has so many
    /// bytes already.
    init(at position: Int, of source: RawSpan, after count: Int = 0) {
        self.position = position
        self.count = count
        end = min(source.byteCount, position + Self.maximumLength - (count + 1) / 2)
    }
}

// MARK: - Marks and white space

extension CanonicalRecognizer {
    /// The next byte, or a NUL at the end; JSON never contains one.
    @inline(__always) func next(_ source: RawSpan) -> UInt8 {
        position < end ? source.unsafeLoad(fromUncheckedByteOffset: position, as: UInt8.self) : 0
    }

    /// Steps over a mark and the white space after it, and writes the mark.
    @inline(__always)
    mutating func take(_ mark: Unicode.Scalar, _ source: RawSpan, _ output: inout MutableRawSpan) -> Bool {
        guard next(source) == UInt8(ascii: mark) else { return false }
        position += 1
        write(UInt8(ascii: mark), &output)
        skipWhitespace(source)
        return true
    }

    /// Steps over a comma or colon; canonical text has a space after it.
    @inline(__always)
    mutating func takeSeparator(_ mark: Unicode.Scalar, _ source: RawSpan, _ output: inout MutableRawSpan) -> Bool {
        guard take(mark, source, &output) else { return false }
        write(UInt8(ascii: " "), &output)
        return true
    }

    /// Steps over a key with its quotes and colon, 8 to 24 bytes, comparing eight bytes at a time.
    @inline(__always)
    mutating func takeKey(_ key: StaticString, _ source: RawSpan, _ output: inout MutableRawSpan) -> Bool {
        let length = key.utf8CodeUnitCount
        guard position + length <= end else { return false }
        // The last eight may overlap the previous ones.
        for offset in [0, min(8, length - 8), length - 8] {
            let expected = UnsafeRawPointer(key.utf8Start).loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            let found = source.unsafeLoadUnaligned(fromUncheckedByteOffset: position + offset, as: UInt64.self)
            guard found == expected else { return false }
            output.storeBytes(of: found, toUncheckedByteOffset: count + offset, as: UInt64.self)
        }
        position += length
        count += length
        write(UInt8(ascii: " "), &output)
        skipWhitespace(source)
        return true
    }

    @inline(__always)
    mutating func skipWhitespace(_ source: RawSpan) {
        while next(source).isJSONWhitespace { position += 1 }
    }

    @inline(__always)
    private mutating func write(_ byte: UInt8, _ output: inout MutableRawSpan) {
        output.storeBytes(of: byte, toUncheckedByteOffset: count, as: UInt8.self)
        count += 1
    }

    /// Copies several groups of eight bytes, all of which are before the end.
    @inline(__always)
    mutating func copy(words: Int, _ source: RawSpan, _ output: inout MutableRawSpan) {
        for _ in 0..<words {
            let word = source.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt64.self)
            output.storeBytes(of: word, toUncheckedByteOffset: count, as: UInt64.self)
            position += 8
            count += 8
        }
    }

    /// Copies one byte of the source.
    @inline(__always)
    mutating func copy(_ source: RawSpan, _ output: inout MutableRawSpan) {
        write(source.byte(at: position), &output)
        position += 1
    }
}

// MARK: - Values

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

// MARK: - Strings

extension CanonicalRecognizer {
    /// Takes a string whose characters and escapes canonical text leaves unchanged, eight bytes at a time.
    mutating func takeString(
        _ source: RawSpan, _ output: inout MutableRawSpan, canHaveEscapes: Bool = true
    ) -> Bool {
        guard next(source) == UInt8(ascii: "\"") else { return false }
        copy(source, &output)
        while true {
            if position + 8 <= end {
                let word = source.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt64.self)
                output.storeBytes(of: word, toUncheckedByteOffset: count, as: UInt64.self)
                let plain = UInt64(littleEndian: word).leadingPlainCharacters
                position += plain
                count += plain
                if plain == 8 { continue }
            }
            switch next(source) {
            case UInt8(ascii: "\""):
                copy(source, &output)
                return true
            case UInt8(ascii: "\\"):
                guard canHaveEscapes, takeEscape(source, &output) else { return false }
            case 0x20...0x7E: copy(source, &output)
            default: return false
            }
        }
    }

    /// Takes an escape if canonical text has it for its character.
    private mutating func takeEscape(_ source: RawSpan, _ output: inout MutableRawSpan) -> Bool {
        copy(source, &output)
        switch next(source) {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            copy(source, &output)
            return true
        case UInt8(ascii: "u"): copy(source, &output)
        default: return false
        }
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = next(source).hexDigitValue, digit.lowHexDigit == next(source) else { return false }
            unit = unit << 4 | UInt16(digit)
            copy(source, &output)
        }
        return switch unit {
        case 0x08, 0x09, 0x0A, 0x0C, 0x0D, 0x20...0x7E: false
        default: true
        }
    }
}

extension UInt64 {
    /// How many of eight characters, the lowest byte first, are printable ASCII and neither quote nor backslash.
    fileprivate var leadingPlainCharacters: Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs = ones << 7
        /// Sets the high bit of zero bytes, and possibly of some bytes above the first one.
        func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word }
        let controls = (self &- ones &* 0x20) & ~self
        let special =
            self | controls | zeros(self ^ ones &* 0x22) | zeros(self ^ ones &* 0x5C) | zeros(self ^ ones &* 0x7F)
        return (special & highs).trailingZeroBitCount / 8
    }
}

// MARK: - Numbers

extension CanonicalRecognizer {
    private mutating func takeNumber(_ source: RawSpan, _ output: inout MutableRawSpan) -> Bool {
        let start = position
        if next(source) == UInt8(ascii: "-") { copy(source, &output) }
        let firstDigit = position
        copyDigits(source, &output)
        let digitCount = position - firstDigit
        let hasLeadingZero = digitCount > 0 && source.byte(at: firstDigit) == UInt8(ascii: "0")
        guard digitCount == 1 || (digitCount > 1 && !hasLeadingZero) else { return false }
        let isDouble = [UInt8(ascii: "."), UInt8(ascii: "e")].contains(next(source))
        guard isDouble else {
            // If the number continues in another spelling, such as 1E5, the caller fails on the next byte.
            return digitCount <= JSONDocument.maximumIntegerDigits && (firstDigit == start || !hasLeadingZero)
        }
        while next(source).isInDouble { copy(source, &output) }
        return source.isCanonicalDouble(in: start..<position)
    }

    /// Takes an unsigned integer of up to 18 digits and the white space after it; nil for anything else.
    @inline(__always)
    mutating func takeInteger(_ source: RawSpan, _ output: inout MutableRawSpan) -> UInt64? {
        let start = position
        let first = next(source)
        var value: UInt64 = 0
        while true {
            let digit = next(source) &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            value = value &* 10 &+ UInt64(digit)
            copy(source, &output)
        }
        let count = position - start
        // That many digits cannot overflow; longer numbers are rare.
        guard count == 1 || (2...18 ~= count && first != UInt8(ascii: "0")) else { return nil }
        skipWhitespace(source)
        return value
    }

    /// Takes any number.
    mutating func takeAnyNumber(_ source: RawSpan, _ output: inout MutableRawSpan) -> Bool {
        guard takeNumber(source, &output) else { return false }
        skipWhitespace(source)
        return true
    }

    @inline(__always)
    private mutating func copyDigits(_ source: RawSpan, _ output: inout MutableRawSpan) {
        while (next(source) &- UInt8(ascii: "0")) < 10 { copy(source, &output) }
    }
}

extension UInt8 {
    /// Whether a double's canonical text may contain this byte after its first digits.
    fileprivate var isInDouble: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "+"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

extension RawSpan {
    /// One byte; the position must be inside.
    func byte(at place: Int) -> UInt8 {
        unsafeLoad(fromByteOffset: place, as: UInt8.self)
    }
}
