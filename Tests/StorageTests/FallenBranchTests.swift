internal import Chain
internal import GRDB
internal import Records
internal import TestSupport
internal import Testing
internal import Wording

@testable internal import Storage

@Suite struct `A branch that fell out` {
    private func remembered(_ store: ChainStore, payments: Int = 100) async throws -> [FallenBranch] {
        let found = try await store.fallenBranches(from: 1, limit: 1_000, payments: payments, textBytes: .max)
        #expect(found.total == found.branches.count)
        return found.branches
    }

    @Test(arguments: Place.allCases)
    func `is remembered with its blocks, by whom it was replaced and when, after a restart too`(
        place: Place
    ) async throws {
        let open = try OpenStore(in: place)
        let ours = try Blockchain.paying(length: 4)
        let theirs = try ours.prefix(2).paying(to: 5, timestamp: 2.5)
        try await open.keep(ours)
        #expect(try await remembered(open.store).isEmpty)
        try await open.store.commit([
            .replaced(
                Replacement(
                    chain: theirs, commonLength: 2, returned: [], confirmed: [], secondsSince1970: 7.5, source: "a:1"))
        ])
        _ = try open.reloaded()
        let branch = try #require(try await remembered(open.store).first)
        #expect(branch.number == 1 && branch.blockCount == 2 && branch.isForkInChain)
        #expect(branch.fork == (2, ours.blocks[1].hash) && branch.successor == (5, theirs.tipHash))
        #expect((branch.secondsSince1970, branch.source) == (7.5, "a:1"))
        #expect(branch.blocks.map(\.hash) == ours.blocks.dropFirst(2).map(\.hash))
        #expect(branch.blocks.map(\.index) == [3, 4] && branch.blocks.map(\.transactionCount) == [1, 1])
        #expect(branch.blocks.map(\.timestamp.description) == ["1.5", "1.5"])
        let found = try #require(try await open.store.fallenBlock(ours.tipHash, payments: 1))
        #expect(found.block == ours.lastBlock && found.previous == ours.blocks[2] && found.branch.number == 1)
        let first = try #require(try await open.store.fallenBlock(ours.blocks[2].hash, payments: 1))
        #expect(first.previous == nil)
        #expect(try await open.store.fallenBlock(theirs.tipHash, payments: 1) == nil)
    }

    @Test func `is forgotten as far as it comes back`() async throws {
        let open = try OpenStore(in: .directory)
        let ours = try Blockchain.paying(length: 4)
        let theirs = try ours.prefix(1).paying(to: 5, timestamp: 2.5)
        try await open.keep(ours)
        try await open.store.commit([.replaced(Replacement(of: ours, by: theirs))])
        // Its first two blocks are in the chain again, and its last isn't.
        let back = try ours.prefix(3).paying(to: 6, timestamp: 3.5)
        try await open.store.commit([.replaced(Replacement(of: theirs, by: back))])
        let branches = try await remembered(open.store)
        #expect(branches.map(\.number) == [2, 1] && branches.map(\.blockCount) == [4, 1])
        #expect(branches[1].fork == (3, ours.blocks[2].hash) && branches[1].isForkInChain)
        #expect(branches[1].blocks.map(\.hash) == [ours.tipHash])
        let whole = try ours.paying(to: 7)
        try await open.store.commit([.replaced(Replacement(of: back, by: whole))])
        #expect(try await remembered(open.store).map(\.number) == [3, 2])
        open.store.close()
    }

    @Test func `may have left the chain at a block that fell later`() async throws {
        let open = try OpenStore(in: .memory)
        let ours = try Blockchain.paying(length: 3)
        let next = try ours.prefix(2).paying(to: 4, timestamp: 2.5)
        let last = try ours.prefix(1).paying(to: 5, timestamp: 3.5)
        try await open.keep(ours)
        try await open.store.commit([.replaced(Replacement(of: ours, by: next))])
        try await open.store.commit([.replaced(Replacement(of: next, by: last))])
        let branches = try await remembered(open.store)
        #expect(branches.map(\.isForkInChain) == [true, false])
    }

    @Test func `that is long keeps its newest blocks, and says how many fell`() async throws {
        let open = try OpenStore(in: .memory)
        let ours = try Blockchain.paying(length: FallingBranch.maximumBlocks + 11)
        try await open.keep(ours)
        let theirs = try ours.prefix(1).paying(to: ours.length + 1, timestamp: 2.5)
        try await open.store.commit([.replaced(Replacement(of: ours, by: theirs))])
        let branch = try #require(try await remembered(open.store, payments: 7).first)
        #expect(branch.blockCount == ours.length - 1)
        #expect(branch.blocks.map(\.hash) == ours.blocks.suffix(FallingBranch.maximumBlocks).map(\.hash))
        #expect(branch.blocks.reduce(0) { $0 + $1.payments.count } == 7)
    }

    @Test func `keeps no more bytes than one may`() throws {
        var falling = FallingBranch()
        let hash = Block.genesis.hash
        let half = [UInt8](repeating: 0, count: FallingBranch.maximumBytes / 2)
        for height in 1...3 { falling.add(StoredBlock(height: height, hash: hash, text: half)) }
        #expect(falling.blocks.map(\.height) == [2, 3] && falling.count == 3)
        falling.add(StoredBlock(height: 4, hash: hash, text: half + half + [0]))
        #expect(falling.blocks.isEmpty && falling.count == 4)
        falling.add(StoredBlock(height: 5, hash: hash, text: [1]))
        falling.add(StoredBlock(height: 6, hash: nil, text: [1]))
        falling.add(StoredBlock(height: 7, hash: hash, text: [1]))
        #expect(falling.blocks.map(\.height) == [7] && falling.count == 7)
    }

    @Test func `makes room for newer ones`() async throws {
        let open = try OpenStore(in: .directory)
        var chain = Blockchain(rules: .easy)
        for number in 0..<RememberedBranches.maximumCount + 3 {
            let longer = try chain.prefix(max(chain.length - 1, 1)).paying(
                to: chain.length + 1, timestamp: Double(number) + 0.5)
            try await open.store.commit([.replaced(Replacement(of: chain, by: longer))])
            chain = longer
        }
        let branches = try await remembered(open.store)
        #expect(branches.count == RememberedBranches.maximumCount)
        #expect(branches.first?.blocks.count == 1)
        #expect(branches.map(\.number) == branches.map(\.number).sorted(by: >))
        let page = try await open.store.fallenBranches(from: 3, limit: 2, payments: 1, textBytes: .max)
        #expect(page.branches.map(\.number) == branches[2...3].map(\.number))
        let short = try await open.store.fallenBranches(from: 1, limit: 9, payments: 1, textBytes: 1)
        #expect(short.branches.count == 1 && short.total == branches.count)
    }

    @Test func `takes the room that all have in blocks together`() async throws {
        let open = try OpenStore(in: .memory)
        var chain = try Blockchain.paying(length: FallingBranch.maximumBlocks + 1)
        try await open.keep(chain)
        for number in 2...7 {
            let other = try chain.prefix(1).paying(to: chain.length + 1, timestamp: Double(number) + 0.5)
            try await open.store.commit([.replaced(Replacement(of: chain, by: other))])
            chain = other
        }
        let branches = try await remembered(open.store, payments: 1)
        #expect(branches.count == 4 && branches.allSatisfy { $0.blocks.count == FallingBranch.maximumBlocks })
    }

    @Test func `tells where its payments are`() async throws {
        let open = try OpenStore(in: .memory)
        for number in 1...3 { try await open.store.commit([.accepted(.payment(number))]) }
        let brought = AcceptedTransaction(number: 9, transaction: try .identified(9), isPosted: false)
        var ours = Blockchain(rules: .easy)
        try ours.mine([.payment(1), .payment(2), .payment(7), .identified(9), .reward(to: "ada")])
        let inclusion = Inclusion(height: 2, block: ours.tipHash, transactions: [brought])
        // As if it had been forged here, but for the payment 7.
        try await open.store.commit([
            .replaced(
                Replacement(
                    chain: ours, commonLength: 1, returned: [], confirmed: [1, 2], brought: [brought],
                    inclusions: [
                        Inclusion(
                            height: 2, block: ours.tipHash,
                            transactions: inclusion.transactions + [try .payment(1), try .payment(2)])
                    ]))
        ])
        let theirs = try ours.prefix(1).paying(to: 3, timestamp: 2.5)
        try await open.store.commit([
            .replaced(
                Replacement(chain: theirs, commonLength: 1, returned: [1, 2], confirmed: [], forgotten: [9]))
        ])
        func fates() async throws -> [PaymentFate] {
            try #require(try await remembered(open.store).first).blocks[0].payments.map(\.fate)
        }
        #expect(try await fates() == [.waiting, .waiting, .gone(.notPostedHere), .gone(.noRoom)])
        var grown = theirs
        try grown.mine([.payment(2), .reward(to: "ada")])
        try await open.store.commit([.forged(grown.lastBlock, including: [2])])
        #expect(try await fates() == [.waiting, .carried(height: 4), .gone(.notPostedHere), .gone(.noRoom)])
        let block = try #require(try await open.store.fallenBlock(ours.tipHash, payments: 1))
        #expect(block.remembered.payments.count == 1 && block.remembered.transactionCount == 5)
        #expect(block.remembered.reward?.description.contains("ada") == true)
    }

    @Test(arguments: [
        AuditCase("UPDATE branch SET parent = 'x'", .branch(number: 1)),
        AuditCase("UPDATE branch SET parent = NULL", .branch(number: 1)),
        AuditCase("UPDATE branch SET successor_tip = ''", .branch(number: 1)),
        AuditCase("UPDATE branch SET blocks = 2", .branch(number: 1)),
        AuditCase("UPDATE branch SET parent = successor_tip", .fallen(branch: 1, height: 4)),
        AuditCase("UPDATE fallen SET text = replace(text, 'alice', 'carol')", .fallen(branch: 1, height: 4)),
        AuditCase("UPDATE fallen SET hash = upper(hash)", .fallen(branch: 1, height: 4)),
        AuditCase("DELETE FROM branch", .database(.init(.keptNoReference, ["table": .text("fallen")]))),
        // A branch of which nothing fitted.
        AuditCase("DELETE FROM fallen"),
        AuditCase(
            "UPDATE fallen SET (hash, text) = (SELECT hash, text FROM tail WHERE height = 4)",
            .fallenInChain(branch: 1, height: 4)),
    ])
    func `is audited`(example: AuditCase) async throws {
        let damaged = try await Damaged()
        #expect(try audit(damaged.folder.path).isEmpty)
        try damaged.sql(example.sql)
        #expect(try Set(audit(damaged.folder.path)) == Set(example.findings))
    }

    @Test func `that cannot be read is reported`() async throws {
        let damaged = try await Damaged()
        try damaged.sql("UPDATE fallen SET text = replace(text, 'alice', 'carol')")
        let store = try ChainStore(directory: damaged.folder.path, rules: .easy)
        let error = await storageError {
            _ = try await store.fallenBranches(from: 1, limit: 1, payments: 1, textBytes: 1)
        }
        guard case .damaged(let damage)? = error else {
            Issue.record("\(error.map { "\($0)" } ?? "nothing is reported")")
            return
        }
        #expect(damage.problem.description.contains("fallen block 4"))
        store.close()
    }
}
