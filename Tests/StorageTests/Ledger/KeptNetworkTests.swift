internal import Chain
internal import Cryptography
internal import GRDB
internal import Records
internal import TestSupport
internal import Testing

@testable internal import Storage

@Suite struct `The network of a directory` {
    private let folder: TemporaryFolder
    private let rules: Rules

    init() throws {
        folder = try TemporaryFolder()
        rules = Rules(LedgerRules(.practice, checking: try Ed25519()) { .infinity })
    }

    @Test func `is that of its first block, also while a node runs there`() throws {
        let store = try ChainStore(directory: folder.path, rules: rules)
        #expect(try ChainStore.keptNetwork(in: folder.path) == .practice)
        store.close()
        #expect(try ChainStore.keptNetwork(in: folder.path) == .practice)
        #expect(try audit(folder.path) == [])
    }

    @Test func `is none where nothing is kept, or a chain of other rules`() throws {
        #expect(try ChainStore.keptNetwork(in: folder.path) == nil)
        #expect(try ChainStore.keptNetwork(in: folder.path(of: "none")) == nil)
        try ChainStore(directory: folder.path, rules: .easy).close()
        #expect(try ChainStore.keptNetwork(in: folder.path) == nil)
    }

    @Test(arguments: [
        ("UPDATE parameter SET value = 'x' WHERE name = 'genesis'", "its first block is not the genesis"),
        ("UPDATE tail SET text = replace(text, '50', '51')", "its first block is not the genesis"),
        ("UPDATE tail SET text = '{}'", "block 1 breaks the rule genesis"),
        ("UPDATE tail SET text = 'x'", "block 1: its text is not canonical JSON"),
        ("DELETE FROM tail", "the chain has no blocks"),
    ])
    func `is told from damage`(statement: String, finding: String) async throws {
        try ChainStore(directory: folder.path, rules: rules).close()
        let queue = try DatabaseQueue(path: folder.path(of: "forgechain.sqlite"))
        try await queue.write { try $0.execute(sql: statement) }
        try queue.close()
        #expect(try await damage { _ = try ChainStore.keptNetwork(in: folder.path) }.hasPrefix(finding))
    }

    @Test func `is not another's`() async throws {
        try ChainStore(directory: folder.path, rules: rules).close()
        var generator = SeededGenerator(seed: Seed.value)
        let other = try RandomLedger(by: &generator).rules
        let error = await openError { _ = try ChainStore(directory: folder.path, rules: other) }
        guard case .otherNetwork = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    /// What is exported is what a node answers.
    @Test func `comes with an exported chain`() async throws {
        var generator = SeededGenerator(seed: Seed.value)
        let ledger = try RandomLedger(by: &generator)
        let store = try ChainStore(directory: folder.path, rules: ledger.rules)
        var chain = ledger.chain
        for _ in 0..<5 { try ledger.grow(&chain, by: &generator) }
        try await store.commit([.replaced(Replacement(of: ledger.chain, by: chain))])
        store.close()
        var reader = ChainReader(rules: ledger.rules)
        var text: [UInt8] = []
        _ = try Export.run(
            directory: folder.path,
            write: {
                text += $0
                return true
            }, progress: { _, _ in })
        try reader.read(text)
        let read = try reader.finish()
        #expect(read == chain && read.ledger == chain.ledger)
    }
}
