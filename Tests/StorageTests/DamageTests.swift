internal import Chain
internal import Foundation
internal import Records
internal import Storage
internal import TestSupport
internal import Testing
internal import Wording

@Suite struct `A damaged database` {
    @Test func `is told from one that is not`() async throws {
        let damaged = try await Damaged()
        let kept = try damaged.load()
        #expect(kept.chain == damaged.chain)
        #expect(try kept.pending == [.payment(4)])
        #expect(kept.peers == ["a:1", "b:2"] && kept.identifier == "ada")
    }

    @Test func `never leads to a number being given again`() async throws {
        let damaged = try await Damaged()
        try damaged.sql("DELETE FROM pending; DELETE FROM accepted")
        #expect(try damaged.load().lastNumber == 3)
    }

    @Test(arguments: [
        (
            "UPDATE tail SET text = replace(text, ': 1.5', ': 1.6') WHERE height = 3",
            "block 4: previous_hash is not the hash of block 3"
        ),
        (
            "UPDATE tail SET text = replace(text, 'alice', 'malic') WHERE height = 3",
            "block 4: previous_hash is not the hash of block 3"
        ),
        (
            "UPDATE tail SET text = replace(text, 'alice', 'malic') WHERE height = 5",
            "its last block is not what its height and hash say"
        ),
        (
            "UPDATE tail SET text = replace(text, ': ', ':') WHERE height = 3",
            "block 3: its text is not canonical JSON"
        ),
        (
            "UPDATE tail SET text = replace(text, ': ', ':') WHERE height = 1",
            "block 1: its text is not canonical JSON"
        ),
        ("UPDATE tail SET text = 'no block' WHERE height = 4", "block 4: its text is not canonical JSON"),
        ("UPDATE tail SET text = '' WHERE height = 5", "block 5: its text is not canonical JSON"),
        ("UPDATE tail SET text = '{}' WHERE height = 2", "block 2: no index"),
        ("UPDATE tail SET text = x'ff' WHERE height = 2", "block 2: its text is not canonical JSON"),
        (
            "UPDATE tail SET text = (SELECT text FROM block WHERE height = 2) WHERE height = 3",
            "block 3: its index is 2"
        ),
        ("DELETE FROM tail WHERE height = 3", "block 3: its index is 4"),
        ("DELETE FROM accepted WHERE number = 4", "accepted transaction 4 is missing"),
        ("DELETE FROM tail WHERE height = 1", "block 1: its index is 2"),
        ("DELETE FROM tail", "it has no blocks"),
        ("UPDATE tail SET height = 7 WHERE height = 5", "its last block is not what its height and hash say"),
        (
            "UPDATE tail SET hash = upper(hash) WHERE height = 5",
            "its last block is not what its height and hash say"
        ),
        ("UPDATE tail SET hash = x'ff' WHERE height = 5", "its last block is not what its height and hash say"),
        (
            "UPDATE accepted SET text = replace(text, 'alice', 'Alice') || ' ' WHERE number = 4",
            "accepted transaction 4 is not what was accepted"
        ),
        ("UPDATE accepted SET text = '[]' WHERE number = 4", "accepted transaction 4 is not what was accepted"),
        ("UPDATE accepted SET text = '{' WHERE number = 4", "accepted transaction 4 is not what was accepted"),
        ("UPDATE accepted SET text = x'ff' WHERE number = 4", "accepted transaction 4 is not what was accepted"),
        ("DELETE FROM parameter WHERE name = 'difficulty'", "its difficulty is missing"),
        ("DELETE FROM parameter WHERE name = 'genesis'", "its genesis is missing"),
        ("PRAGMA application_id = 7", "it is no database of Forgechain's"),
        ("DROP TABLE tail", "no such table: tail"), ("DROP TABLE parameter", "no such table: parameter"),
        ("DROP TABLE pending", "no such table: pending"),
        (
            "INSERT INTO accepted (number, text) VALUES (9223372036854775807, '{}')",
            "a value is not what its column is for"
        ),
        ("UPDATE carriage SET number = 4611686018427387904 WHERE number = 1", "a value is not what its column is for"),
        (
            "INSERT INTO accepted (number, text) VALUES (-9223372036854775808, '{}')",
            "a value is not what its column is for"
        ),
    ])
    func `is refused with what was found`(statement: String, finding: String) async throws {
        let damaged = try await Damaged()
        try damaged.sql(statement)
        let error = await openError { try damaged.load() }
        #expect(error?.description == saying(finding, of: damaged.databasePath))
        // Reading it doesn't make it worse.
        #expect(await openError { try damaged.load() } == error)
    }

    @Test(arguments: [
        ("DELETE FROM accepted WHERE number = 3", "accepted transaction 3 is missing"),
        ("UPDATE accepted SET text = '{}' WHERE number = 3", "accepted transaction 3 is not what was accepted"),
        ("DROP TABLE carriage", "no such table: carriage"),
        ("UPDATE carriage SET hash = x'ff' WHERE number = 3", "a carriage at height 4 has no hash"),
        ("UPDATE carriage SET hash = upper(hash) WHERE number = 1", "a carriage at height 3 has no hash"),
    ])
    func `is refused where it is asked`(statement: String, finding: String) async throws {
        let damaged = try await Damaged()
        try damaged.sql(statement)
        let store = try ChainStore(directory: damaged.folder.path, rules: .easy)
        #expect(
            await storageError {
                let genesis = Blockchain(rules: .easy)
                let fallen = try await store.inclusions(in: genesis, above: 1).fallen
                _ = try await store.accepted(fallen.map(\.number))
            }?.description
                == saying(finding, of: damaged.databasePath))
    }

    @Test(arguments: ["'x'", "x'ff'", "1e300"])
    func `is refused where a height is no number`(value: String) async throws {
        let damaged = try await Damaged()
        try damaged.sql("UPDATE carriage SET height = \(value) WHERE number = 1")
        let store = try ChainStore(directory: damaged.folder.path, rules: .easy)
        // Such values sort behind all numbers, so the chain has to be longer than what is recorded.
        let longer = try damaged.chain.paying(to: 7)
        #expect(
            await storageError { _ = try await store.inclusions(in: longer, above: 0) }?.description
                == saying("a value is not what its column is for", of: damaged.databasePath))
    }

    @Test(arguments: [
        ("UPDATE tail SET text = '{}' WHERE height = 3", "block 3: no index"),
        ("UPDATE tail SET text = '' WHERE height = 3", "block 3: its text is not canonical JSON"),
        ("DELETE FROM tail WHERE height = 3", "block 3 is missing"),
        (
            "UPDATE history SET places = replace(places, '[5,1]', '[5,9]') WHERE address = 'bob'",
            "block 5 has no transaction 9"
        ),
        (
            "UPDATE history SET places = '[]' WHERE address = 'bob'",
            "a part of a history that begins at block 3 is not what was written"
        ),
        (
            "UPDATE history SET count = 0 WHERE address = 'bob'",
            "a part of a history that begins at block 3 is not what was written"
        ),
        ("DROP TABLE history", "no such table: history"),
    ])
    func `is refused where a history needs it`(statement: String, finding: String) async throws {
        let damaged = try await Damaged()
        let store = try ChainStore(directory: damaged.folder.path, rules: .easy)
        try damaged.sql(statement)
        #expect(
            await storageError { _ = try await store.history(of: "bob", from: 1, limit: 10) }?.description
                == saying(finding, of: damaged.databasePath))
    }

    @Test func `is refused where a chain that is replaced needs it`() async throws {
        let damaged = try await Damaged()
        let store = try ChainStore(directory: damaged.folder.path, rules: .easy)
        try damaged.sql("UPDATE history SET places = replace(places, '[3,2]', '[3,1]') WHERE address = 'bob'")
        let longer = try damaged.chain.prefix(4).paying(to: 6, timestamp: 2.5)
        let error = await storageError {
            try await store.commit([.replaced(Replacement(of: damaged.chain, by: longer))])
        }
        #expect(
            error?.description
                == saying(
                    "a part of a history that begins at block 3 is not what was written", of: damaged.databasePath))
        #expect(try store.load(rules: .easy).chain == damaged.chain)
    }

    // MARK: The file

    @Test func `is refused when it has lost its end`() async throws {
        let damaged = try await Damaged()
        let whole = try damaged.bytes()
        for part in [0, 1, 99, 100, 4096, whole.count / 2, whole.count - 4096] {
            try damaged.write(whole.prefix(part))
            let finding = try await damage { try damaged.load() }
            #expect(!finding.isEmpty, "\(part) bytes")
        }
    }

    @Test func `is refused when it is something else`() async throws {
        let damaged = try await Damaged()
        let whole = try damaged.bytes()
        try damaged.write(Data("SQLite format 4\0".utf8) + whole.dropFirst(16))
        #expect(try await damage { try damaged.load() } == "file is not a database")
        try damaged.write(Data(repeating: UInt8(ascii: "x"), count: 100_000))
        #expect(try await damage { try damaged.load() } == "file is not a database")
    }

    @Test func `is refused when only its log is there`() async throws {
        let damaged = try await Damaged()
        try FileManager.default.moveItem(atPath: damaged.databasePath, toPath: damaged.databasePath + "-wal")
        #expect(try await damage { try damaged.load() } == "it is missing, but its log is there")
        // It isn't created again either.
        #expect(!FileManager.default.fileExists(atPath: damaged.databasePath))
    }

    /// Whatever a disk does to the file, a node starts with what was stored, or says what is wrong.
    @Test func `never brings a node down`() async throws {
        let damaged = try await Damaged()
        // With a segment, and blocks after it.
        let longer = try damaged.chain.paying(to: 300)
        let filled = try ChainStore(directory: damaged.folder.path, rules: .easy)
        try await filled.commit([.replaced(Replacement(of: damaged.chain, by: longer))])
        filled.close()
        let whole = try damaged.bytes()
        var generator = SeededGenerator(seed: Seed.value)
        var refused = 0
        for _ in 0..<60 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                let position = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[position] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            }
            try damaged.write(bytes)
            for suffix in ["-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: damaged.databasePath + suffix)
            }
            do {
                let store = try ChainStore(directory: damaged.folder.path, rules: .easy)
                let kept = try store.load(rules: .easy)
                #expect(kept.chain.length <= 300)
                _ = try await store.inclusions(in: kept.chain, above: 0)
                _ = try await store.history(of: "bob", from: 1, limit: 100)
                _ = try await store.history(of: "payee 200 at 1.5", from: 1, limit: 1)
                try await store.commit([.accepted(.init(number: 100, transaction: .reward(to: "eve")))])
                store.close()
            } catch {
                #expect(error is OpenError || error is StorageError)
                refused += 1
            }
        }
        #expect((1..<60).contains(refused))
    }

    @Test func `is told of in one sentence with its path`() {
        let error = StorageError.damaged(
            Damage(path: "/data/forgechain.sqlite", problem: .init(said: "block 3: its index is 4")))
        #expect(error.description.hasPrefix("/data/forgechain.sqlite is damaged: block 3: its index is 4. "))
    }
}
