extension RecognizedBlock.Parts {
    /// Reads the block that begins at a position, if it has one of the two spacings that nodes send: none, as Python's
    /// do, or that of canonical text, which then needs no copy. Nil says nothing about it. Writes the canonical text
    /// after `count` bytes of the output, unless it is in the source.
    @inline(__always)
    static func usual(
        in source: RawSpan, at start: Int, after count: Int, _ output: inout MutableRawSpan
    ) -> RecognizedBlock.Parts? {
        let spacePlace = start + 9
        guard spacePlace < source.byteCount else { return nil }
        return source.byte(at: spacePlace) == UInt8(ascii: " ")
            ? UsualBlock<CanonicalSpacing>(at: start, of: source, after: count).parts(source, &output)
            : UsualBlock<NoSpacing>(at: start, of: source, after: count).parts(source, &output)
    }
}

/// What stands after the commas and colons of a block. A type, so that each has code of its own.
private protocol BlockSpacing {
    static var isCanonical: Bool { get }
}

private enum NoSpacing: BlockSpacing {
    static var isCanonical: Bool { false }
}

private enum CanonicalSpacing: BlockSpacing {
    static var isCanonical: Bool { true }
}

/// Reads a block in one of the two spacings that nodes send.
///
/// The fast twin of ``CanonicalRecognizer``, which reads all spacings and all values: this reads eight bytes at a time,
/// and gives up at anything but payments of short numbers and plain strings, and near the end of the source. It has the
/// same room in the output, and its loads and stores are unchecked likewise: it reads only below `end`.
private struct UsualBlock<Spacing: BlockSpacing> {
    private var position: Int
    private var count: Int
    private let end: Int

    /// The most bytes that everything before the transactions takes, with the eight that the last load may go beyond.
    private static var maximumHeadLength: Int { 256 }
    /// The same of a number and what stands between it and the next string.
    private static var maximumNumberLength: Int { 80 }
    /// The same of what stands between a string and the next value.
    private static var maximumMarkLength: Int { 32 }

    @inline(__always)
    fileprivate init(at start: Int, of source: RawSpan, after count: Int) {
        let general = CanonicalRecognizer(at: start, of: source, after: count)
        (position, self.count, end) = (general.position, general.count, general.end)
    }

    fileprivate consuming func parts(_ source: RawSpan, _ output: inout MutableRawSpan) -> RecognizedBlock.Parts? {
        let (start, countBefore) = (position, count)
        guard hasRoom(Self.maximumHeadLength),
            take(#"{"index":"#, #"{"index": "#, source, &output),
            let index = takeInteger(source, &output),
            take(#","previous_hash":""#, #", "previous_hash": ""#, source, &output),
            let previousHash = takeHash(source, &output),
            take(#"","proof":"#, #"", "proof": "#, source, &output),
            let proof = takeInteger(source, &output),
            take(#","timestamp":"#, #", "timestamp": "#, source, &output),
            takeNumber(source, &output),
            take(#","transactions":["#, #", "transactions": ["#, source, &output),
            takePayments(source, &output)
        else { return nil }
        let text = Spacing.isCanonical ? start..<position : countBefore..<count
        while position < end, source.byte(at: position).isJSONWhitespace { position += 1 }
        return RecognizedBlock.Parts(
            index: Int(index.value), proofWord: proof.value, previousHash: previousHash, text: text,
            isInSource: Spacing.isCanonical, end: position)
    }

    /// Takes everything from the first transaction to the block's end.
    @inline(__always)
    private mutating func takePayments(_ source: RawSpan, _ output: inout MutableRawSpan) -> Bool {
        if takeEnd("]}", UInt16.self, source, &output) { return true }
        guard hasRoom(Self.maximumNumberLength), take(#"{"amount":"#, #"{"amount": "#, source, &output) else {
            return false
        }
        repeat {
            guard hasRoom(Self.maximumNumberLength), takeNumber(source, &output) else { return false }
            if take(#","id":"#, #", "id": "#, UInt32.self, source, &output) {
                guard takeEnd("\"", UInt8.self, source, &output), takeCharacters(source, &output),
                    take(#"","recipient":""#, #"", "recipient": ""#, source, &output)
                else { return false }
            } else {
                guard take(#","recipient":""#, #", "recipient": ""#, source, &output) else { return false }
            }
            guard takeCharacters(source, &output),
                take(#"","sender":""#, #"", "sender": ""#, source, &output),
                takeCharacters(source, &output)
            else { return false }
        } while take(#""},{"amount":"#, #""}, {"amount": "#, source, &output)
        return takeEnd(#""}]}"#, UInt32.self, source, &output)
    }

    @inline(__always)
    private func hasRoom(_ length: Int) -> Bool { end &- position >= length }
}

// MARK: - Marks

extension UsualBlock {
    /// Takes what stands between two values, in the spacing that it reads: 8 to 24 bytes.
    @inline(__always)
    private mutating func take(
        _ compact: StaticString, _ canonical: StaticString, _ source: RawSpan, _ output: inout MutableRawSpan
    ) -> Bool {
        take(compact, canonical, UInt64.self, source, &output)
    }

    /// The same of one to three words, which may overlap.
    @inline(__always)
    private mutating func take<Word: FixedWidthInteger & BitwiseCopyable>(
        _ compact: StaticString, _ canonical: StaticString, _: Word.Type, _ source: RawSpan,
        _ output: inout MutableRawSpan
    ) -> Bool {
        let expected = Spacing.isCanonical ? canonical : compact
        let places = expected.wordPlaces(Word.self)
        func difference(at offset: Int) -> Word {
            source.unsafeLoadUnaligned(fromUncheckedByteOffset: position &+ offset, as: Word.self)
                ^ expected.word(at: offset)
        }
        guard difference(at: 0) | difference(at: places.middle) | difference(at: places.last) == 0 else { return false }
        if !Spacing.isCanonical {
            let places = canonical.wordPlaces(Word.self)
            output.storeBytes(of: canonical.word(at: 0), toUncheckedByteOffset: count, as: Word.self)
            output.storeBytes(
                of: canonical.word(at: places.middle), toUncheckedByteOffset: count &+ places.middle, as: Word.self)
            output.storeBytes(
                of: canonical.word(at: places.last), toUncheckedByteOffset: count &+ places.last, as: Word.self)
        }
        position &+= expected.utf8CodeUnitCount
        count &+= canonical.utf8CodeUnitCount
        return true
    }

    /// Takes what is one word, and the same in both spacings.
    @inline(__always)
    private mutating func takeEnd<Word: FixedWidthInteger & BitwiseCopyable>(
        _ text: StaticString, _: Word.Type, _ source: RawSpan, _ output: inout MutableRawSpan
    ) -> Bool {
        let word: Word = text.word(at: 0)
        guard source.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: Word.self) == word else { return false }
        if !Spacing.isCanonical { output.storeBytes(of: word, toUncheckedByteOffset: count, as: Word.self) }
        advance(by: MemoryLayout<Word>.size)
        return true
    }

    /// Takes some bytes as they are.
    @inline(__always)
    private mutating func advance(by length: Int) {
        position &+= length
        count &+= length
    }

    /// The next eight bytes, the first one lowest. They are copied too; those that aren't taken will be overwritten.
    @inline(__always)
    private func copyWord(_ source: RawSpan, _ output: inout MutableRawSpan) -> UInt64 {
        let word = source.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt64.self)
        if !Spacing.isCanonical { output.storeBytes(of: word, toUncheckedByteOffset: count, as: UInt64.self) }
        return UInt64(littleEndian: word)
    }
}

extension StaticString {
    @inline(__always)
    fileprivate func word<Word: FixedWidthInteger & BitwiseCopyable>(at offset: Int) -> Word {
        UnsafeRawPointer(utf8Start).loadUnaligned(fromByteOffset: offset, as: Word.self)
    }

    /// Where the second and the last of the words are that a text of one to three words consists of.
    @inline(__always)
    fileprivate func wordPlaces<Word: FixedWidthInteger>(_: Word.Type) -> (middle: Int, last: Int) {
        let (size, last) = (MemoryLayout<Word>.size, utf8CodeUnitCount &- MemoryLayout<Word>.size)
        return (size < last ? size : last, last)
    }
}

// MARK: - Values

extension UsualBlock {
    /// Takes up to 15 digits, at least one.
    @inline(__always)
    private mutating func takeDigits(_ source: RawSpan, _ output: inout MutableRawSpan) -> LeadingDigits? {
        var digits = LeadingDigits(of: copyWord(source, &output))
        advance(by: digits.count)
        if digits.count == 8 {
            let more = LeadingDigits(of: copyWord(source, &output))
            guard more.count < 8 else { return nil }
            advance(by: more.count)
            digits.append(more)
        }
        return digits.count > 0 ? digits : nil
    }

    /// Takes an integer of up to 15 digits.
    @inline(__always)
    private mutating func takeInteger(_ source: RawSpan, _ output: inout MutableRawSpan) -> LeadingDigits? {
        let hasZero = source.unsafeLoad(fromUncheckedByteOffset: position, as: UInt8.self) == UInt8(ascii: "0")
        guard let digits = takeDigits(source, &output), !hasZero || digits.count == 1 else { return nil }
        return digits
    }

    /// Takes an integer, or a decimal number from 1 on of up to 17 digits, as Python prints it.
    @inline(__always)
    private mutating func takeNumber(_ source: RawSpan, _ output: inout MutableRawSpan) -> Bool {
        guard let whole = takeInteger(source, &output) else { return false }
        // Whatever else a number may have here is no mark, so that comes to nothing.
        guard source.unsafeLoad(fromUncheckedByteOffset: position, as: UInt8.self) == UInt8(ascii: ".") else {
            return true
        }
        guard let length = copyFraction(of: whole, source, &output) else { return false }
        advance(by: length)
        return true
    }

    /// Copies a point and the digits after it, and returns how many bytes these are.
    private func copyFraction(
        of whole: LeadingDigits, _ source: RawSpan, _ output: inout MutableRawSpan
    ) -> Int? {
        var rest = self
        _ = rest.copyWord(source, &output)
        rest.advance(by: 1)
        guard let fraction = rest.takeDigits(source, &output), whole.value > 0, whole.count + fraction.count <= 17
        else {
            return nil
        }
        var digits = whole
        digits.append(fraction)
        guard Decimal(digits: digits.value, scale: fraction.scale).isShortest else { return nil }
        return 1 + fraction.count
    }

    /// Takes 64 lower-case hex digits.
    @inline(__always)
    private mutating func takeHash(_ source: RawSpan, _ output: inout MutableRawSpan) -> BlockHash? {
        guard let hash = BlockHash(hexDigitsIn: source, at: position) else { return nil }
        if !Spacing.isCanonical {
            for offset in stride(from: 0, to: BlockHash.digitCount, by: 8) {
                let word = source.unsafeLoadUnaligned(fromUncheckedByteOffset: position + offset, as: UInt64.self)
                output.storeBytes(of: word, toUncheckedByteOffset: count + offset, as: UInt64.self)
            }
        }
        advance(by: BlockHash.digitCount)
        return hash
    }

    /// Takes the characters of a string up to its closing quote, or to whatever else isn't copied as it is. False if
    /// a mark may not fit after them.
    @inline(__always)
    private mutating func takeCharacters(_ source: RawSpan, _ output: inout MutableRawSpan) -> Bool {
        var special: UInt64 = 0
        while hasRoom(Self.maximumMarkLength) {
            special = copyWord(source, &output).specialCharacters
            if special != 0 { break }
            // Not by what is counted, so that the next load needn't wait for that.
            advance(by: 8)
        }
        advance(by: special.trailingZeroBitCount / 8 % 8)
        return hasRoom(Self.maximumMarkLength)
    }
}
