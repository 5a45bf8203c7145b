internal import Chain
internal import Cryptography
internal import GRDB
internal import Records
internal import TestSupport
internal import Testing

@testable internal import Storage

/// A store of a random ledger, and the chain that was committed to it.
final class LedgerStore {
    let ledger: RandomLedger
    private(set) var chain: Blockchain
    private(set) var store: ChainStore
    private let folder: TemporaryFolder?

    init(_ ledger: RandomLedger, in place: Place) throws {
        self.ledger = ledger
        chain = ledger.chain
        switch place {
        case .directory:
            let folder = try TemporaryFolder()
            self.folder = folder
            store = try ChainStore(directory: folder.path, rules: ledger.rules)
        case .memory:
            folder = nil
            store = try ChainStore(inMemoryBy: ledger.rules)
        }
    }

    /// Commits a block, or another chain.
    func commit(_ chain: Blockchain) async throws {
        let common = self.chain.commonLength(with: chain)
        if common == self.chain.length, chain.length == common + 1 {
            try await store.commit([.forged(chain.lastBlock, including: [])])
        } else {
            try await store.commit([.replaced(Replacement(of: self.chain, by: chain))])
        }
        self.chain = chain
    }

    /// What is in the table.
    func accounts() async throws -> [String: Account] {
        try await store.database.read { db in
            var accounts: [String: Account] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT address, balance, nonce FROM account") {
                accounts[row[0]] = Account(balance: row[1], nonce: row[2])
            }
            return accounts
        }
    }

    func work() async throws -> String? { try await store.database.read { try $0.parameter("work") } }

    /// What a node would start with if it were restarted now.
    func reloaded() throws -> Blockchain {
        if let folder {
            store.close()
            store = try ChainStore(directory: folder.path, rules: ledger.rules)
        }
        return try store.load(rules: ledger.rules).chain
    }
}

@Suite struct `A ledger's accounts` {
    private static let rounds = TestSupport.rounds(40)

    /// What a chain's blocks come to by the rules in one piece.
    private func replayed(_ chain: Blockchain, of ledger: RandomLedger) throws -> LedgerState {
        var state = LedgerState(ledger.network)
        let ed25519 = try Ed25519()
        for block in chain.blocks.dropFirst() {
            try state.append(JSONDocument(parsing: block.text.bytes).root, checking: ed25519)
        }
        return state
    }

    private func rows(_ accounts: Accounts) -> [String: Account] {
        Dictionary(uniqueKeysWithValues: accounts.all.map { ($0.key.description, $0.value) })
    }

    @Test(arguments: Place.allCases)
    func `are kept with each commit, whatever becomes of the chain`(place: Place) async throws {
        var generator = SeededGenerator(seed: Seed.value)
        let ledger = try RandomLedger(by: &generator)
        let kept = try LedgerStore(ledger, in: place)
        for round in 0...Self.rounds {
            if round > 0 {
                var chain = kept.chain
                if Bool.random(using: &generator) {
                    chain = chain.prefix(Int.random(in: max(1, chain.length - 8)...chain.length, using: &generator))
                }
                for _ in 0...Int.random(in: 0...6, using: &generator) { try ledger.grow(&chain, by: &generator) }
                try await kept.commit(chain)
            }
            let state = try replayed(kept.chain, of: ledger)
            #expect(kept.chain.ledger?.accounts == state.accounts)
            #expect(try await kept.accounts() == rows(state.accounts))
            #expect(try await kept.work() == state.tip.work.description)
            let loaded = try kept.reloaded()
            #expect(loaded == kept.chain && loaded.ledger == kept.chain.ledger)
        }
        #expect(kept.chain.length > 5)
    }

    @Test func `of several changes in one commit are those after the last`() async throws {
        var generator = SeededGenerator(seed: Seed.value)
        let ledger = try RandomLedger(by: &generator)
        let kept = try LedgerStore(ledger, in: .memory)
        var (chain, other) = (kept.chain, kept.chain)
        var changes: [Change] = []
        for _ in 0..<3 {
            try ledger.grow(&chain, by: &generator)
            changes.append(.forged(chain.lastBlock, including: []))
        }
        for _ in 0..<4 { try ledger.grow(&other, by: &generator) }
        changes.append(.replaced(Replacement(of: chain, by: other)))
        try ledger.grow(&other, by: &generator)
        changes.append(.forged(other.lastBlock, including: []))
        try await kept.store.commit(changes)
        #expect(try await kept.accounts() == rows(try #require(other.ledger).accounts))
        #expect(try kept.reloaded() == other)
    }

    @Test func `are none by other rules`() async throws {
        let store = try ChainStore(inMemoryBy: .easy)
        var chain = Blockchain(rules: .easy)
        try chain.mine([.payment(1)])
        try await store.commit([.forged(chain.lastBlock, including: [])])
        let (rows, work) = try await store.database.read { db in
            (try Int.fetchOne(db, sql: "SELECT count(*) FROM account"), try db.parameter("work"))
        }
        #expect(rows == 0 && work == nil)
    }
}
