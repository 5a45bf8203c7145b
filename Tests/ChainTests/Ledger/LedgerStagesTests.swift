import Cryptography
import Testing

@testable import Chain
import Wording

/// How a node goes about it: each step for a whole chain, before the next.
@Suite struct `The ledger's rules in steps` {
    private let vectors: LedgerVectors
    private let network = LedgerNetwork.practice

    init() throws { vectors = try LedgerVectors() }

    /// All headers and their work, then what doesn't take long, then all signatures, then the accounts.
    private func judge(_ chain: [JSONValue]) throws(LedgerFault) -> (HeaderTip, Accounts) {
        var tip = network.tip
        var headers: [SealedHeader] = []
        for value in chain {
            headers.append(try SealedHeader(ofBlock: value, after: tip, now: nil))
            tip = tip.appending(headers[headers.count - 1])
        }
        var lastHash = network.id
        var bodies: [BlockTransactions] = []
        for (value, header) in zip(chain, headers) {
            let block = try LedgerBlock(value, sealed: header, lastHash: lastHash)
            lastHash = block.hash
            bodies.append(BlockTransactions(block.transactions))
        }
        guard let ed25519 = try? Ed25519() else { throw LedgerFault(.signature, .paymentSignatureWrong) }
        for place in bodies.indices {
            // From behind, as threads may have it.
            let results = bodies[place].payments.reversed().map { $0.isSigned(on: network.id, by: ed25519) }
            bodies[place].judge(signatures: results.reversed())
        }
        var accounts = network.accounts
        for (body, header) in zip(bodies, headers) {
            accounts.apply(
                try accounts.changes(by: body, at: header.header.index, parameters: network.parameters))
        }
        return (tip, accounts)
    }

    @Test func `come to what they come to block by block`() throws {
        let chain = try vectors.chain()
        let whole = try LedgerState(chain)
        let (tip, accounts) = try judge(Array(chain.dropFirst()))
        #expect(tip == whole.tip && accounts == whole.accounts)
        for refused in try vectors.elements("refused") {
            let block = try #require(refused["block"])
            do throws(LedgerFault) {
                _ = try judge(chain.dropFirst().dropLast() + [block])
                Issue.record("it was taken: \(block.shown)")
            } catch {
                #expect(error.rule.rawValue == refused["rule"]?.string)
            }
        }
    }

    @Test func `go on from any block that was kept, and back`() throws {
        let chain = try vectors.chain()
        let ed25519 = try Ed25519()
        var state = LedgerState(network)
        var history: [(Accounts, BlockTransactions)] = []
        for (before, value) in zip(chain, chain.dropFirst()) {
            let accounts = state.accounts
            let (block, _) = try state.append(value, checking: ed25519)
            let kept = try JSONDocument(parsing: block.text.bytes).root
            let header = try #require(SealedHeader(ofChecked: kept))
            let previous = try #require(before["timestamp"].flatMap { LedgerTimestamp($0) })
            #expect(
                HeaderTip(at: header, after: previous, work: state.tip.work, parameters: network.parameters)
                    == state.tip)
            let text = try JSONDocument(parsing: header.text.bytes).root
            #expect(text.canonicalText == header.text && SealedHeader(ofChecked: text) == header)
            history.append((accounts, BlockTransactions(try #require(block.value(of: .transactions).elements))))
        }
        #expect(Accounts(state.accounts.all) == state.accounts)
        var accounts = state.accounts
        for (before, transactions) in history.reversed() {
            accounts.apply(try #require(accounts.changes(undoing: transactions)))
            #expect(accounts == before)
        }
    }

    @Test func `find a nonce for a guess of which all but 20 digits stay the same`() throws {
        let state = try LedgerState(vectors.chain())
        let template = BlockTemplate(
            after: state.tip, lastHash: state.lastHash,
            timestamp: try #require(LedgerTimestamp(seconds: state.tip.timestamp.seconds + 1)), payments: [],
            payingTo: try vectors.address("bob"), parameters: network.parameters)
        for nonce: UInt128 in [0, 7, 12_345, SealedProof.nonceCount - 1] {
            let digits = Array(String(nonce).utf8)
            let padded = [UInt8](repeating: UInt8(ascii: "0"), count: SealedProof.nonceDigits - digits.count) + digits
            let guess = UInt256(Digest(of: template.guessPrefix + padded + template.guessSuffix))
            #expect((guess <= template.header.target) == template.isSolved(by: nonce))
            #expect(guess == template.header.guess(template.proof(nonce: nonce), after: template.lastProof))
        }
        let block = try template.mined()
        #expect(try state.fault(of: JSONDocument(parsing: block.text.bytes).root) == nil)
    }
}
