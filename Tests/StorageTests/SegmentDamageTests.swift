internal import Chain
internal import Foundation
internal import GRDB
internal import Records
internal import TestSupport
internal import Testing
internal import Wording

@testable internal import Storage

@Suite struct `A damaged segment` {
    /// A directory with two segments, the second of blocks 257 to 512, and a tail of eight.
    private static func directory() async throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let store = try ChainStore(directory: folder.path, rules: .easy)
        try await store.commit([.replaced(Replacement(of: Blockchain(rules: .easy), by: chain()))])
        store.close()
        return folder
    }

    private static func chain() throws -> Blockchain { try .paying(length: 520) }

    /// Payments with an `id` in it and behind it are recorded.
    @Test func `keeps no check from what is behind it`() async throws {
        let folder = try TemporaryFolder()
        let store = try ChainStore(directory: folder.path, rules: .easy)
        var chain = Blockchain(rules: .easy)
        for (number, length) in [(1, 299), (2, 519)] {
            let longer = try chain.paying(to: length)
            try await store.commit([.replaced(Replacement(of: chain, by: longer))])
            chain = longer
            try chain.mine([.identified(number)])
            try await store.commit([
                .accepted(AcceptedTransaction(number: number, transaction: .identified(number))),
                .forged(chain.lastBlock, including: [number]),
            ])
        }
        store.close()
        #expect(try audit(folder.path) == [])
        let queue = try DatabaseQueue(path: folder.path(of: "forgechain.sqlite"))
        try await queue.write {
            try $0.execute(sql: "UPDATE segment SET texts = substr(texts, 1, length(texts) - 1) WHERE height = 257")
        }
        try queue.close()
        #expect(try audit(folder.path) == [.segment(height: 257)])
    }

    @Test func `gives no other block's transactions`() async throws {
        let folder = try await Self.directory()
        let store = try ChainStore(directory: folder.path, rules: .easy)
        let history = { try await store.history(of: "payee 300 at 1.5", from: 1, limit: 1).entries.map(\.height) }
        #expect(try await history() == [300])
        try await store.database.write { db in
            let text = try StoredText.fetchOne(db, sql: "SELECT places FROM segment WHERE height = 257")
            var pairs = try #require(NumberPairs(text: text?.bytes ?? [])).pairs
            pairs.swapAt(43, 44)
            try db.execute(
                sql: "UPDATE segment SET places = ? WHERE height = 257",
                arguments: [String(decoding: NumberPairs(pairs).text, as: UTF8.self)])
        }
        let finding = "block 300 is not what was written"
        #expect(
            await storageError { _ = try await history() }?.description
                == saying(finding, of: folder.path(of: "forgechain.sqlite")))
    }

    /// However long a text says that it is many.
    @Test func `is not taken apart further than it has hashes`() throws {
        let hash = Block.genesis.hash
        var whole = StoredSegment(height: 1)
        for text: [UInt8] in [[1], [2]] { whole.append(hash, text.span.bytes) }
        let queue = try DatabaseQueue()
        func row(_ hashes: [UInt8]) throws -> StoredSegment {
            let values: StatementArguments = [1, Data(hashes), Data(repeating: 10, count: 1 << 20)]
            return try #require(
                try queue.read { try StoredSegment.fetchOne($0, sql: "SELECT ?, ?, ?", arguments: values) })
        }
        #expect(try whole.blocks().count == 2)
        let many = try row(whole.hashes)
        #expect(throws: SegmentFault.self) { _ = try many.blocks() }
        #expect(String(decoding: many.places, as: UTF8.self) == "[[1,0],[2,0],[3,0]]")
        for hashes in [[], Array(whole.hashes.dropLast()), [UInt8](repeating: 0, count: 32 * 257)] {
            #expect(throws: SegmentFault.self) { _ = try row(hashes) }
        }
    }

    /// What is damaged in the tail is not made to look right.
    @Test(arguments: [
        "height = 200 WHERE height = 300", "text = text || char(10) WHERE height = 300",
        "height = \(Int.max) WHERE height = 511",
    ])
    func `is not made of damaged rows`(change: String) async throws {
        let open = try OpenStore(in: .memory)
        let chain = try Self.chain().prefix(512)
        try await open.keep(chain.prefix(511))
        try await open.store.database.write { try $0.execute(sql: "UPDATE tail SET \(change)") }
        let error = await storageError { try await open.store.commit([.forged(chain.lastBlock, including: [])]) }
        guard case .damaged? = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }

    @Test func `has no block with an empty hash behind it`() async throws {
        let folder = try await Self.directory()
        let store = try ChainStore(directory: folder.path, rules: .easy)
        try await store.commit([.accepted(.payment(1))])
        try await store.database.write { try $0.execute(sql: "INSERT INTO carriage VALUES (9000, '', 1)") }
        store.close()
        #expect(try audit(folder.path) == [.inclusionWithoutHash(height: 9_000)])
    }

    private static let broken = "block 257: the segment that begins with block 257 is not what was written"
    private static let refused = "the segment that begins with block 257 is not what was written"
    private static let refusedAtEnd = "the segment that begins with block \(Int.max) is not what was written"

    @Test(arguments: [
        SegmentCase("SET hashes = substr(hashes, 33)", [broken], refused),
        SegmentCase("SET hashes = substr(hashes, 2)", [broken], refused),
        SegmentCase("SET texts = substr(texts, 1, length(texts) - 1)", [broken], refused),
        SegmentCase("SET hashes = '', texts = ''", [broken], refused),
        SegmentCase(
            "SET height = -1",
            [
                "block -1: the segment that begins with block -1 is not what was written",
                "blocks 257 to 512: they are missing",
            ], "the segment that begins with block -1 is not what was written", hasPayments: true),
        SegmentCase(
            "SET height = \(Int.max)", ["block \(Int.max): \(refusedAtEnd)", "blocks 257 to 512: they are missing"],
            refusedAtEnd, hasPayments: true),
        // What only people and histories read is no reason not to start, nor what the next block's hash covers.
        SegmentCase(
            "SET places = '[[1,2]]'",
            ["block 257: where the texts are in the segment that begins with it is not what was written"], nil),
        SegmentCase(
            "SET hashes = zeroblob(32) || substr(hashes, 33)",
            ["block 257: it is kept under a hash that is not its text's"], nil),
        SegmentCase(
            "SET texts = CAST(replace(CAST(texts AS TEXT), 'payee 300 ', 'payee 301 ') AS BLOB)",
            [
                "block 300: it is kept under a hash that is not its text's",
                "block 301: previous_hash is not the hash of block 300",
            ], "block 301: previous_hash is not the hash of block 300", hasPayments: true),
        SegmentCase(
            "SET height = 258", ["block 257: it is missing", "block 258: its index is 257"], "block 513 is there twice",
            hasPayments: true, andMore: true),
        SegmentCase(
            "SET height = 256", ["block 256: it is kept a second time", "block 257: its index is 258"],
            "block 256 is there twice", hasPayments: true, andMore: true),
        SegmentCase(
            whole: "DELETE FROM segment WHERE height = 257", ["blocks 257 to 512: they are missing"],
            "block 257: its index is 513", hasPayments: true),
        SegmentCase(
            whole: "INSERT INTO tail SELECT * FROM block WHERE height = 300",
            ["block 300: it is kept a second time"], "block 513: its index is 300"),
        SegmentCase(
            whole: "DELETE FROM tail WHERE height = 513", ["block 513: it is missing"], "block 513: its index is 514",
            hasPayments: true),
    ])
    fileprivate func `is told of in a sentence`(damage: SegmentCase) async throws {
        let folder = try await Self.directory()
        #expect(try audit(folder.path) == [])
        let queue = try DatabaseQueue(path: folder.path(of: "forgechain.sqlite"))
        try await queue.write { try $0.execute(sql: damage.sql) }
        try queue.close()
        let findings = try audit(folder.path).filter { !damage.hasPayments || $0.isNoPayment }
        let found = findings.map(\.description)
        #expect((damage.andMore ? Array(found.prefix(damage.findings.count)) : found) == damage.findings)
        let open = { try ChainStore(directory: folder.path, rules: .easy) }
        if let refusal = damage.refusal {
            #expect(try await StorageTests.damage { _ = try open().load(rules: .easy) } == refusal)
        } else {
            #expect(try open().load(rules: .easy).chain == Self.chain())
        }
    }
}

/// What is done to the segment of blocks 257 to 512, and what is said of it.
private struct SegmentCase: Sendable {
    let sql: String

    /// By an audit.
    let findings: [String]

    /// At the next start; nil if there is nothing to say.
    let refusal: String?

    /// Whether something is said of payments, too, because it is known that their blocks aren't there.
    let hasPayments: Bool

    /// Whether there are more.
    let andMore: Bool

    init(
        _ change: String, _ findings: [String], _ refusal: String?, hasPayments: Bool = false, andMore: Bool = false
    ) {
        self.init(
            whole: "UPDATE segment \(change) WHERE height = 257", findings, refusal, hasPayments: hasPayments,
            andMore: andMore)
    }

    init(
        whole sql: String, _ findings: [String], _ refusal: String?, hasPayments: Bool = false, andMore: Bool = false
    ) {
        (self.sql, self.findings, self.refusal) = (sql, findings, refusal)
        (self.hasPayments, self.andMore) = (hasPayments, andMore)
    }
}

extension Finding {
    fileprivate var isNoPayment: Bool {
        switch self {
        case .missingPayment, .strayPayment: false
        default: true
        }
    }
}
