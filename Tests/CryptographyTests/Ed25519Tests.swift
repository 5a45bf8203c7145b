import Testing

@testable import Cryptography

@Suite struct `A signature by Ed25519` {
    /// RFC 8032, section 7.1: seed, public key, message, signature.
    private static let published = [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                + "d25bf5f0595bbe24655141438e7a100b"
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
                + "387b2eaeb4302aeeb00d291612bb0c00"
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
                + "4a7c15e9716ed28dc027beceea1ec40a"
        ),
    ]

    @Test func `is the published one, which holds`() throws {
        let ed25519 = try Ed25519()
        for (seed, publicKey, message, signature) in Self.published {
            let keys = try ed25519.keys(seed: bytes(seed))
            #expect(keys.publicKey == bytes(publicKey))
            #expect(try keys.sign(bytes(message)) == bytes(signature))
            #expect(ed25519.isValid(bytes(signature), of: bytes(message), by: bytes(publicKey)))
        }
    }

    @Test func `with any bit changed does not hold, nor one of another message or key`() throws {
        let ed25519 = try Ed25519()
        let keys = try ed25519.keys(seed: [UInt8](repeating: 7, count: 32))
        let message = Array("five to Bob".utf8)
        let signature = try keys.sign(message)
        #expect(ed25519.isValid(signature, of: message, by: keys.publicKey))
        for bit in 0..<8 * signature.count {
            var changed = signature
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(!ed25519.isValid(changed, of: message, by: keys.publicKey), "bit \(bit)")
        }
        #expect(!ed25519.isValid(signature, of: message + [0x20], by: keys.publicKey))
        let other = try ed25519.keys(seed: [UInt8](repeating: 8, count: 32))
        #expect(!ed25519.isValid(signature, of: message, by: other.publicKey))
    }

    @Test(arguments: [0, 1, 31, 33, 63, 65, 128])
    func `has its length, as keys and seeds have theirs`(count: Int) throws {
        let ed25519 = try Ed25519()
        let keys = try ed25519.keys(seed: [UInt8](repeating: 7, count: 32))
        let signature = try keys.sign([1])
        let wrong = [UInt8](repeating: 1, count: count)
        #expect(!ed25519.isValid(wrong, of: [1], by: keys.publicKey))
        #expect(!ed25519.isValid(signature, of: [1], by: wrong))
        #expect(throws: CryptographyError.wrongSeedLength(count)) { try ed25519.keys(seed: wrong) }
    }

    private func bytes(_ hex: String) -> [UInt8] {
        stride(from: 0, to: hex.utf8.count, by: 2).compactMap {
            UInt8(hex.dropFirst($0).prefix(2), radix: 16)
        }
    }
}
