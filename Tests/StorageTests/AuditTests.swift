internal import Chain
internal import Foundation
internal import GRDB
internal import Records
internal import Storage
internal import TestSupport
internal import Testing
internal import Wording

@Suite struct `An audit` {
    // MARK: What it finds

    @Test func `finds nothing where nothing is wrong`() async throws {
        let damaged = try await Damaged()
        var steps: [Audit.Progress] = []
        let summary = try Audit.run(
            directory: damaged.folder.path, isPeer: { ["a:1", "b:2"].contains($0) },
            finding: { Issue.record("\($0)") }, progress: { steps.append($0) })
        #expect((summary.blocks, summary.accepted, summary.pending, summary.findings) == (5, 4, 1, 0))
        let expected =
            [(Audit.Progress.Stage.database, 0, 0)] + (1...5).map { (.blocks, $0, 5) }
            + (1...4).map { (.transactions, $0, 4) }
        #expect(steps.map(\.stage) == expected.map(\.0))
        #expect(steps.map(\.done) == expected.map(\.1) && steps.map(\.total) == expected.map(\.2))
    }

    @Test(arguments: [
        AuditCase(
            "UPDATE tail SET text = replace(text, ': 1.5', ': 1.6') WHERE height = 3",
            .wrongHash(height: 3), .rule(.wrongPreviousHash(height: 4))),
        AuditCase("UPDATE tail SET text = replace(text, ': 1.5', ': 1.6') WHERE height = 5", .wrongHash(height: 5)),
        AuditCase(
            "UPDATE tail SET text = replace(text, 'alice', 'malic') WHERE height = 5",
            Finding.stray(5, [(1, "alice")]) + Finding.missing(5, [(1, "malic")]) + [
                .wrongHash(height: 5), .notIncluded(accepted: 3, height: 5, position: 1),
            ]),
        AuditCase("UPDATE tail SET hash = upper(hash) WHERE height = 2", .wrongHash(height: 2)),
        AuditCase("UPDATE tail SET hash = x'ff' WHERE height = 2", .wrongHash(height: 2)),
        // What a block includes is looked up by its hash.
        AuditCase(
            "UPDATE tail SET hash = 'none' WHERE height = 3", .wrongHash(height: 3), .lost(accepted: 1),
            .lost(accepted: 2)),
        AuditCase(
            "UPDATE tail SET text = replace(text, ': ', ':') WHERE height = 3",
            .rule(.fault(height: 3, .notCanonical))),
        AuditCase("UPDATE tail SET text = 'none' WHERE height = 3", .rule(.fault(height: 3, .notCanonical))),
        AuditCase("UPDATE tail SET text = '{}' WHERE height = 3", .rule(.fault(height: 3, .missing(.index)))),
        AuditCase(
            "UPDATE tail SET text = CAST(zeroblob(20000000) AS TEXT) WHERE height = 3",
            .rule(.blockTooLong(height: 3, maximumBytes: ChainReader.maximumBlockBytes))),
        AuditCase(
            "DELETE FROM tail WHERE height = 3",
            [.missingBlocks(3...3), .lost(accepted: 1), .lost(accepted: 2)] + Finding.stray(3, thirdBlockPayments)),
        // A chain without its end is one as well, but the histories tell.
        AuditCase(
            "DELETE FROM tail WHERE height = 5",
            [.parameter("indexed", kept: "5", wanted: .upTo(4)), .lost(accepted: 3)]
                + Finding.stray(5, lastBlockPayments)),
        AuditCase(
            "DELETE FROM tail WHERE height < 3",
            [.missingBlocks(1...2)] + Finding.stray(2, [(1, "payer 2 at 1.5"), (1, "payee 2 at 1.5")])),
        AuditCase(
            "UPDATE tail SET height = 9 WHERE height = 5",
            [.missingBlocks(5...8), .rule(.wrongIndex(height: 9, index: 5)), .lost(accepted: 3)]
                + Finding.stray(5, lastBlockPayments)),
        AuditCase(
            "INSERT INTO tail VALUES (0, 'zero', '{}'), (-7, 'less', '{}')", .strayBlock(height: -7),
            .strayBlock(height: 0)),
        AuditCase(
            "DELETE FROM tail",
            [
                .parameter("indexed", kept: "5", wanted: .upTo(0)), .rule(.empty), .lost(accepted: 1),
                .lost(accepted: 2), .lost(accepted: 3),
            ]
                + Finding.stray(2, [(1, "payer 2 at 1.5"), (1, "payee 2 at 1.5")])
                + Finding.stray(3, thirdBlockPayments)
                + Finding.stray(4, [(1, "payer 4 at 1.5"), (1, "payee 4 at 1.5")]) + Finding.stray(5, lastBlockPayments)
        ),
    ])
    func `finds what is wrong with blocks`(example: AuditCase) async throws {
        let damaged = try await Damaged()
        try damaged.sql(example.sql)
        #expect(try Set(audit(damaged.folder.path)) == Set(example.findings))
    }

    @Test(arguments: [
        AuditCase("DELETE FROM pending", .lost(accepted: 4)),
        AuditCase("INSERT INTO pending VALUES (1)", .pendingAndIncluded(accepted: 1, height: 3)),
        AuditCase("INSERT INTO pending VALUES (99)", .pendingUnaccepted(number: 99)),
        AuditCase("DELETE FROM accepted WHERE number = 4", .pendingUnaccepted(number: 4)),
        AuditCase("DELETE FROM accepted WHERE number = 2", .includedUnaccepted(number: 2, height: 3)),
        AuditCase(
            "DELETE FROM accepted WHERE number = 3", .includedUnaccepted(number: 3, height: 4),
            .includedUnaccepted(number: 3, height: 5)),
        AuditCase("DELETE FROM carriage WHERE height = 5", .lost(accepted: 3)),
        // An orphaned block's record isn't needed until the block comes back.
        AuditCase("DELETE FROM carriage WHERE height = 4"),
        AuditCase(
            "UPDATE accepted SET text = replace(text, 'bob', 'eve') WHERE number = 2",
            .notIncluded(accepted: 2, height: 3, position: 2)),
        AuditCase(
            "UPDATE accepted SET text = '{}' WHERE number > 2", .unreadable(accepted: 3), .unreadable(accepted: 4),
            .notIncluded(accepted: 3, height: 5, position: 1)),
        AuditCase("UPDATE accepted SET text = text || ' ' WHERE number = 4", .unreadable(accepted: 4)),
        AuditCase("UPDATE accepted SET text = x'ff' WHERE number = 4", .unreadable(accepted: 4)),
        AuditCase(
            "INSERT INTO carriage SELECT height, hash, 1 FROM block WHERE height = 5",
            .includedAgain(accepted: 1, heights: [3, 5]), .notIncluded(accepted: 1, height: 5, position: 1),
            .notIncluded(accepted: 3, height: 5, position: 2)),
        AuditCase(
            "INSERT INTO carriage SELECT 3, hash, 4 FROM block WHERE height = 3",
            .pendingAndIncluded(accepted: 4, height: 3), .notIncluded(accepted: 4, height: 3, position: 3)),
        AuditCase("UPDATE carriage SET hash = upper(hash) WHERE height = 4", .inclusionWithoutHash(height: 4)),
        AuditCase(
            "UPDATE carriage SET hash = x'ff' WHERE number = 1", .inclusionWithoutHash(height: 3), .lost(accepted: 1),
            .notIncluded(accepted: 2, height: 3, position: 1)),
    ])
    func `finds what is wrong with the books`(example: AuditCase) async throws {
        let damaged = try await Damaged()
        try damaged.sql(example.sql)
        #expect(try Set(audit(damaged.folder.path)) == Set(example.findings))
    }

    @Test(arguments: [
        ("DELETE FROM parameter WHERE name = 'difficulty'", "parameter difficulty: it is missing"),
        (
            "UPDATE parameter SET value = 'ours' WHERE name = 'rules'",
            #"parameter rules: it is "ours", and has to be tutorial or article or ledger"#
        ),
        (
            "UPDATE parameter SET value = '17' WHERE name = 'difficulty'",
            #"parameter difficulty: it is "17", and has to be 1 to 16"#
        ),
        (
            "UPDATE parameter SET value = '+1' WHERE name = 'difficulty'",
            #"parameter difficulty: it is "+1", and has to be 1 to 16"#
        ),
        ("DELETE FROM parameter WHERE name = 'genesis'", "parameter genesis: it is missing"),
        (
            "UPDATE parameter SET value = 'x' || char(10) WHERE name = 'genesis'",
            #"parameter genesis: it is "x\n", and has to be \#(Block.genesis.hash)"#
        ),
        ("UPDATE peer SET address = 'nobody' WHERE position = 2", #"peer 2: "nobody" is no address"#),
        ("DROP TABLE peer", "the database: no such table: peer"),
        ("PRAGMA application_id = 1", "the database: it is no database of Forgechain's"),
    ])
    func `finds what else is wrong`(sql: String, sentence: String) async throws {
        let damaged = try await Damaged()
        try damaged.sql(sql)
        #expect(try audit(damaged.folder.path).map(\.description) == [sentence])
    }

    @Test func `checks proofs`() async throws {
        let damaged = try await Damaged()
        try damaged.sql("UPDATE parameter SET value = '3' WHERE name = 'difficulty'")
        let harder = try #require(Difficulty(hexZeros: 3))
        let expected = zip(damaged.chain.blocks, damaged.chain.blocks.dropFirst()).filter { lastBlockPayments, block in
            !Rules(difficulty: harder).work(after: lastBlockPayments).isValid(block.proof)
        }.map { Finding.rule(.wrongProof(height: $0.1.index)) }
        #expect(!expected.isEmpty)
        #expect(try audit(damaged.folder.path) == expected)
    }

    @Test func `goes on where a table cannot be read`() async throws {
        let damaged = try await Damaged()
        try damaged.sql("DROP VIEW payment; DELETE FROM pending")
        #expect(
            try Set(audit(damaged.folder.path)) == [
                .database(.init(said: "no such table: payment")), .lost(accepted: 4),
            ])
    }

    @Test func `tells the first findings and counts all`() async throws {
        let folder = try TemporaryFolder()
        let store = try ChainStore(directory: folder.path, rules: .easy)
        let chain = try Blockchain.paying(length: 101)
        try await store.commit([.replaced(Replacement(of: Blockchain(rules: .easy), by: chain))])
        store.close()
        try await DatabaseQueue(path: folder.path(of: "forgechain.sqlite")).write {
            try $0.execute(sql: "DELETE FROM history")
        }
        var told = 0
        let summary = try Audit.run(
            directory: folder.path, isPeer: { _ in true }, finding: { _ in told += 1 }, progress: { _ in })
        #expect(told == Audit.maximumFindings && summary.findings == 200)
    }

    @Test(arguments: [
        (Finding.database(.init(said: "Tree 3 is torn")), "the database: Tree 3 is torn"),
        (.rule(.wrongProof(height: 7)), "block 7: its proof does not fit"),
        (.missingBlocks(7...7), "block 7: it is missing"), (.missingBlocks(7...9), "blocks 7 to 9: they are missing"),
        (.strayBlock(height: 0), "block 0: heights begin at 1"),
        (.wrongHash(height: 7), "block 7: it is kept under a hash that is not its text's"),
        (
            .missingPayment(height: 7, position: 2, address: "a\nb"),
            #"block 7: its transaction 2 is missing in the history of "a\nb""#
        ),
        (
            .strayPayment(height: 7, position: 2, address: "a"),
            #"block 7: the history of "a" has its transaction 2, which is not there or doesn't name them"#
        ),
        (
            .historyPart(height: 7, address: "a"),
            #"block 7: what is kept of the history of "a" from there on is not what was written"#
        ),
        (.unreadable(accepted: 3), "accepted transaction 3: its text is not what was accepted"),
        (
            .lost(accepted: 3),
            "accepted transaction 3: it is lost, neither pending nor carried by a block of the chain"
        ),
        (
            .pendingAndIncluded(accepted: 3, height: 7),
            "accepted transaction 3: it is pending, though block 7 carries it"
        ),
        (
            .includedAgain(accepted: 3, heights: [7, 9]),
            "accepted transaction 3: more than one block carries it, 7 and 9"
        ),
        (.pendingUnaccepted(number: 3), "pending transaction 3: it was never accepted"),
        (
            .includedUnaccepted(number: 3, height: 7),
            "block 7: it is said to carry transaction 3, which was never accepted"
        ),
        (
            .notIncluded(accepted: 3, height: 7, position: 1),
            "block 7: its transaction 1 is not accepted transaction 3"
        ),
        (.inclusionWithoutHash(height: 7), "block 7: what it carries is kept without its hash"),
        (
            .notRecorded(height: 7, transaction: #"{"id": "x"}"#),
            #"block 7: it is not recorded that it carries {"id": "x"}"#
        ),
        (.wrongID(accepted: 3), "accepted transaction 3: it is kept under an id that is not its own"),
    ])
    func `says where and what`(finding: Finding, sentence: String) {
        #expect(finding.description == sentence)
    }

    // MARK: The file

    @Test func `finds that the file is broken`() async throws {
        let damaged = try await Damaged()
        let whole = try damaged.bytes()
        for part in [0, 1, 100, whole.count / 2] {
            try damaged.write(whole.prefix(part))
            #expect(try !audit(damaged.folder.path).isEmpty, "\(part) bytes")
        }
        try damaged.write(Data("SQLite format 4\0".utf8) + whole.dropFirst(16))
        #expect(try audit(damaged.folder.path) == [.database(.init(.keptNoDatabase))])
        try? FileManager.default.removeItem(atPath: damaged.databasePath + "-wal")
        try FileManager.default.moveItem(atPath: damaged.databasePath, toPath: damaged.databasePath + "-wal")
        #expect(try audit(damaged.folder.path) == [.database(.init(.keptMissing))])
    }

    /// SQLite itself takes any name and any default value for sound.
    @Test(arguments: [
        ("posted INTEGER NOT NULL DEFAULT 1", "qosted INTEGER NOT NULL DEFAULT 1", "accepted's column posted"),
        ("posted INTEGER NOT NULL DEFAULT 1", "posted INTEGER NOT NULL DEFAULT 0", "accepted's column posted"),
        ("found INTEGER NOT NULL DEFAULT 0", "gound INTEGER NOT NULL DEFAULT 0", "peer's column found"),
    ])
    func `finds that a table has changed`(before: String, after: String, words: String) async throws {
        let damaged = try await Damaged()
        try damaged.sql(
            """
            PRAGMA writable_schema = ON;
            UPDATE sqlite_master SET sql = replace(sql, '\(before)', '\(after)');
            """)
        let sentences = try audit(damaged.folder.path).map(\.description)
        #expect(sentences == ["the database: \(words) is missing, or not what it was made as"])
    }

    /// SQLite looks at what a table or an index demands only where it may write: an audit reads.
    @Test(arguments: [
        ("CHECK (nonce >= 0)", "CHECK (nunce >= 0)", "account"),
        ("CHECK (nonce >= 0)", "CHECK (nonce >= 8)", "account"),
        ("WHERE id IS NOT NULL", "WHERE ie IS NOT NULL", "accepted_id"),
        ("WHERE type = 'array'", "WHERE type = 'arras'", "block"),
    ])
    func `finds that what is demanded of rows has changed`(before: String, after: String, name: String) async throws {
        let damaged = try await Damaged()
        var bytes = try damaged.bytes()
        let place = try #require(bytes.range(of: Data(before.utf8)))
        bytes.replaceSubrange(place, with: Data(after.utf8))
        try damaged.write(bytes)
        let sentences = try audit(damaged.folder.path).map(\.description)
        #expect(!sentences.isEmpty && sentences.allSatisfy { $0.contains(name) }, "\(sentences)")
    }

    /// Whatever a disk does to the file: what an audit finds sound is what was stored.
    @Test func `misses nothing that a node would read`() async throws {
        let damaged = try await Damaged()
        let whole = try damaged.bytes()
        let original = try damaged.load()
        var generator = SeededGenerator(seed: Seed.value)
        var (sound, unsound) = (0, 0)
        for _ in 0..<60 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let position = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[position] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            }
            for suffix in ["-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: damaged.databasePath + suffix)
            }
            try damaged.write(bytes)
            guard let findings = try? audit(damaged.folder.path), findings.isEmpty else {
                unsound += 1
                continue
            }
            sound += 1
            let kept: KeptState
            do {
                kept = try damaged.load()
            } catch OpenError.unusable {
                // A bit of the header says that it may not be written: a node doesn't start on it at all.
                continue
            }
            // Nothing says what a pending transaction was but its text.
            #expect(kept.chain == original.chain && kept.pending.map(\.number) == original.pending.map(\.number))
            #expect(kept.lastNumber == original.lastNumber)
        }
        #expect(sound > 0 && unsound > 0, "\(sound) sound, \(unsound) not")
    }

    // MARK: Whose directory it is

    @Test func `needs something that is kept`() async throws {
        let folder = try TemporaryFolder()
        for path in [folder.path, folder.path(of: "nowhere"), folder.path(of: "nowhere/at/all")] {
            #expect(await openError { _ = try audit(path) } == .nothingKept(directory: path))
        }
        // It creates nothing either.
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func `leaves what a later version wrote to that`() async throws {
        let damaged = try await Damaged()
        try damaged.sql("INSERT INTO grdb_migrations VALUES ('of a later version')")
        #expect(await openError { _ = try audit(damaged.folder.path) } == .newer(path: damaged.databasePath))
    }

    @Test func `changes nothing`() async throws {
        let damaged = try await Damaged()
        let before = try damaged.bytes()
        #expect(try audit(damaged.folder.path).isEmpty)
        #expect(try damaged.bytes() == before)
        #expect(try damaged.load().chain == damaged.chain)
    }

    @Test func `runs beside a node, on one moment`() async throws {
        let damaged = try await Damaged()
        let store = try ChainStore(directory: damaged.folder.path, rules: .easy)
        try await store.commit([.accepted(.payment(5))])
        let other = try DatabaseQueue(path: damaged.databasePath)
        var isChanged = false
        let findings = try audit(damaged.folder.path) { step in
            guard step.stage == .blocks, step.done == 2 else { return }
            do {
                try store.setIdentifier("grace")
                try other.write { try $0.execute(sql: "DELETE FROM tail WHERE height = 5; DELETE FROM pending") }
                isChanged = true
            } catch {
                Issue.record("\(error)")
            }
        }
        #expect(findings.isEmpty && isChanged)
        #expect(try audit(damaged.folder.path).contains(.lost(accepted: 5)))
        store.close()
    }

    @Test func `reads the log that a crash left, and leaves it`() async throws {
        let damaged = try await Damaged()
        let store = try ChainStore(directory: damaged.folder.path, rules: .easy)
        for number in 5...20 { try await store.commit([.accepted(.payment(number))]) }
        let copy = try TemporaryFolder()
        let files = ["forgechain.sqlite", "forgechain.sqlite-wal"]
        for file in files {
            try FileManager.default.copyItem(atPath: damaged.folder.path(of: file), toPath: copy.path(of: file))
        }
        store.close()
        let before = try files.map { try Data(contentsOf: URL(filePath: copy.path(of: $0))) }
        let summary = try Audit.run(
            directory: copy.path, isPeer: { _ in true }, finding: { Issue.record("\($0)") }, progress: { _ in })
        #expect(summary.accepted == 20 && summary.pending == 17)
        #expect(try files.map { try Data(contentsOf: URL(filePath: copy.path(of: $0))) } == before)
        #expect(try ChainStore(directory: copy.path, rules: .easy).load(rules: .easy).lastNumber == 20)
    }

    /// A reorg may forget what others brought, and give it a new number when its block comes back.
    @Test func `finds nothing wrong in a block that came back with a new number for an id`() async throws {
        let folder = try TemporaryFolder()
        let store = try ChainStore(directory: folder.path, rules: .easy)
        let own = AcceptedTransaction(number: 2, transaction: try .payment(2))
        let back = AcceptedTransaction(number: 11, transaction: try .identified(1), isPosted: false)
        try await store.commit([.accepted(own)])
        var chain = Blockchain(rules: .easy)
        try chain.mine([.identified(1), .payment(2), .reward(to: "ada")])
        let inclusion = Inclusion(height: 2, block: chain.tipHash, transactions: [back, own])
        try await store.commit([
            .replaced(
                Replacement(
                    chain: chain, commonLength: 1, returned: [], confirmed: [2], brought: [back],
                    inclusions: [inclusion]))
        ])
        store.close()
        #expect(try audit(folder.path).isEmpty)
    }
}
