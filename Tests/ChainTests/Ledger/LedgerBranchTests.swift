import Cryptography
import Synchronization
import Testing

@testable import Chain

/// Whole chains of a ledger as a node reads them: headers first, payments once the work is shown.
@Suite struct `A chain of the ledger` {
    private let vectors: LedgerVectors
    private let rules: Rules

    init() throws {
        vectors = try LedgerVectors()
        rules = try Rules(ledger: .practice)
    }

    @Test func `is what its blocks come to one by one`() throws {
        let blocks = try vectors.chain()
        let chain = try read(blocks)
        let state = try LedgerState(blocks)
        #expect(chain.ledger?.header == state.tip && chain.ledger?.accounts == state.accounts)
        #expect(chain.tipHash == state.lastHash && chain.length == blocks.count)
        #expect(try read(blocks, beyond: chain.prefix(2)) == .longer(chain))
        var grown = Blockchain(rules: rules)
        for block in chain.blocks.dropFirst() { try grown.append(block) }
        #expect(grown == chain && grown.ledger == chain.ledger)
    }

    @Test func `is refused for each of the 45 blocks, by the rule that is named, and nothing changes`() throws {
        let blocks = try vectors.chain()
        for refused in try vectors.elements("refused") {
            let block = try #require(refused["block"])
            let rule = refused["rule"]?.string
            #expect(try fault { try read(blocks.dropLast() + [block]) }?.rule.rawValue == rule)
            let ours = try read(blocks.dropLast())
            let after = try fault { _ = try read(blocks.dropLast() + [block], beyond: ours) }
            #expect(after?.rule.rawValue == rule)
            var grown = ours
            let appended = try fault { if let next = try? Block(block) { try grown.append(next) } }
            #expect(appended == nil || appended?.rule.rawValue == rule)
            #expect(grown == ours && grown.ledger == ours.ledger)
        }
    }

    @Test func `may have any of the 11 odd blocks`() throws {
        for accepted in try vectors.elements("accepted") {
            let chain = try read(vectors.chain().dropLast() + [#require(accepted["block"])])
            #expect(chain.tipHash.description == accepted["hash"]?.string)
        }
    }

    @Test func `can be cut anywhere, and goes on from there`() throws {
        let blocks = try vectors.chain()
        let chain = try read(blocks)
        for length in 1...blocks.count {
            let state = try LedgerState(blocks.prefix(length))
            var prefix = chain.prefix(length)
            #expect(prefix.ledger?.header == state.tip && prefix.ledger?.accounts == state.accounts)
            var kept = prefix
            kept.ledger = nil
            kept.resume(accounts: state.accounts, work: state.tip.work)
            #expect(kept.ledger == prefix.ledger)
            for block in chain.blocks.dropFirst(length) { try prefix.append(block) }
            #expect(prefix.ledger == chain.ledger)
        }
    }

    @Test func `is of its network alone`() throws {
        let other = try LedgerNetwork(
            timestamp: #require(LedgerTimestamp(wholeSeconds: 1_795_392_001)),
            parameters: LedgerNetwork.practice.parameters)
        let others = try Rules(ledger: other)
        #expect(try fault { try read(vectors.chain(), by: others) }?.rule == .network)
        #expect(try fault { try read([Block.genesis.parsed]) }?.rule == .network)
        #expect(others != rules)
    }

    @Test func `is preferred for its work, and otherwise its payments aren't looked at`() throws {
        let chain = try vectors.chain()
        let ours = try read(chain)
        // The last payment of the last but one block, with another signature: nobody gets to see it.
        let forged = try #require(try vectors.elements("refused").first { $0["rule"]?.string == "signature" }?["block"])
        #expect(try read(chain.dropLast() + [forged], beyond: ours) == .notLonger(chain.count))
        let unpaid = ours.prefix(chain.count - 1)
        let found = try fault { try read(chain.dropLast() + [forged], beyond: unpaid) }
        #expect(found?.rule == .signature)
        #expect(try read(chain, beyond: ours) == .notLonger(chain.count))
        #expect(rules.prefers(ours, to: ours.prefix(2)) && !rules.prefers(ours, to: ours))
    }

    @Test func `ends for now before a block from the future, and is worth as much as without it`() throws {
        let chain = try vectors.chain()
        let time = try #require(chain.last?["timestamp"].flatMap { LedgerTimestamp($0)?.seconds })
        let clock = Mutex(time - 61)
        let early = Rules(
            try LedgerRules(.practice, checking: Ed25519()) { clock.withLock { $0 } })
        var reader = ChainReader(beyond: Blockchain(rules: early))
        let answer = text(chain)
        do throws(ChainError) {
            try reader.read(answer)
            Issue.record("it was taken")
        } catch {
            #expect(error.isNotYet && error.ledgerFault?.rule == .future)
        }
        #expect(reader.part?.length == chain.count - 1)
        clock.withLock { $0 = time - 60 }
        #expect(try read(chain, by: early).length == chain.count)
    }

    // MARK: Reading

    private enum Found: Equatable {
        case longer(Blockchain)
        case notLonger(Int)
    }

    private func read(_ blocks: some Sequence<JSONValue>, by rules: Rules? = nil) throws(ChainError) -> Blockchain {
        var reader = ChainReader(rules: rules ?? self.rules)
        try reader.read(text(blocks))
        return try reader.finish()
    }

    private func read(_ blocks: some Sequence<JSONValue>, beyond ours: Blockchain) throws(ChainError) -> Found {
        var reader = ChainReader(beyond: ours)
        try reader.read(text(blocks))
        return switch try reader.finding() {
        case .chain(let chain): .longer(chain)
        case .notLonger(let length): .notLonger(length)
        }
    }

    private func text(_ blocks: some Sequence<JSONValue>) -> [UInt8] {
        let joined = blocks.map(\.canonicalText.description).joined(separator: ", ")
        return Array(#"{"chain": [\#(joined)], "length": 1}"#.utf8)
    }

    private func fault(_ work: () throws -> some Any) throws -> LedgerFault? {
        do {
            _ = try work()
            return nil
        } catch let error as ChainError {
            guard let fault = error.ledgerFault else { throw error }
            return fault
        }
    }
}

extension Rules {
    /// The rules of a network, for whose clock no block is from the future.
    init(ledger network: LedgerNetwork) throws {
        self.init(try LedgerRules(network, checking: Ed25519()) { .infinity })
    }
}
