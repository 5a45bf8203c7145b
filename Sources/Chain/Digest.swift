internal import CSHA256

/// The 32 bytes of a SHA-256, as four big-endian words.
struct Digest: Hashable, Sendable {
    let words: (UInt64, UInt64, UInt64, UInt64)

    init(words: (UInt64, UInt64, UInt64, UInt64)) {
        self.words = words
    }

    /// The SHA-256 of some bytes.
    init(of bytes: RawSpan) {
        words = bytes.withUnsafeBytes { sha256_hash($0.baseAddress, $0.count).words }
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
