internal import Chain
internal import GRDB
internal import TestSupport
internal import Testing

import Records
@testable import Storage

/// A chain forged by others, whose blocks 2 and 3 include transactions with an `id`.
private struct Foreign {
    let chain: Blockchain
    let first: AcceptedTransaction
    let second: AcceptedTransaction
    let replacement: Replacement

    init() throws {
        var chain = Blockchain(rules: .easy)
        first = AcceptedTransaction(number: 1, transaction: try .identified(1))
        second = AcceptedTransaction(number: 2, transaction: try .identified(2))
        try chain.mine([.payment(5), first.transaction])
        try chain.mine([second.transaction, .reward(to: "somebody")])
        self.chain = chain
        replacement = Replacement(
            chain: chain, commonLength: 1, returned: [], confirmed: [1], brought: [second],
            inclusions: [
                Inclusion(height: 2, block: chain.blocks[1].hash, transactions: [first]),
                Inclusion(height: 3, block: chain.blocks[2].hash, transactions: [second]),
            ])
    }
}

@Suite("Transactions with an id")
struct IdentifiedTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func opened() throws -> ChainStore { try ChainStore(directory: folder.path, rules: .easy) }

    @Test func `are known by all of their text, pending and in the chain, over restarts`() async throws {
        let foreign = try Foreign()
        var store = try opened()
        try await store.commit([.accepted(foreign.first)])
        let pending = TransactionRecord(accepted: foreign.first, height: nil)
        let other = try Transaction.identified(1, amount: 2)
        #expect(
            try await store.known([foreign.first.transaction, other, foreign.second.transaction, .payment(1)])
                == [.same(pending), .sameID, nil, nil])
        try await store.commit([.replaced(foreign.replacement)])
        store.close()
        store = try opened()
        let ids = try [foreign.first, foreign.second].map { try #require($0.transaction.id) }
        #expect(try await store.record(of: ids[0]) == TransactionRecord(accepted: foreign.first, height: 2))
        #expect(try await store.record(of: ids[1]) == TransactionRecord(accepted: foreign.second, height: 3))
        #expect(try await store.record(of: #require(Transaction.identified(3).id)) == nil)
        #expect(try store.load(rules: .easy).pending.isEmpty)
        #expect(try store.load(rules: .easy).lastNumber == 2)
        store.close()
        #expect(try audit(folder.path) == [])
    }

    @Test func `of one id are told apart, and the one in the chain comes first`() async throws {
        let foreign = try Foreign()
        let store = try opened()
        let other = AcceptedTransaction(number: 1, transaction: try .identified(2, amount: 7))
        let first = AcceptedTransaction(number: 3, transaction: foreign.first.transaction)
        let inclusions = zip(foreign.replacement.inclusions, [first, foreign.second]).map { inclusion, accepted in
            Inclusion(height: inclusion.height, block: inclusion.block, transactions: [accepted])
        }
        try await store.commit([
            .accepted(other),
            .replaced(
                Replacement(
                    chain: foreign.chain, commonLength: 1, returned: [], confirmed: [],
                    brought: [foreign.second, first],
                    inclusions: inclusions)),
        ])
        let id = try #require(other.transaction.id)
        #expect(try await store.record(of: id) == TransactionRecord(accepted: foreign.second, height: 3))
        #expect(try store.load(rules: .easy).pending == [other])
        store.close()
        #expect(try audit(folder.path) == [])
    }

    @Test func `of one id are looked up by an index, however many there are`() async throws {
        let store = try opened()
        for (sql, index) in [
            ("SELECT number FROM accepted WHERE id = ? AND text = ?", "COVERING INDEX accepted_id (id=? AND text=?)"),
            ("SELECT 1 FROM accepted WHERE id = ? LIMIT 1", "COVERING INDEX accepted_id (id=?)"),
        ] {
            let plan = try await store.database.read { db in
                let values = sql.filter { $0 == "?" }.map { _ in "" }
                return try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(sql)", arguments: StatementArguments(values))
                    .map { $0["detail"] as String }
            }
            #expect(plan == ["SEARCH accepted USING \(index)"])
        }
    }

    @Test func `are found in a chain's new blocks, with what is known of them`() async throws {
        let foreign = try Foreign()
        let store = try opened()
        try await store.commit([.accepted(foreign.first)])
        let found = try await store.identified(in: foreign.chain, above: 1)
        #expect(found.map(\.height) == [2, 3])
        #expect(found.map(\.number) == [1, nil])
        #expect(found.map(\.transaction) == [foreign.first.transaction, foreign.second.transaction])
        #expect(found.allSatisfy { $0.earlierHeight == nil })
        #expect(try await store.identified(in: foreign.chain, above: 2).map(\.height) == [3])
    }

    @Test func `carried twice are told, in new blocks and in old ones`() async throws {
        let foreign = try Foreign()
        let store = try opened()
        var twice = foreign.chain
        try twice.mine()
        try twice.mine([foreign.second.transaction])
        try twice.mine([foreign.first.transaction])
        let inNew = try #require(try await store.identified(in: twice, above: 1).last)
        #expect((inNew.height, inNew.earlierHeight) == (5, 3))
        try await store.commit([.accepted(foreign.first), .replaced(foreign.replacement)])
        let inOld = try #require(try await store.identified(in: twice, above: 3).last)
        #expect((inOld.height, inOld.earlierHeight) == (5, 3))
        // What only a block above the fork included isn't included below it.
        var fork = foreign.chain.prefix(2)
        try fork.mine([foreign.second.transaction], timestamp: 2.5)
        #expect(try await store.identified(in: fork, above: 2).map(\.earlierHeight) == [nil])
    }

    @Test(arguments: [
        AuditCase(
            "DELETE FROM carriage WHERE height = 3", .notRecorded(height: 3, transaction: ""), .lost(accepted: 2)),
        AuditCase("UPDATE accepted SET id = NULL WHERE number = 1", .notIncluded(accepted: 1, height: 2, position: 1)),
        AuditCase("UPDATE accepted SET id = 'x' WHERE number = 1", .wrongID(accepted: 1)),
    ])
    func `that are not kept as they were are found by an audit`(damage: AuditCase) async throws {
        let foreign = try Foreign()
        let store = try opened()
        try await store.commit([.accepted(foreign.first), .replaced(foreign.replacement)])
        store.close()
        try await DatabaseQueue(path: folder.path(of: "forgechain.sqlite")).write { try $0.execute(sql: damage.sql) }
        let found = try audit(folder.path)
        for finding in damage.findings {
            if case .notRecorded(let height, _) = finding {
                let text = foreign.second.transaction.text.description
                #expect(found.contains(.notRecorded(height: height, transaction: text)))
            } else {
                #expect(found.contains(finding), "\(found)")
            }
        }
    }

    @Test func `are kept in a directory of an earlier version, which an audit can't read before`() async throws {
        let store = try opened()
        try await store.commit([.accepted(.payment(1)), .registered(["a:1"])])
        store.close()
        try await DatabaseQueue(path: folder.path(of: "forgechain.sqlite")).write { db in
            try db.execute(
                sql: """
                    DROP INDEX accepted_id; DROP INDEX carriage_number;
                    CREATE TEMPORARY TABLE old AS SELECT * FROM block;
                    DROP VIEW block; DROP TABLE segment; DROP TABLE tail;
                    CREATE TABLE block (height INTEGER PRIMARY KEY NOT NULL, hash TEXT NOT NULL, text TEXT NOT NULL);
                    INSERT INTO block SELECT * FROM old;
                    CREATE UNIQUE INDEX block_hash ON block (hash);
                    ALTER TABLE accepted DROP COLUMN id; ALTER TABLE accepted DROP COLUMN posted;
                    ALTER TABLE peer DROP COLUMN found;
                    DELETE FROM grdb_migrations WHERE identifier IN
                        ('ids and found peers', 'who posted what', 'blocks in segments');
                    """)
        }
        #expect(throws: OpenError.older(path: folder.path(of: "forgechain.sqlite"))) { _ = try audit(folder.path) }
        let migrated = try opened()
        try await migrated.commit([.accepted(AcceptedTransaction(number: 2, transaction: .identified(1)))])
        let kept = try migrated.load(rules: .easy)
        #expect(kept.pending.map(\.number) == [1, 2])
        #expect((kept.peers, kept.foundPeers) == (["a:1"], []))
        migrated.close()
        #expect(try audit(folder.path) == [])
    }

    @Test func `peers are registered, found and forgotten`() async throws {
        let store = try opened()
        try await store.commit([
            .registered(["a:1", "b:1"]), .registered(["c:1", "a:1"], areFound: true),
            .registered(["d:1"], areFound: true),
        ])
        try await store.commit([.registered(["d:1"]), .unregistered(["b:1", "x:1"])])
        store.close()
        let kept = try opened().load(rules: .easy)
        #expect((kept.peers, kept.foundPeers) == (["a:1", "d:1"], ["c:1"]))
    }
}
