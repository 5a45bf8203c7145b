internal import Chain
internal import GRDB
internal import Records
internal import TestSupport
internal import Testing
internal import Wording

@testable internal import Storage

/// Histories of a chain that was long when it was taken.
@Suite struct `Histories of a long replacement` {
    private static let length = ChainStore.shortReplacement + 2

    /// A node on the same directory for which the histories haven't followed yet.
    private func stopped(after chain: Blockchain) async throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let store = try ChainStore(directory: folder.path, rules: .easy)
        try await store.database.write { db in
            try db.append(chain, above: 1, to: BlockWriter(in: db), unless: Cancellation())
        }
        store.close()
        return folder
    }

    private func historyLength(of store: ChainStore) async throws -> Int {
        try await store.database.read { try $0.historyLength() }
    }

    @Test(arguments: Place.allCases)
    func `are whole for whoever asks, at once`(place: Place) async throws {
        let open = try OpenStore(in: place)
        let chain = try Blockchain.paying(length: Self.length)
        try await open.keep(chain)
        for height in [2, 700, Self.length] {
            let history = try await open.store.history(of: "payee \(height) at 1.5", from: 1, limit: 10)
            #expect(history.total == 1 && history.entries.map(\.height) == [height])
        }
        #expect(try await historyLength(of: open.store) == Self.length)
    }

    @Test func `follow without anybody asking`() async throws {
        let open = try OpenStore(in: .directory)
        try await open.keep(Blockchain.paying(length: Self.length))
        try await eventually { (try? await historyLength(of: open.store)) == Self.length }
    }

    @Test func `are no part of the commit, which is kept without them`() async throws {
        let store = try ChainStore(inMemoryBy: .easy)
        let chain = try Blockchain.paying(length: Self.length)
        let length = try await store.database.write { db in
            var edits: [HeightEdit] = []
            let change = Change.replaced(Replacement(of: Blockchain(rules: .easy), by: chain))
            try db.apply(change, &edits, unless: Cancellation())
            return try db.historyLength()
        }
        #expect(length == 1)
        #expect(try store.load(rules: .easy).chain == chain)
    }

    @Test func `follow after a start, without anybody asking`() async throws {
        let chain = try Blockchain.paying(length: Self.length)
        let folder = try await stopped(after: chain)
        // Nothing is wrong meanwhile.
        #expect(try audit(folder.path) == [])
        let store = try ChainStore(directory: folder.path, rules: .easy)
        #expect(try store.load(rules: .easy).chain == chain)
        try await eventually { (try? await historyLength(of: store)) == Self.length }
        store.close()
        #expect(try audit(folder.path) == [])
    }

    @Test func `come in parts, between which others write`() async throws {
        let store = try ChainStore(inMemoryBy: .easy)
        let filling = String(repeating: "x", count: ChainStore.followUpBytes / 3)
        var chain = Blockchain(rules: .easy)
        for height in 2...6 {
            try chain.mine(texts: [CanonicalText(#"{"filling": "\#(filling)", "recipient": "\#(height)"}"#)])
        }
        try await store.database.write { [chain] db in
            try db.append(chain, above: 1, to: BlockWriter(in: db), unless: Cancellation())
        }
        let lengths = try await store.database.writeWithoutTransaction { db in
            var lengths = [try db.historyLength()]
            while try store.followUp(on: db) { lengths.append(try db.historyLength()) }
            return lengths + [try db.historyLength()]
        }
        #expect(lengths == [1, 4, 6])
    }

    @Test func `wait for what is before them`() async throws {
        let chain = try Blockchain.paying(length: Self.length)
        let folder = try await stopped(after: chain)
        let store = try ChainStore(directory: folder.path, rules: .easy)
        let next = try chain.paying(to: Self.length + 1)
        let length = try await store.database.write { db in
            var edits: [HeightEdit] = []
            try db.apply(.forged(next.lastBlock, including: []), &edits, unless: Cancellation())
            return try db.historyLength()
        }
        #expect(length == 1)
        #expect(try await store.history(of: "payee \(Self.length + 1) at 1.5", from: 1, limit: 1).total == 1)
        store.close()
        #expect(try audit(folder.path) == [])
    }

    @Test(arguments: [1, 2, 500])
    func `that a fork drops before they have come are nowhere`(common: Int) async throws {
        let chain = try Blockchain.paying(length: Self.length)
        let folder = try await stopped(after: chain)
        let store = try ChainStore(directory: folder.path, rules: .easy)
        let other = try chain.prefix(common).paying(to: Self.length + 1, timestamp: 2.5)
        try await store.commit([.replaced(Replacement(of: chain, by: other))])
        for height in [common + 1, Self.length] {
            #expect(try await store.history(of: "payee \(height) at 1.5", from: 1, limit: 1).total == 0)
            #expect(try await store.history(of: "payee \(height) at 2.5", from: 1, limit: 1).total == 1)
        }
        store.close()
        #expect(try audit(folder.path) == [])
    }

    @Test(arguments: ["DELETE FROM parameter", "UPDATE parameter SET value = '-1'", "UPDATE parameter SET value = '9'"])
    func `end at a height that a start and an audit know`(sql: String) async throws {
        let folder = try await stopped(after: try Blockchain.paying(length: 3))
        let queue = try DatabaseQueue(path: folder.path(of: "forgechain.sqlite"))
        try await queue.write { try $0.execute(sql: sql + " WHERE name = 'indexed'") }
        try queue.close()
        let kept = sql.hasPrefix("D") ? nil : String(sql.split(separator: "'")[1])
        #expect(try audit(folder.path).contains(.parameter("indexed", kept: kept, wanted: .upTo(3))))
        let store = try ChainStore(directory: folder.path, rules: .easy)
        #expect(
            try await damage { _ = try store.load(rules: .easy) }
                == "parameter indexed is not how many blocks are in the histories")
        store.close()
    }

    /// Rows that are there already would be written a second time.
    @Test func `don't follow where they had followed already`() async throws {
        let folder = try TemporaryFolder()
        let chain = try Blockchain.paying(length: 3)
        var store = try ChainStore(directory: folder.path, rules: .easy)
        try await store.commit([.replaced(Replacement(of: Blockchain(rules: .easy), by: chain))])
        try await store.database.write { try $0.setParameter("indexed", "1") }
        store.close()
        store = try ChainStore(directory: folder.path, rules: .easy)
        #expect(try store.load(rules: .easy).chain == chain)
        let next = try chain.paying(to: 4).lastBlock
        for _ in 0..<2 {
            let error = await storageError { _ = try await store.history(of: "payee 2 at 1.5", from: 1, limit: 1) }
            guard case .damaged(let damage)? = error else {
                Issue.record("a history that was written twice was read")
                return
            }
            #expect(damage.problem.description == "a part of a history that begins at block 2 is not what was written")
            // Nothing is built on what can't be read.
            #expect(await storageError { try await store.commit([.forged(next, including: [])]) } == error)
        }
        try await store.commit([.accepted(.payment(1))])
        store.close()
    }

    /// A history that names what is beyond its end is none that a node made.
    @Test func `have nothing beyond their end`() async throws {
        let folder = try await stopped(after: try Blockchain.paying(length: 3))
        let queue = try DatabaseQueue(path: folder.path(of: "forgechain.sqlite"))
        try await queue.write { try $0.execute(sql: "INSERT INTO history VALUES ('eve', 3, 1, 1, '[[3,1]]')") }
        try queue.close()
        #expect(try audit(folder.path) == [.strayPayment(height: 3, position: 1, address: "eve")])
    }
}
