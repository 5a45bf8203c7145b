import TestSupport
import Testing

@testable import Chain

@Suite struct `A proof that begins with its block` {
    @Test func `is the seal, and the nonce in 20 digits`() throws {
        let proof = SealedProof(seal: UInt256(12), nonce: 345).proof
        #expect(proof.description == "1200000000000000000345")
        #expect(SealedProof(seal: .zero, nonce: 345).proof == Proof(345))
        #expect(SealedProof(seal: UInt256(1), nonce: 0).proof.description == "1" + String(repeating: "0", count: 20))
        let longest = SealedProof(seal: .max, nonce: SealedProof.nonceCount - 1).proof
        #expect(longest.digits.count == 98)
    }

    @Test func `is taken apart into what it was made of`() throws {
        var generator = SeededGenerator(seed: Seed.value)
        for _ in 0..<rounds(500) {
            let places = Int.random(in: 0...128, using: &generator)
            let seal = UInt256(
                high: .random(in: 0 ... .max, using: &generator) >> places,
                low: .random(in: 0 ... .max, using: &generator))
            let nonce = UInt128.random(in: 0..<SealedProof.nonceCount, using: &generator) >> (places / 2)
            let sealed = SealedProof(seal: seal, nonce: nonce)
            #expect(SealedProof(sealed.proof) == sealed)
        }
        for word: UInt64 in [0, 1, 100, .max] { #expect(SealedProof(Proof(word))?.nonce == UInt128(word)) }
    }

    @Test func `has a seal of 256 bits`() throws {
        let tooLong = try #require(Proof(digits: UInt256.max.digits + [UInt8](repeating: UInt8(ascii: "9"), count: 21)))
        #expect(SealedProof(tooLong) == nil)
        #expect(SealedProof(.ofNines(4_300)) == nil)
    }
}
