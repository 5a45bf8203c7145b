internal import Crypto

/// The 32 bytes of a SHA-256, as four big-endian words.
struct Digest: Hashable, Sendable {
    let words: (UInt64, UInt64, UInt64, UInt64)

    init(words: (UInt64, UInt64, UInt64, UInt64)) {
        self.words = words
    }

    /// The SHA-256 of some bytes.
    init(of bytes: [UInt8]) {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        for byte in SHA256.hash(data: bytes) {
            words.0 = words.0 << 8 | words.1 >> 56
            words.1 = words.1 << 8 | words.2 >> 56
            words.2 = words.2 << 8 | words.3 >> 56
            words.3 = words.3 << 8 | UInt64(byte)
        }
        self.words = words
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
