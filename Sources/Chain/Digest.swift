internal import Crypto

/// The 32 bytes of a SHA-256, as four big-endian words.
struct Digest: Hashable, Sendable {
    let words: (UInt64, UInt64, UInt64, UInt64)

    init(words: (UInt64, UInt64, UInt64, UInt64)) {
        self.words = words
    }

    /// The SHA-256 of some bytes.
    init(of bytes: RawSpan) {
        var hasher = SHA256()
        bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        words = hasher.finalize().withUnsafeBytes { digest in
            func word(_ number: Int) -> UInt64 {
                UInt64(bigEndian: digest.loadUnaligned(fromByteOffset: 8 * number, as: UInt64.self))
            }
            return (word(0), word(1), word(2), word(3))
        }
    }

    /// How many zeros the hex digits begin with, counted up to 16.
    var leadingZeroHexDigits: Int { words.0.leadingZeroBitCount / 4 }

    static func == (left: Digest, right: Digest) -> Bool { left.words == right.words }

    func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}
