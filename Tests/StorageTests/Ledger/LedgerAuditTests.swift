internal import Chain
internal import GRDB
internal import Records
internal import TestSupport
internal import Testing
internal import Wording

@testable internal import Storage

/// A directory of a random ledger that nobody has open, which a test changes.
private struct LedgerDirectory {
    let ledger: RandomLedger
    let chain: Blockchain
    private let folder: TemporaryFolder

    var path: String { folder.path }
    var databasePath: String { folder.path(of: "forgechain.sqlite") }

    /// Unless it has only the first block, some account has paid.
    init(blocks: Int = 12) async throws {
        var generator = SeededGenerator(seed: Seed.value)
        ledger = try RandomLedger(by: &generator)
        folder = try TemporaryFolder()
        var chain = ledger.chain
        let store = try ChainStore(directory: folder.path, rules: ledger.rules)
        defer { store.close() }
        var books = LedgerBooks()
        func isPaid() -> Bool { chain.ledger?.accounts.all.contains { $0.value.nonce > 0 } ?? false }
        while chain.length < blocks || blocks > 1 && !isPaid() {
            try ledger.grow(&chain, by: &generator)
            try await store.commit(books.forged(chain.lastBlock, of: chain))
        }
        self.chain = chain
    }

    /// Runs SQL, in spite of the table's checks.
    func sql(_ statement: String, _ arguments: StatementArguments = StatementArguments()) throws {
        let queue = try DatabaseQueue(path: databasePath)
        try queue.write { db in
            try db.execute(sql: "PRAGMA ignore_check_constraints = 1")
            try db.execute(sql: statement, arguments: arguments)
        }
        try queue.close()
    }

    func findings() throws -> [String] {
        var findings: [String] = []
        _ = try Audit.run(
            directory: path, upTo: ledger.network.parameters.easiestTarget, isPeer: { _ in true },
            finding: { findings.append($0.description) }, progress: { _ in })
        return findings
    }

    func load() throws -> Blockchain {
        let store = try ChainStore(directory: path, rules: ledger.rules)
        defer { store.close() }
        return try store.load(rules: ledger.rules).chain
    }

    /// Changes a block's text, with whatever would make of it another kept one.
    func change(_ height: Int, _ body: (String) -> String) throws {
        let text = body(chain.blocks[height - 1].text.description)
        let hash = try Block(JSONDocument(parsing: Array(text.utf8)).root).hash
        try sql("UPDATE tail SET text = ?, hash = ? WHERE height = ?", [text, hash.description, height])
    }
}

@Suite struct `An audit of a ledger` {
    @Test func `finds nothing where nothing is wrong, whatever became of the chain`() async throws {
        var generator = SeededGenerator(seed: Seed.value)
        let folder = try TemporaryFolder()
        let ledger = try RandomLedger(by: &generator)
        let store = try ChainStore(directory: folder.path, rules: ledger.rules)
        var (chain, books) = (ledger.chain, LedgerBooks())
        for length in [1, 9, 4, 2] {
            var other = chain.prefix(length)
            for _ in 0..<12 { try ledger.grow(&other, by: &generator) }
            try await store.commit([books.replaced(chain, by: other)])
            chain = other
            let summary = try Audit.run(
                directory: folder.path, upTo: ledger.network.parameters.easiestTarget, isPeer: { _ in true },
                finding: { Issue.record("\($0)") }, progress: { _ in })
            #expect(summary.blocks == chain.length && summary.findings == 0)
        }
        store.close()
    }

    // MARK: Accounts and work

    @Test func `finds a balance, a nonce and a row that was changed, is missing or is too many`() async throws {
        let directory = try await LedgerDirectory()
        let accounts = try #require(directory.chain.ledger).accounts
        let (address, account) = try #require(accounts.all.first { $0.value.nonce > 0 && $0.value.balance > 0 })
        let words = "\(account.balance) with nonce \(account.nonce)"
        let place = #"account "\#(address)": it"#
        try directory.sql("UPDATE account SET balance = balance + 1 WHERE address = ?", [address.description])
        #expect(
            try directory.findings() == [
                "\(place) has \(account.balance + 1) with nonce \(account.nonce), and has to have \(words)"
            ])
        try directory.sql(
            "UPDATE account SET balance = balance - 1, nonce = nonce - 1 WHERE address = ?", [address.description])
        #expect(
            try directory.findings() == [
                "\(place) has \(account.balance) with nonce \(account.nonce - 1), and has to have \(words)"
            ])
        try directory.sql("DELETE FROM account WHERE address = ?", [address.description])
        #expect(try directory.findings() == ["\(place) is missing, and has to have \(words)"])
        try directory.sql(
            "INSERT INTO account VALUES (?, ?, ?), ('nobody', 5, 0)",
            [address.description, account.balance, account.nonce])
        #expect(
            try directory.findings() == [#"account "nobody": it has 5 with nonce 0, and there has to be none"#])
        try directory.sql("DELETE FROM account WHERE address = 'nobody'")
        #expect(try directory.findings() == [])
    }

    @Test func `finds other work`() async throws {
        let directory = try await LedgerDirectory()
        let work = try #require(directory.chain.ledger).header.work.description
        try directory.sql("UPDATE parameter SET value = value + 1 WHERE name = 'work'")
        let (kept, wanted) = ("\(try #require(Int(work)) + 1)", work)
        #expect(try directory.findings() == [#"parameter work: it is "\#(kept)", and has to be \#(wanted)"#])
        try directory.sql("DELETE FROM parameter WHERE name = 'work'")
        #expect(try directory.findings() == ["parameter work: it is missing"])
    }

    @Test func `finds accounts where there are none`() throws {
        let folder = try TemporaryFolder()
        try ChainStore(directory: folder.path, rules: .easy).close()
        let queue = try DatabaseQueue(path: folder.path(of: "forgechain.sqlite"))
        try queue.write { try $0.execute(sql: "INSERT INTO account VALUES ('ada', 5, 0)") }
        try queue.close()
        #expect(try audit(folder.path) == [.account("ada", kept: Account(balance: 5), wanted: Account())])
    }

    // MARK: Blocks

    /// A block of the chain with a payment, and the block's height.
    private func paying(_ chain: Blockchain) throws -> Int {
        try #require(chain.blocks.last { $0.text.description.contains(#""signature": "#) }).index
    }

    @Test func `finds a payment that was changed`() async throws {
        let directory = try await LedgerDirectory()
        let height = try paying(directory.chain)
        try directory.change(height) { $0.replacing(/"amount": (\d+), "fee"/) { #""amount": \#($0.1)0, "fee""# } }
        // And that it isn't the one which was accepted.
        let found = try directory.findings().filter { !$0.contains("carries") && !$0.contains("carried") }
        #expect(
            found.first
                == "block \(height) breaks the rule merkle_root: merkle_root is not the root of its transactions: "
                + "one was changed since")
        let isLast = height == directory.chain.length
        #expect(
            found.dropFirst()
                == (isLast ? [] : ["block \(height + 1): previous_hash is not the hash of block \(height)"]))
    }

    /// Whoever may write the files can make a block anew, but not somebody's signature.
    @Test func `finds a signature that does not hold`() async throws {
        let directory = try await LedgerDirectory(blocks: 3)
        var generator = SeededGenerator(seed: Seed.value)
        let block = try directory.ledger.unsignedBlock(after: directory.chain, by: &generator)
        let height = directory.chain.length + 1
        try directory.sql(
            "INSERT INTO tail VALUES (?, ?, ?)", [height, block.hash.description, block.text.description])
        #expect(
            try directory.findings().contains {
                $0.hasPrefix("block \(height) breaks the rule signature: transaction 1: its sender did not sign this")
            })
    }

    @Test func `finds a first block that is none, or another network's`() async throws {
        let directory = try await LedgerDirectory(blocks: 3)
        try directory.change(1) { $0.replacing(#""reward": 50"#, with: #""reward": -1"#) }
        #expect(
            try directory.findings().contains { $0.hasPrefix("block 1 breaks the rule genesis: its rules are out") })
        try directory.change(1) { $0.replacing(#""reward": 50"#, with: #""reward": 51"#) }
        let genesis = directory.ledger.network.id
        #expect(try directory.findings().contains { $0.hasPrefix(#"parameter genesis: it is "\#(genesis)", and has"#) })
        // As people use it, it is too easy.
        #expect(
            try audit(directory.path).contains {
                $0.description.hasPrefix("block 1 breaks the rule genesis: its rules are out of range")
            })
    }

    @Test func `finds another difficulty`() async throws {
        let directory = try await LedgerDirectory(blocks: 3)
        try directory.sql("UPDATE parameter SET value = '2' WHERE name = 'difficulty'")
        #expect(try directory.findings() == [#"parameter difficulty: it is "2", and has to be 1"#])
    }

    // MARK: Starting on it

    @Test(arguments: [
        (
            "UPDATE account SET balance = balance + 1 WHERE address = (SELECT min(address) FROM account)",
            "its accounts have"
        ),
        ("DELETE FROM account WHERE balance > 0", "its accounts have 0 together, and grants and rewards come to"),
        ("INSERT INTO account VALUES ('nobody', 0, 1)", #"an account's address is "nobody""#),
        ("UPDATE account SET nonce = -1 WHERE address = (SELECT max(address) FROM account)", "the account of"),
        ("UPDATE account SET balance = -1 WHERE address = (SELECT max(address) FROM account)", "the account of"),
        (
            "UPDATE account SET balance = 9007199254740992 WHERE address = (SELECT max(address) FROM account)",
            "the account of"
        ),
        (
            "UPDATE account SET balance = 9223372036854775807 WHERE balance > 0", "the account of"
        ),
        ("UPDATE account SET balance = 'much'", "a value is not what its column is for"),
        ("DROP TABLE account", "no such table: account"),
        ("DELETE FROM parameter WHERE name = 'work'", "its work is not what its blocks come to"),
        ("UPDATE parameter SET value = '-1' WHERE name = 'work'", "its work is not what its blocks come to"),
        ("UPDATE parameter SET value = '01' WHERE name = 'work'", "its work is not what its blocks come to"),
    ])
    func `is refused by a node with what was found`(statement: String, finding: String) async throws {
        let directory = try await LedgerDirectory()
        #expect(try directory.load() == directory.chain)
        try directory.sql(statement)
        #expect(try await damage { _ = try directory.load() }.hasPrefix(finding))
    }

    /// Whoever mines with it, mines a block that nobody takes.
    @Test(arguments: [
        #"UPDATE accepted SET text = replace(text, '"fee"', '"fef"')"#,
        #"UPDATE accepted SET text = replace(text, '"fee": ', '"fee": 1')"#,
        #"UPDATE accepted SET text = '{"amount": 5, "recipient": "bob", "sender": "alice"}'"#,
        #"UPDATE accepted SET text = '{"amount": 5, "recipient": "bob", "sender": "alice"}', id = NULL"#,
        "UPDATE accepted SET id = NULL", "UPDATE accepted SET id = '00'", "UPDATE accepted SET id = x'ff'",
    ])
    func `is refused with a pending payment that nobody has signed`(statement: String) async throws {
        let directory = try await LedgerDirectory()
        try directory.sql("INSERT INTO pending SELECT max(number) FROM accepted")
        #expect(try directory.load() == directory.chain)
        try directory.sql(statement)
        #expect(try await damage { _ = try directory.load() }.contains("is not what"))
    }

    @Test(arguments: [
        "UPDATE parameter SET value = '1' WHERE name = 'work'",
        "UPDATE account SET nonce = 1 WHERE address = (SELECT min(address) FROM account)",
    ])
    func `is refused where there are no payments yet`(statement: String) async throws {
        let directory = try await LedgerDirectory(blocks: 1)
        try directory.sql(statement)
        #expect(
            try await damage { _ = try directory.load() }
                == "its accounts or its work are not those of a first block")
    }

    /// A commit that doesn't fit what is kept is not made.
    @Test(arguments: [
        ("DELETE FROM account", "the account of"),
        ("UPDATE parameter SET value = 'none' WHERE name = 'work'", "its work is not"),
    ])
    func `keeps a commit from being made`(statement: String, finding: String) async throws {
        let directory = try await LedgerDirectory()
        let store = try ChainStore(directory: directory.path, rules: directory.ledger.rules)
        defer { store.close() }
        try await store.database.write { try $0.execute(sql: statement) }
        var generator = SeededGenerator(seed: Seed.value)
        var chain = directory.chain.prefix(2)
        for _ in 0..<2 { try directory.ledger.grow(&chain, by: &generator) }
        let error = await storageError {
            try await store.commit([.replaced(Replacement(of: directory.chain, by: chain))])
        }
        guard case .damaged(let damage) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(damage.problem.description.hasPrefix(finding))
        #expect(try await store.database.read { try $0.lastHeight() } == directory.chain.length)
    }
}
