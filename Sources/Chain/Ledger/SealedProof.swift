/// A proof that begins with its block: seal × 10^20 + nonce.
///
/// The seal is the SHA-256 of the block's header as a number, so whoever changes a block has to search anew. The nonce
/// is what a search varies. Rules of the tutorial take such a proof for a long number.
public struct SealedProof: Hashable, Sendable {
    /// In how many digits a nonce stands, at the end of the proof.
    public static let nonceDigits = 20
    /// How many nonces there are.
    public static let nonceCount: UInt128 = 100_000_000_000_000_000_000

    /// What the header comes to.
    public let seal: UInt256
    /// What was found.
    public let nonce: UInt128

    /// A proof of a seal and a nonce, which must be below ``nonceCount``.
    public init(seal: UInt256, nonce: UInt128) {
        precondition(nonce < Self.nonceCount, "a nonce has \(Self.nonceDigits) digits")
        (self.seal, self.nonce) = (seal, nonce)
    }

    /// Takes a proof apart; nil if its seal has more than 256 bits.
    public init?(_ proof: Proof) {
        let digits = proof.digits
        let sealDigits = digits.dropLast(Self.nonceDigits)
        guard let seal = sealDigits.isEmpty ? .zero : UInt256(digits: sealDigits),
            let nonce = UInt256(digits: digits.suffix(Self.nonceDigits))
        else { return nil }
        self.init(seal: seal, nonce: nonce.low)
    }

    /// The number that stands in a block: up to 98 digits.
    public var proof: Proof {
        let nonceText = Array(String(nonce).utf8)
        guard seal != .zero else { return Self.proof(of: nonceText) }
        return Self.proof(of: seal.digits + Self.padded(nonceText))
    }

    /// A nonce in all its digits, as it stands behind a seal.
    private static func padded(_ digits: [UInt8]) -> [UInt8] {
        [UInt8](repeating: UInt8(ascii: "0"), count: nonceDigits - digits.count) + digits
    }

    private static func proof(of digits: [UInt8]) -> Proof {
        guard let proof = Proof(digits: digits) else { preconditionFailure("numbers without leading zeros are proofs") }
        return proof
    }
}
