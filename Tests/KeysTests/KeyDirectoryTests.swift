internal import Chain
internal import Cryptography
internal import Foundation
internal import TestSupport
internal import Testing

@testable import Keys

@Suite struct `A directory of keys` {
    private let folder: TemporaryFolder
    private let ed25519: Ed25519
    private let keys: KeyDirectory

    init() throws {
        folder = try TemporaryFolder()
        ed25519 = try Ed25519()
        keys = KeyDirectory(path: folder.path(of: "share/keys"), ed25519)
    }

    private func key(_ byte: UInt8, passphrase: String? = nil) throws -> StoredKey {
        try StoredKey(seed: seed(byte), passphrase: passphrase.map(secret), cost: .least, ed25519)
    }

    @Test func `keeps keys, locked or not, until they are removed`() throws {
        #expect(try keys.names() == [])
        let (alice, bob) = (try KeyName("alice"), try KeyName("bob.2-old_"))
        try keys.add(key(2, passphrase: "sesame"), as: bob)
        try keys.add(key(1), as: alice)
        #expect(try keys.names() == [alice, bob])
        #expect(try !keys.key(alice).isLocked && keys.key(bob).isLocked)
        let opened = try keys.key(alice).unlocked(with: nil, ed25519)
        #expect(opened.seed.equals(seed(1)))
        #expect(try keys.key(bob).address == Key(seed: seed(2), ed25519).address)
        #expect(try keys.key(bob).unlocked(with: secret("sesame"), ed25519).seed.equals(seed(2)))
        for wrong in ["Sesame", "sesame ", ""] {
            #expect(throws: KeyError.notUnlocked) { try keys.key(bob).unlocked(with: secret(wrong), ed25519) }
        }
        #expect(throws: KeyError.notUnlocked) { try keys.key(bob).unlocked(with: nil, ed25519) }
        try keys.remove(alice)
        #expect(try keys.names() == [bob])
        #expect(throws: KeyError.missing(alice)) { try keys.key(alice) }
        #expect(throws: KeyError.missing(alice)) { try keys.remove(alice) }
    }

    @Test func `signs as the ledger wants it`() throws {
        let signer = try key(1).unlocked(with: nil, ed25519)
        let payment = try #require(
            UnsignedPayment(sender: signer.address, recipient: signer.address, amount: 5, fee: 1, nonce: 0))
        let network = LedgerNetwork.practice.id
        #expect(try signer.sign(payment, on: network).isSigned(on: network, by: ed25519))
    }

    @Test func `never overwrites`() throws {
        let name = try KeyName("alice")
        try keys.add(key(1), as: name)
        let path = keys.path(of: name)
        let before = try Data(contentsOf: URL(filePath: path))
        #expect(throws: KeyError.exists(name)) { try keys.add(key(2), as: name) }
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: keys.path) == ["alice"])
    }

    @Test func `goes on after one that was interrupted`() throws {
        try keys.add(key(1), as: KeyName("alice"))
        try Data("half".utf8).write(to: URL(filePath: "\(keys.path)/.new"))
        try keys.add(key(2), as: KeyName("bob"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: keys.path).sorted() == ["alice", "bob"])
        #expect(try keys.key(KeyName("bob")).unlocked(with: nil, ed25519).seed.equals(seed(2)))
    }

    @Test func `is its owner's alone, and so are its files`() throws {
        let name = try KeyName("alice")
        try keys.add(key(1), as: name)
        func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        #expect(try mode(keys.path) == 0o700)
        #expect(try mode(keys.path(of: name)) == 0o600)
        for mode in [0o640, 0o604, 0o620, 0o602, 0o601] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: keys.path(of: name))
            #expect(throws: KeyError.openToOthers(path: keys.path(of: name), mode: "600")) { try keys.key(name) }
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: keys.path(of: name))
        #expect(try keys.key(name).address == key(1).address)
        try FileManager.default.setAttributes([.posixPermissions: 0o770], ofItemAtPath: keys.path)
        #expect(throws: KeyError.openToOthers(path: keys.path, mode: "700")) { try keys.names() }
        #expect(throws: KeyError.openToOthers(path: keys.path, mode: "700")) { try keys.add(key(2), as: name) }
    }

    @Test func `does not follow links, nor wait for pipes`() throws {
        try keys.add(key(1), as: KeyName("alice"))
        try FileManager.default.createSymbolicLink(
            atPath: "\(keys.path)/link", withDestinationPath: "\(keys.path)/alice")
        #expect(mkfifo("\(keys.path)/pipe", 0o600) == 0)
        #expect(mkdir("\(keys.path)/folder", 0o700) == 0)
        for name in ["link", "pipe", "folder"] {
            #expect(throws: KeyError.self) { try keys.key(KeyName(name)) }
        }
    }

    @Test(arguments: ["a", "A.b_c-9", String(repeating: "x", count: 64), "-", "0123456789abcdef"])
    func `has keys of many names`(text: String) throws {
        #expect(try KeyName(text).description == text)
    }

    @Test(arguments: [
        "", ".", "..", ".new", "a/b", "a b", "ä", "a\n", "a\0", String(repeating: "x", count: 65),
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    ])
    func `has none of others`(text: String) {
        #expect(throws: KeyError.noName(text)) { try KeyName(text) }
    }
}

func seed(_ byte: UInt8) -> Secret {
    var bytes = [UInt8](repeating: byte, count: Ed25519.seedLength)
    return Secret(wiping: &bytes)
}

func secret(_ text: String) -> Secret {
    var bytes = Array(text.utf8)
    return Secret(wiping: &bytes)
}
