internal import Chain
internal import Cryptography
internal import Testing

@testable import Keys

@Suite struct `A key's file` {
    private let ed25519: Ed25519

    init() throws {
        ed25519 = try Ed25519()
    }

    private func text(_ byte: UInt8 = 1, passphrase: String? = nil) throws -> String {
        let key = try StoredKey(seed: seed(byte), passphrase: passphrase.map(secret), cost: .least, ed25519)
        return String(decoding: key.fileBytes, as: UTF8.self)
    }

    private func read(_ text: String) throws(KeyError) -> StoredKey {
        try StoredKey(fileBytes: Array(text.utf8), path: "/keys/alice", ed25519)
    }

    private func isDamaged(_ text: String) -> Bool {
        do throws(KeyError) {
            _ = try read(text)
            return false
        } catch {
            if case .damaged("/keys/alice", _) = error { return true }
            return false
        }
    }

    @Test func `is one object`() throws {
        let address = "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c"
        let seed = String(repeating: "01", count: 32)
        #expect(try text() == "{\"address\": \"\(address)\", \"seed\": \"\(seed)\", \"version\": 1}\n")
        let locked = try JSONDocument(parsing: Array(text(passphrase: "sesame").utf8)).root
        #expect(locked["address"]?.string == address && locked["seed"] == nil)
        let box = try #require(locked["locked"])
        #expect(box["kdf"]?.string == "argon2id" && box["operations"]?.integer == 1)
        #expect(box["memory_bytes"]?.integer == 8_192 && box["box"]?.string?.count == 96)
    }

    /// Made by libsodium through Python, so that files of today can be read for ever.
    @Test func `of today is read`() throws {
        let text = """
            {"address": "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8", \
            "locked": {"box": "6034f721453f9db9da0a8da25537ebbc4a393697667cd2126f86c044b30f2a9c\
            da37d0755f87e70a0b458f1a3d1269e0", "kdf": "argon2id", "memory_bytes": 8192, \
            "nonce": "000102030405060708090a0b0c0d0e0f1011121314151617", "operations": 1, \
            "salt": "000102030405060708090a0b0c0d0e0f"}, "version": 1}
            """
        let seed = try read(text).unlocked(with: secret("sesame"), ed25519).seed
        seed.withBytes { #expect($0 == Array(0..<32)) }
    }

    @Test func `is locked differently each time`() throws {
        #expect(try text(passphrase: "sesame") != text(passphrase: "sesame"))
    }

    @Test func `is what it was, or damaged`() throws {
        let plain = try text()
        #expect(try read(plain).fileBytes == Array(plain.utf8))
        for length in 0..<(plain.utf8.count - 2) {
            #expect(isDamaged(String(plain.prefix(length))), "\(length)")
        }
        for (old, new) in [
            ("\"version\": 1", "\"version\": 2"), ("\"version\": 1", "\"version\": \"1\""), ("01\",", "02\","),
            ("\"8a", "\"8b"), ("\"seed\"", "\"sead\""), ("01\",", "\","), ("1}", "1, \"more\": 0}"), ("01\",", "zz\","),
        ] {
            let changed = plain.replacing(old, with: new, maxReplacements: 1)
            #expect(changed != plain && isDamaged(changed), "\(old) to \(new)")
        }
        #expect(isDamaged("[]") && isDamaged("\u{0}"))
    }

    @Test func `with any part of its lock changed is not opened`() throws {
        let locked = try text(passphrase: "sesame")
        #expect(try read(locked).unlocked(with: secret("sesame"), ed25519).seed.equals(seed(1)))
        let document = try #require(try JSONDocument(parsing: Array(locked.utf8)).root["locked"])
        for part in ["box", "nonce", "salt"] {
            let digits = try #require(document[part]?.string)
            let flipped = (digits.first == "0" ? "1" : "0") + digits.dropFirst()
            let changed = locked.replacing(digits, with: flipped)
            #expect(throws: KeyError.notUnlocked) { try read(changed).unlocked(with: secret("sesame"), ed25519) }
            #expect(isDamaged(locked.replacing(digits, with: digits.dropLast(2))) || part == "box")
        }
        let costlier = locked.replacing("\"operations\": 1", with: "\"operations\": 2")
        #expect(throws: KeyError.notUnlocked) { try read(costlier).unlocked(with: secret("sesame"), ed25519) }
        // Of another key, so that nobody is paid in its name.
        let other = try read(text(2)).address.description
        let renamed = locked.replacing(try read(locked).address.description, with: other)
        #expect(throws: KeyError.notUnlocked) { try read(renamed).unlocked(with: secret("sesame"), ed25519) }
    }

    @Test(arguments: [
        ("\"operations\": 1", "\"operations\": 9"), ("\"operations\": 1", "\"operations\": 0"),
        ("\"operations\": 1", "\"operations\": -1"), ("\"memory_bytes\": 8192", "\"memory_bytes\": 536870913"),
        ("\"memory_bytes\": 8192", "\"memory_bytes\": 8191"), ("\"memory_bytes\": 8192", "\"memory_bytes\": 1e3"),
        ("\"memory_bytes\": 8192", "\"memory_bytes\": 99999999999999999999"), ("argon2id", "argon2i"),
    ])
    func `that would cost too much is refused before it does`(old: String, new: String) throws {
        let locked = try text(passphrase: "sesame")
        let changed = locked.replacing(old, with: new)
        #expect(changed != locked && isDamaged(changed))
    }

    @Test func `has seeds in hex digits of either case`() throws {
        let digits = Array("0123456789abcdefABCDEF0123456789abcdef0123456789abcdef0123456789".utf8)
        let seed = try #require(Secret(hexDigits: digits))
        #expect(String(decoding: seed.hexDigits, as: UTF8.self) == String(decoding: digits, as: UTF8.self).lowercased())
        for wrong in [digits.dropLast(), digits + [0x30], digits.dropLast() + [0x67], digits.dropLast() + [0x20], []] {
            #expect(Secret(hexDigits: Array(wrong)) == nil)
        }
    }
}
