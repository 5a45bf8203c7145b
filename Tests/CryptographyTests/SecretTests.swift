import Testing

@testable import Cryptography

@Suite struct `A secret` {
    private func secret(_ text: String) -> Secret {
        var bytes = Array(text.utf8)
        return Secret(wiping: &bytes)
    }

    @Test func `is taken from where it was`() {
        var bytes: [UInt8] = [1, 2, 3]
        let copy = bytes
        let secret = Secret(wiping: &bytes)
        #expect(bytes.isEmpty)
        secret.withBytes { #expect($0 == copy) }
    }

    @Test func `equals its like`() {
        #expect(secret("sesame").equals(secret("sesame")))
        for other in ["", "sesam", "sesamf", "sesame "] { #expect(!secret("sesame").equals(secret(other))) }
        #expect(secret("").equals(secret("")))
    }

    @Test func `at random is another each time`() throws {
        let ed25519 = try Ed25519()
        let (one, other) = (Secret(randomBytes: 32, ed25519), Secret(randomBytes: 32, ed25519))
        #expect(one.count == 32 && !one.equals(other))
    }

    @Test func `is locked as argon2id and XSalsa20-Poly1305 say`() throws {
        let ed25519 = try Ed25519()
        for (text, passphrase) in [("", "sesame"), ("a seed", "sesame"), ("a seed", ""), ("a seed", "sésame")] {
            let locked = try LockedSecret(secret(text), passphrase: secret(passphrase), cost: .least, ed25519)
            #expect(locked.box.count == text.utf8.count + 16)
            #expect(try locked.unlocked(with: secret(passphrase), ed25519)?.equals(secret(text)) == true)
            #expect(try locked.unlocked(with: secret(passphrase + " "), ed25519) == nil)
        }
    }

    @Test func `signs as its pair of keys does`() throws {
        let ed25519 = try Ed25519()
        let bytes = [UInt8](repeating: 7, count: 32)
        var taken = bytes
        let seed = Secret(wiping: &taken)
        let keys = try ed25519.keys(seed: bytes)
        #expect(try ed25519.publicKey(of: seed) == keys.publicKey)
        #expect(try ed25519.sign([1, 2], with: seed) == keys.sign([1, 2]))
        #expect(throws: CryptographyError.wrongSeedLength(3)) { try ed25519.sign([], with: secret("abc")) }
    }

    @Test func `from elsewhere costs no more than is bearable`() {
        #expect(LockedSecret.Cost(operations: 3, memoryBytes: 256 << 20) == .standard)
        for (operations, memory) in [(0, 8_192), (9, 8_192), (1, 8_191), (1, (512 << 20) + 1), (.max, .max), (-1, -1)] {
            #expect(LockedSecret.Cost(operations: operations, memoryBytes: memory) == nil)
        }
    }
}
