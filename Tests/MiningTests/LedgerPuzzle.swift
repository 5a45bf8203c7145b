internal import TestSupport

@testable import Chain
@testable import Mining

/// What a ledger's nonces are tried for: texts of any length stand around them, and any target is to be met.
struct LedgerPuzzle {
    let lastProof: Proof
    let seal: UInt256
    private let header: LedgerHeader

    /// Digits of a last proof and of a seal, of which 0 is one without digits in the guess.
    init(lastProofDigits: Int, sealDigits: Int) {
        var random = SeededGenerator(seed: UInt64(1000 * lastProofDigits + sealDigits))
        func number(_ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(ascii: "0") + UInt8.random(in: ($0 == 0 ? 1 : 0)...9, using: &random) }
        }
        var digits = number(sealDigits)
        // The largest seals have 78 digits and begin with a 1.
        if sealDigits == 78 { digits.replaceSubrange(0..<2, with: [UInt8(ascii: "1"), UInt8(ascii: "0")]) }
        guard let lastProof = Proof(digits: number(lastProofDigits)),
            let seal = sealDigits == 0 ? .zero : UInt256(digits: digits)
        else { preconditionFailure("numbers without leading zeros") }
        (self.lastProof, self.seal) = (lastProof, seal)
        header = LedgerHeader(
            index: 2, merkleRoot: Digest(of: digits), previousHash: Block.genesis.hash, target: .max,
            timestamp: LedgerNetwork.practice.timestamp)
    }

    /// What the rules hash, as a number. Slow, and nothing of the search is in it.
    func digest(_ nonce: UInt64) -> UInt256 {
        header.guess(SealedProof(seal: seal, nonce: UInt128(nonce)).proof, after: lastProof)
    }

    func problem(target: UInt256) -> Problem {
        let isSealed = seal != .zero
        return Problem(
            prefix: lastProof.digits + (isSealed ? seal.digits : []), width: isSealed ? 20 : 0,
            suffix: header.previousHash.hexDigits, target: target.words)
    }
}

extension UInt256 {
    /// One guess in 2^bits has at most this.
    static func fitting(oneIn bits: Int) -> UInt256 { UInt256(high: .max >> UInt128(bits), low: .max) }

    /// This number, those beside it, and those on both sides that differ from it in the first, second, third or fourth
    /// word.
    var neighbors: [UInt256] {
        let ones = [UInt64](repeating: .max, count: 4), zeros = [UInt64](repeating: 0, count: 4)
        let own = [words.0, words.1, words.2, words.3]
        return [self]
            + own.indices.flatMap { place in
                let (below, above) = (own[place].subtractingReportingOverflow(1), own[place].addingReportingOverflow(1))
                return [(below, ones), (above, zeros)].compactMap { changed, rest in
                    changed.overflow ? nil : UInt256(own[..<place] + [changed.partialValue] + rest[(place + 1)...])
                }
            }
    }

    private init(_ words: ArraySlice<UInt64>) {
        func half(_ high: UInt64, _ low: UInt64) -> UInt128 { UInt128(high) << 64 | UInt128(low) }
        self.init(high: half(words[0], words[1]), low: half(words[2], words[3]))
    }
}
