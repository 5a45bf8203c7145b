internal import Chain
internal import Foundation
internal import GRDB
internal import Records
internal import TestSupport
internal import Testing

@testable internal import Storage

@Suite struct `A replaced chain` {
    /// A fork: the common length, both lengths, and whether the first blocks are equal.
    struct Fork {
        let common: Int
        let old: Blockchain
        let new: Blockchain

        init(common: Int, oldLength: Int, newLength: Int) throws {
            self.common = common
            old = try Blockchain.paying(length: oldLength)
            if common == 0 {
                let text = Block.genesis.text.description.replacing("100", with: "101")
                let other = try Block(JSONDocument(parsing: Array(text.utf8)).root)
                new = try Blockchain(first: other, rules: .easy).paying(to: newLength, timestamp: 2.5)
            } else {
                new = try old.prefix(common).paying(to: newLength, timestamp: 2.5)
            }
        }
    }

    @Test(
        arguments: Place.allCases,
        [
            (0, 1, 2), (0, 300, 301), (1, 6, 7), (5, 6, 7), (5, 6, 600), (6, 6, 7), (299, 300, 301), (1, 3, 1_200),
            (0, 1_100, 1_101),
        ])
    func `is the new one from then on`(place: Place, shape: (common: Int, old: Int, new: Int)) async throws {
        let fork = try Fork(common: shape.common, oldLength: shape.old, newLength: shape.new)
        let open = try OpenStore(in: place)
        try await open.keep(fork.old)
        let replacement = Replacement(of: fork.old, by: fork.new)
        #expect(replacement.commonLength == fork.common)
        try await open.store.commit([.replaced(replacement)])

        let kept = try open.reloaded()
        #expect(kept.chain == fork.new)
        #expect(kept.chain.blocks.map(\.text) == fork.new.blocks.map(\.text))
        #expect(kept.chain.textLength == fork.new.textLength)
        for (position, block) in fork.new.blocks.enumerated() {
            #expect(try await open.store.height(of: block.hash) == position + 1)
        }
        for block in fork.old.blocks.dropFirst(fork.common) {
            #expect(try await open.store.height(of: block.hash) == nil)
        }
    }

    @Test(arguments: Place.allCases, [0, 1, 3])
    func `has histories of its own`(place: Place, common: Int) async throws {
        let fork = try Fork(common: common, oldLength: 6, newLength: 7)
        let open = try OpenStore(in: place)
        try await open.keep(fork.old)
        try await open.store.commit([.replaced(Replacement(of: fork.old, by: fork.new))])
        for height in 2...7 {
            for party in ["payer", "payee"] {
                let old = try await open.store.history(of: "\(party) \(height) at 1.5", from: 1, limit: 10)
                let new = try await open.store.history(of: "\(party) \(height) at 2.5", from: 1, limit: 10)
                let isCommon = height <= common
                #expect(old.total == (isCommon ? 1 : 0) && old.entries.count == old.total)
                #expect(new.total == (isCommon ? 0 : 1) && new.entries.map(\.height) == (isCommon ? [] : [height]))
            }
        }
    }

    @Test(arguments: Place.allCases)
    func `of any length leaves the database as it found it when it cannot be kept`(place: Place) async throws {
        let open = try OpenStore(in: place)
        let genesis = Blockchain(rules: .easy)
        let long = try Blockchain.paying(length: ChainStore.shortReplacement + 2)
        let error = await storageError {
            // What was never accepted cannot be pending.
            try await open.store.commit([.replaced(Replacement(of: genesis, by: long, returned: [7]))])
        }
        #expect(error != nil)
        #expect(try await open.store.height(of: long.lastBlock.hash) == nil)
        #expect(try open.reloaded().chain == genesis)
        try await open.keep(long)
        #expect(try await open.store.height(of: long.lastBlock.hash) == long.length)
    }

    @Test func `that is long is taken from the log into the database`() async throws {
        let open = try OpenStore(in: .directory)
        let long = try Blockchain.paying(length: ChainStore.shortReplacement + 2)
        let before = try FileManager.default.attributesOfItem(atPath: open.store.path)[.size] as? Int
        try await open.keep(long)
        // It is done before anything else is written.
        _ = try await open.store.known([.payment(1)])
        let after = try FileManager.default.attributesOfItem(atPath: open.store.path)[.size] as? Int
        #expect(try #require(after) > #require(before) + long.textLength)
        let pages = try await open.store.database.write { try Int.fetchOne($0, sql: "PRAGMA wal_autocheckpoint") }
        #expect(pages == 1_000)
    }

    @Test(arguments: Place.allCases)
    func `opens and settles transactions again, there and back`(place: Place) async throws {
        let open = try OpenStore(in: place)
        for number in 1...3 { try await open.store.commit([.accepted(.payment(number))]) }
        var ours = Blockchain(rules: .easy)
        try ours.mine([.payment(1)])
        try await open.store.commit([.forged(ours.lastBlock, including: [1])])
        try ours.mine([.payment(2)])
        try await open.store.commit([.forged(ours.lastBlock, including: [2])])
        #expect(try open.reloaded().pending == [.payment(3)])

        let theirs = try ours.prefix(2).paying(to: 4, timestamp: 2.5)
        try await open.store.commit([.replaced(Replacement(of: ours, by: theirs, returned: [2]))])
        #expect(try open.reloaded().pending == [.payment(2), .payment(3)])

        let back = try ours.paying(to: 5)
        // The orphaned block stays known.
        #expect(try await open.store.inclusions(in: back, above: 2).back == [2])
        try await open.store.commit([.replaced(Replacement(of: theirs, by: back, confirmed: [2]))])
        let kept = try open.reloaded()
        #expect(try kept.pending == [.payment(3)])
        #expect(kept.chain == back && kept.lastNumber == 3)
    }
}
