internal import CSHA256

/// The hash of a block: the SHA-256 of its canonical text.
public struct BlockHash: Hashable, Sendable, CustomStringConvertible {
    let digest: Digest

    /// Hashes a block's text.
    package init(of text: CanonicalText) {
        self.init(of: text.bytes.span.bytes)
    }

    /// Hashes the bytes of a block's text.
    init(of text: RawSpan) {
        digest = Digest(of: text)
    }

    /// Hashes the bytes of two blocks' texts, which takes less time than one after the other.
    static func pair(of first: RawSpan, _ second: RawSpan) -> (BlockHash, BlockHash) {
        let (first, second) = Digest.pair(of: first, second)
        return (BlockHash(digest: first), BlockHash(digest: second))
    }

    init(digest: Digest) {
        self.digest = digest
    }

    /// Parses 64 lower-case hex digits; nil for anything else.
    ///
    /// Upper case is refused because a block names its predecessor by text, and texts are compared byte by byte.
    public init?(hexDigits: ArraySlice<UInt8>) {
        guard hexDigits.count == Self.digitCount else { return nil }
        self.init(hexDigitsIn: hexDigits.span.bytes, at: 0)
    }

    /// Parses 64 lower-case hex digits at a position in a text, which must have that many there.
    @inline(__always)
    init?(hexDigitsIn text: RawSpan, at place: Int) {
        var difference = HexDigits.Vector.zero
        @inline(__always)
        func word(_ number: Int) -> UInt64 {
            let digits = text.unsafeLoadUnaligned(fromByteOffset: place + 16 * number, as: HexDigits.Vector.self)
            return HexDigits.value(of: digits, difference: &difference)
        }
        digest = Digest(words: (word(0), word(1), word(2), word(3)))
        guard HexDigits.areAllZero(difference) else { return nil }
    }

    /// Reads the 32 bytes of a hash; nil for any other number of bytes.
    package init?(bytes: ArraySlice<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        let words = bytes.withUnsafeBytes { bytes in
            func word(_ number: Int) -> UInt64 {
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8 * number, as: UInt64.self))
            }
            return (word(0), word(1), word(2), word(3))
        }
        digest = Digest(words: words)
    }

    /// The 32 bytes, in the order of the hex digits.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return bytes
    }

    /// Adds the 32 bytes to others.
    package func append(to bytes: inout [UInt8]) {
        let words = digest.words
        let ordered = (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
        withUnsafeBytes(of: ordered) { bytes.append(contentsOf: $0) }
    }

    /// How many bytes a hash has.
    package static let byteCount = 32

    /// How many hex digits a hash has.
    static let digitCount = 64

    /// The 64 lower-case hex digits, in ASCII.
    public var hexDigits: [UInt8] {
        var digits = [UInt8](repeating: 0, count: Self.digitCount)
        var span = digits.mutableSpan
        var bytes = span.mutableBytes
        writeHexDigits(to: &bytes, at: 0)
        return digits
    }

    /// Writes the 64 lower-case hex digits, in ASCII.
    @inline(__always)
    func writeHexDigits(to text: inout MutableRawSpan, at place: Int) {
        @inline(__always)
        func write(_ word: UInt64, at place: Int) {
            text.storeBytes(of: HexDigits.digits(of: word), toByteOffset: place, as: HexDigits.Vector.self)
        }
        write(digest.words.0, at: place)
        write(digest.words.1, at: place + 16)
        write(digest.words.2, at: place + 32)
        write(digest.words.3, at: place + 48)
    }

    /// The 64 lower-case hex digits.
    public var description: String { String(decoding: hexDigits, as: UTF8.self) }
}

/// The 32 bytes of a SHA-256, as four big-endian words.
public struct Digest: Hashable, Sendable {
    let words: (UInt64, UInt64, UInt64, UInt64)

    init(words: (UInt64, UInt64, UInt64, UInt64)) {
        self.words = words
    }

    /// The SHA-256 of some bytes.
    init(of bytes: RawSpan) {
        words = bytes.withUnsafeBytes { sha256_hash($0.baseAddress, $0.count).words }
    }

    /// The SHA-256 of each of two texts, computed beside each other.
    static func pair(of first: RawSpan, _ second: RawSpan) -> (Digest, Digest) {
        let digests = first.withUnsafeBytes { first in
            second.withUnsafeBytes { second in
                sha256_hash_pair(first.baseAddress, first.count, second.baseAddress, second.count)
            }
        }
        return (Digest(words: digests.first.words), Digest(words: digests.second.words))
    }

    /// How many zeros the hex digits begin with, counted up to 16.
    var leadingZeroHexDigits: Int { words.0.leadingZeroBitCount / 4 }

    /// Whether all bytes are equal.
    public static func == (left: Digest, right: Digest) -> Bool { left.words == right.words }

    /// Hashes all bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}
