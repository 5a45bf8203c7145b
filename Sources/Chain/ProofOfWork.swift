/// The puzzle that a block sets: find the number that makes the next block.
///
/// A proof p fits if the SHA-256 of a text, its guess, begins with enough zeros. The text is the last block's proof in
/// decimal, p in decimal, and, under some ``Rules``, the last block's hash in hex. A miner takes the smallest; any that
/// fits is valid.
public struct ProofOfWork: Hashable, Sendable {
    /// The previous block's proof.
    public let lastProof: Proof
    /// The previous block's hash, if the guess ends with it.
    public let lastHash: BlockHash?
    /// How many zeros are required.
    public let difficulty: Difficulty

    init(lastProof: Proof, lastHash: BlockHash?, difficulty: Difficulty) {
        self.lastProof = lastProof
        self.lastHash = lastHash
        self.difficulty = difficulty
    }

    /// The part of the guess before the proof.
    package var guessPrefix: [UInt8] { lastProof.digits }

    /// The part of the guess after the proof.
    package var guessSuffix: [UInt8] { lastHash?.hexDigits ?? [] }

    /// The text whose SHA-256 decides whether a proof fits.
    func guess(_ proof: Proof) -> [UInt8] { guessPrefix + proof.digits + guessSuffix }

    /// Whether a proof fits. Takes one SHA-256.
    public func isValid(_ proof: Proof) -> Bool {
        if let word = proof.word { return isValid(word) }
        return isEnough(Digest(of: guess(proof).span.bytes))
    }

    /// Whether a proof of 64 bits fits. If the last proof has 64 bits too, this allocates no memory.
    public func isValid(_ proof: UInt64) -> Bool {
        guard let lastProof = lastProof.word else {
            return isEnough(Digest(of: guess(Proof(proof)).span.bytes))
        }
        return isEnough(ShortGuess(lastProof, proof, lastHash).digest)
    }

    /// Whether each of two proofs of 64 bits fits the puzzle of one such as the last: their guesses are hashed beside
    /// each other.
    static func areValid(
        _ first: UInt64, after firstLast: (proof: UInt64, hash: BlockHash?),
        _ second: UInt64, after secondLast: (proof: UInt64, hash: BlockHash?), difficulty: Difficulty
    ) -> (Bool, Bool) {
        let digests = ShortGuess.digests(
            ShortGuess(firstLast.proof, first, firstLast.hash), ShortGuess(secondLast.proof, second, secondLast.hash))
        return (difficulty.isReached(by: digests.0), difficulty.isReached(by: digests.1))
    }

    /// The SHA-256 of a proof's guess, as a number: the proof fits if it is at most the ``Difficulty/target``.
    public func hash(ofGuess proof: Proof) -> UInt256 { UInt256(Digest(of: guess(proof))) }

    private func isEnough(_ digest: Digest) -> Bool { difficulty.isReached(by: digest) }
}

/// The guess of two proofs of 64 bits, without memory of its own.
private struct ShortGuess {
    private var buffer = InlineArray<104, UInt8>(repeating: 0)
    private let length: Int

    @inline(__always)
    init(_ lastProof: UInt64, _ proof: UInt64, _ lastHash: BlockHash?) {
        var span = buffer.mutableSpan
        var bytes = span.mutableBytes
        var length = lastProof.writeDecimal(to: &bytes, at: 0)
        length += proof.writeDecimal(to: &bytes, at: length)
        if let lastHash {
            lastHash.writeHexDigits(to: &bytes, at: length)
            length += BlockHash.digitCount
        }
        self.length = length
    }

    var digest: Digest { Digest(of: buffer.span.bytes.extracting(first: length)) }

    static func digests(_ first: ShortGuess, _ second: ShortGuess) -> (Digest, Digest) {
        Digest.pair(
            of: first.buffer.span.bytes.extracting(first: first.length),
            second.buffer.span.bytes.extracting(first: second.length))
    }
}

extension UInt64 {
    /// Writes the number in decimal and returns how many digits it has, at most 20.
    fileprivate func writeDecimal(to text: inout MutableRawSpan, at place: Int) -> Int {
        var count = 1
        var rest = self / 10
        while rest > 0 {
            count += 1
            rest /= 10
        }
        rest = self
        for position in (place..<place + count).reversed() {
            text.storeBytes(of: UInt8(truncatingIfNeeded: 0x30 + rest % 10), toByteOffset: position, as: UInt8.self)
            rest /= 10
        }
        return count
    }
}

/// How hard a proof is to find: the number of hex zeros with which its hash must begin.
public struct Difficulty: Hashable, Sendable, CustomStringConvertible {
    /// The possible difficulties. At 16 the first word of the hash is zero; nobody finds that.
    public static let range = 1...16

    /// Four zeros: 65,536 guesses on average.
    public static let standard = Difficulty(unchecked: 4)

    /// The number of zeros.
    public let hexZeros: Int

    fileprivate func isReached(by digest: Digest) -> Bool { digest.leadingZeroHexDigits >= hexZeros }

    /// How many guesses a search takes on average: one in this many has enough zeros.
    public var expectedGuesses: UInt128 { 1 << (4 * hexZeros) }

    /// The largest number whose 64 hex digits begin with that many zeros.
    public var target: UInt256 { UInt256(high: .max >> (4 * hexZeros), low: .max) }

    /// A difficulty of 1 to 16 zeros; nil for other numbers.
    public init?(hexZeros: Int) {
        guard Self.range.contains(hexZeros) else { return nil }
        self.init(unchecked: hexZeros)
    }

    /// The zeros that every number up to this one has in front, as far as they are in the range.
    init(atMost target: UInt256) {
        self.init(unchecked: min(max(target.leadingZeroBitCount / 4, Self.range.lowerBound), Self.range.upperBound))
    }

    private init(unchecked hexZeros: Int) {
        self.hexZeros = hexZeros
    }

    /// The number of zeros.
    public var description: String { String(hexZeros) }
}
