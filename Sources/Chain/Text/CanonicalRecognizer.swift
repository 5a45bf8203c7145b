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
    var count: Int
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

extension RawSpan {
    /// One byte; the position must be inside.
    func byte(at place: Int) -> UInt8 {
        unsafeLoad(fromByteOffset: place, as: UInt8.self)
    }
}
