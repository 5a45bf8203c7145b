import Cryptography
import TestSupport
import Testing

@testable import Chain
import Wording

@Suite struct `A header of the ledger` {
    private let chain: [JSONValue]
    private let state: LedgerState

    init() throws {
        chain = try LedgerVectors().chain()
        state = try LedgerState(chain.dropLast())
    }

    /// The last block without its transactions, as a light client gets it.
    private func header(_ block: JSONValue) throws -> JSONValue {
        let keys = ["index", "merkle_root", "previous_hash", "proof", "target", "timestamp"]
        let members = try keys.map { "\"\($0)\": \(try #require(block[$0]).canonicalText)" }
        return try parse("{\(members.joined(separator: ", "))}")
    }

    @Test func `is all that it takes to check a chain's work`() throws {
        var tip = LedgerNetwork.practice.tip
        for block in chain.dropFirst() { tip = tip.appending(try SealedHeader(header(block), after: tip, now: nil)) }
        #expect(tip == (try LedgerState(chain)).tip)
    }

    @Test func `has exactly its keys, in a block and without one`() throws {
        let last = try #require(chain.last)
        #expect(rule { () throws(LedgerFault) in try SealedHeader(last, after: state.tip, now: nil) } == .shape)
        let header = try header(last)
        #expect(
            rule { () throws(LedgerFault) in try SealedHeader(ofBlock: header, after: state.tip, now: nil) } == .shape)
    }

    @Test func `from the future is not taken yet, which is no fault of the chain`() throws {
        let last = try #require(chain.last)
        let timestamp = try #require(last["timestamp"].flatMap { LedgerTimestamp($0) }?.seconds)
        #expect(try state.fault(of: last, now: timestamp - 60) == nil)
        let fault = try #require(try state.fault(of: last, now: timestamp - 60.5))
        #expect(fault.rule == .future && !fault.isForGood)
        // What comes before it in the order is a fault whatever the clock says.
        let wrong = try #require(
            try LedgerVectors().elements("refused").first { $0["rule"]?.string == "index" }?["block"])
        #expect(try #require(try state.fault(of: wrong, now: 0)).isForGood)
    }

    @Test func `says what was compared`() throws {
        for refused in try LedgerVectors().elements("refused") {
            let block = try #require(refused["block"])
            let fault = try #require(try state.fault(of: block))
            #expect(!fault.description.isEmpty && fault.isForGood)
            #expect((fault.found?.count ?? 0) <= 160 && (fault.expected?.count ?? 0) <= 160)
        }
        let refused = try LedgerVectors().elements("refused")
        let seal = try #require(refused.first { $0["rule"]?.string == "seal" }?["block"])
        let fault = try #require(try state.fault(of: seal))
        #expect(
            fault.expected?.contains(", and 20 digits") == true
                && fault.found == seal["proof"]?.canonicalText.description)
        let nonce = try #require(refused.first { $0["rule"]?.string == "nonce" }?["block"])
        #expect(
            "\(try #require(try state.fault(of: nonce)))"
                == "transaction 1: its nonce is 0, and the sender's next one is 1")
    }

    @Test func `whatever its numbers are, is refused without a trap`() throws {
        let last = try #require(chain.last).canonicalText.description
        for wrong in [
            "-9223372036854775808", "9223372036854775807", "1e308", "-0.0", "-1", "{}", "\"\\ud800\"", "null",
        ] {
            for key in ["index", "timestamp", "proof", "target", "transactions", "merkle_root", "previous_hash"] {
                let value = try #require(try parse(last)[key]).canonicalText.description
                let text = last.replacing("\"\(key)\": \(value)", with: "\"\(key)\": \(wrong)")
                #expect(text != last)
                #expect(try state.fault(of: parse(text)) != nil, "\(key) \(wrong)")
            }
        }
        #expect(try state.fault(of: parse("[]"))?.rule == .shape)
    }

    @Test func `is of a block of at most 1 MiB`() throws {
        let network = try LedgerNetwork.easy()
        let rest = try network.block(transactions: ["\"\"", "1"]).text.bytes.count
        // What is no payment comes after the size.
        for (excess, expected) in [(0, LedgerRule.transaction), (1, .size)] {
            let filling = String(repeating: "x", count: LedgerBlock.maximumLength - rest + excess)
            let block = try network.block(transactions: ["\"\(filling)\"", "1"])
            try #require(block.text.bytes.count == LedgerBlock.maximumLength + excess)
            let fault = try LedgerState(network).fault(of: JSONDocument(parsing: block.text.bytes).root)
            #expect(fault?.rule == expected)
        }
    }

    private func rule(_ check: () throws(LedgerFault) -> SealedHeader) -> LedgerRule? {
        do throws(LedgerFault) {
            _ = try check()
            return nil
        } catch {
            return error.rule
        }
    }

    @Test func `comes at least a millisecond after the one before, whatever the clock shows`() throws {
        var random = SeededGenerator(seed: Seed.value)
        for _ in 0..<10_000 {
            let seconds = Double(Int.random(in: 0..<2_000_000_000_000, using: &random)) / 1_000
            let last = try #require(LedgerTimestamp(seconds: seconds))
            for now in [0, seconds, seconds.nextDown, seconds.nextUp] {
                let next = try #require(last.next(now: now))
                #expect((1...3).contains(next.milliseconds - last.milliseconds), "\(seconds), \(now)")
            }
            #expect(last.next(now: seconds + 7)?.seconds == seconds + 7)
        }
    }
}

extension LedgerNetwork {
    /// One on which every proof fits.
    static func easy() throws -> LedgerNetwork {
        let text = practice.genesis.text.description.replacing(
            String(decoding: LedgerParameters.easiestOfAll.hexDigits, as: UTF8.self),
            with: String(repeating: "f", count: 64))
        return try LedgerNetwork(genesis: parse(text), upTo: .max)
    }

    /// The second block with some texts for transactions, of the same length but for these.
    func block(transactions: [String]) throws -> Block {
        let leaves = transactions.map { CanonicalText(uncheckedBytes: Array($0.utf8)) }
        for later in 1..<1_000 {
            let header = LedgerHeader(
                index: 2, merkleRoot: MerkleTree(leaves: leaves).root, previousHash: id, target: tip.nextTarget,
                timestamp: try #require(LedgerTimestamp(wholeSeconds: 1_795_392_000 + later)))
            let proof = SealedProof(seal: header.seal, nonce: 0).proof
            // As most seals have.
            guard proof.digits.count == 77 + SealedProof.nonceDigits else { continue }
            let text = CanonicalText.object([
                "index": .integer(2), "merkle_root": .string(header.merkleRoot.description),
                "previous_hash": .string(id.description), "proof": proof.text,
                "target": .string(String(decoding: header.target.hexDigits, as: UTF8.self)),
                "timestamp": header.timestamp.text, "transactions": .array(leaves),
            ])
            return Block(text: text, index: 2, proof: proof, hash: BlockHash(of: text), previousHash: id)
        }
        throw LedgerFault(.seal, .ledgerWrongSeal)
    }
}
