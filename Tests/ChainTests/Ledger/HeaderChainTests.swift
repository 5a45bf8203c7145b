import Cryptography
import TestSupport
import Testing

@testable import Chain

@Suite struct `A chain of headers` {
    private let ledger: RandomLedger
    private let chain: Blockchain

    init() throws {
        var generator = SeededGenerator(seed: Seed.value)
        ledger = try RandomLedger(by: &generator)
        var chain = ledger.chain
        for _ in 0..<12 { try ledger.grow(&chain, by: &generator) }
        self.chain = chain
    }

    private func header(_ height: Int, of chain: Blockchain? = nil) throws -> JSONValue {
        try JSONDocument(parsing: #require((chain ?? self.chain).headerText(at: height)).bytes).root
    }

    private func headers(
        of chain: Blockchain? = nil, upTo length: Int? = nil, keeping heights: Set<Int> = []
    ) throws -> HeaderChain {
        var headers = HeaderChain(ledger.network, keeping: heights)
        for height in 2...(length ?? (chain ?? self.chain).length) {
            try headers.append(header(height, of: chain), now: .infinity)
        }
        return headers
    }

    private func rule(_ check: () throws(LedgerFault) -> Void) -> LedgerRule? {
        do throws(LedgerFault) {
            try check()
            return nil
        } catch {
            return error.rule
        }
    }

    @Test func `comes to what the whole chain comes to`() throws {
        let headers = try headers()
        #expect(headers.length == chain.length && headers.tip == chain.ledger?.header)
        #expect(ChainWeight(work: headers.work) == chain.weight)
    }

    @Test func `refuses a header of another place, and stays as it is`() throws {
        var headers = try headers(upTo: 5)
        for height in [2, 5, 7] {
            let wrong = try header(height)
            #expect(rule { () throws(LedgerFault) in try headers.append(wrong, now: .infinity) } == .index)
        }
        #expect(headers.length == 5)
        try headers.append(header(6), now: .infinity)
    }

    @Test func `is of one network, though another may have the same targets`() throws {
        let text = ledger.network.genesis.text.description.replacing("\"timestamp\": 1000", with: "\"timestamp\": 999")
        let easiest = ledger.network.parameters.easiestTarget
        let other = try LedgerNetwork(genesis: parse(text), upTo: easiest)
        try #require(other.id != ledger.network.id && other.tip.nextTarget == ledger.network.tip.nextTarget)
        var headers = HeaderChain(other)
        let second = try header(2)
        #expect(rule { () throws(LedgerFault) in try headers.append(second, now: .infinity) } == .network)
        #expect(throws: Never.self) { try SealedHeader(second, after: other.tip, now: nil) }
    }

    @Test func `takes no header before its time`() throws {
        var headers = try headers(upTo: 5)
        let next = try header(6)
        let seconds = try #require(next["timestamp"].flatMap { LedgerTimestamp($0) }).seconds
        #expect(rule { () throws(LedgerFault) in try headers.append(next, now: seconds - 60.5) } == .future)
        try headers.append(next, now: seconds - 60)
    }

    @Test func `shares with another what is before their fork`() throws {
        var generator = SeededGenerator(seed: Seed.value &+ 1)
        var fork = chain.prefix(7)
        for _ in 0..<3 { try ledger.grow(&fork, by: &generator) }
        let (one, other) = (try headers(), try headers(of: fork))
        #expect(one.commonLength(with: other) == 7 && other.commonLength(with: one) == 7)
        #expect(one.commonLength(with: one) == chain.length)
        #expect(try one.commonLength(with: headers(upTo: 4)) == 4)
        #expect(one.commonLength(with: HeaderChain(ledger.network)) == 1)
    }

    // MARK: - Transactions

    /// A transaction of a block, as a node shows it.
    private func answer(_ position: Int, of height: Int, _ change: (String) -> String = { $0 }) throws -> JSONValue {
        let elements = try #require(chain.blocks[height - 1].parsed["transactions"]?.elements)
        let text = elements[position].canonicalText
        let path = MerkleTree(leaves: elements.map(\.canonicalText)).path(ofLeafAt: position)
        return try parse(
            change(
                CanonicalText.object([
                    "block": .integer(height), "count": .integer(elements.count),
                    "path": .array(path.map { .string($0.description) }), "position": .integer(position),
                    "transaction": text,
                ]).description))
    }

    private func id(of answer: JSONValue) throws -> Digest {
        Digest(of: try #require(answer["transaction"]).canonicalText.bytes)
    }

    @Test func `has each transaction of each block, with all blocks above on top`() throws {
        let headers = try headers(keeping: Set(2...chain.length))
        let ed25519 = try Ed25519()
        var count = 0
        for height in 2...chain.length {
            let elements = try #require(chain.blocks[height - 1].parsed["transactions"]?.elements)
            for position in elements.indices {
                let answer = try answer(position, of: height)
                let proof = try InclusionProof(answer, of: id(of: answer))
                let confirmation = try headers.confirm(proof, by: ed25519)
                #expect(confirmation.header.index == height && confirmation.blocksOnTop == chain.length - height)
                let below = try #require(chain.prefix(height).ledger?.header.work)
                #expect(confirmation.workOnTop.adding(below) == headers.work)
                switch proof.content {
                case .reward: #expect(position == elements.count - 1)
                case .payment(let payment): #expect(payment.text == elements[position].canonicalText)
                }
                count += 1
            }
        }
        #expect(count > chain.length)
    }

    @Test func `does not have what only seems to be in it`() throws {
        let height = try #require(
            (2...chain.length).first { (chain.blocks[$0 - 1].parsed["transactions"]?.elements?.count ?? 0) > 2 })
        let headers = try headers(upTo: chain.length - 1, keeping: Set(2...chain.length))
        let ed25519 = try Ed25519()
        let answer = try answer(0, of: height)
        let id = try id(of: answer)
        func rule(of answer: JSONValue, _ signatures: any SignatureChecker) -> LedgerRule? {
            self.rule { () throws(LedgerFault) in
                _ = try headers.confirm(InclusionProof(answer, of: id), by: signatures)
            }
        }
        #expect(rule(of: answer, ed25519) == nil)
        #expect(rule(of: answer, Nobody()) == .signature)
        for (from, to, expected) in [
            ("\"block\": \(height)", "\"block\": \(height == 2 ? 3 : height - 1)", LedgerRule.merkleRoot),
            ("\"block\": \(height)", "\"block\": \(chain.length)", .index),
            ("\"block\": \(height)", "\"block\": 1", .shape), ("\"block\": \(height)", "\"block\": 1e3", .shape),
            ("\"position\": 0", "\"position\": 1", .merkleRoot), ("\"position\": 0", "\"position\": -1", .shape),
            ("\"path\": [\"", "\"path\": [\"x", .shape), ("\"path\": [", "\"path\": [[], ", .shape),
            ("\"amount\": ", "\"amount\": 1", .transaction), ("\"count\": ", "\"count\": 99", .merkleRoot),
            ("\"count\": ", "\"count\": -", .shape), ("\"transaction\": ", "\"more\": ", .shape),
        ] {
            let changed = try self.answer(0, of: height) { $0.replacing(from, with: to, maxReplacements: 1) }
            try #require(changed.canonicalText != answer.canonicalText)
            #expect(rule(of: changed, ed25519) == expected, "\(to)")
        }
    }

    /// For whom nothing is signed.
    private struct Nobody: SignatureChecker {
        func areSigned(_ payments: [SignedPayment], on network: BlockHash) -> [Bool] { payments.map { _ in false } }
    }
}
