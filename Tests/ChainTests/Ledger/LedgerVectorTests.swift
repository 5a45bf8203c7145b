import Cryptography
import Testing

@testable import Chain
import Wording

/// What `Tests/Ledger/vectors.json` says, both ways.
@Suite struct `The ledger's vectors` {
    let vectors: LedgerVectors

    init() throws { vectors = try LedgerVectors() }

    @Test func `have a chain that keeps all rules, with its balances, nonces and work`() throws {
        let state = try LedgerState(vectors.chain())
        #expect(state.network.id.description == (try vectors.member("network").string))
        #expect(state.tip.work.shortHex == (try vectors.member("work").string))
        #expect(state.accounts.count == 2)
        for name in ["alice", "bob"] {
            let address = try vectors.address(name)
            let account = state.accounts[address]
            #expect(account.balance == (try vectors.member("balances")[address.description]?.integer))
            #expect(account.nonce == (try vectors.member("nonces")[address.description]?.integer))
        }
    }

    @Test func `have 45 blocks that each break the rule that is named, and change nothing`() throws {
        let state = try LedgerState(vectors.chain().dropLast())
        let cases = try vectors.elements("refused")
        #expect(cases.count == 45)
        for (number, refused) in cases.enumerated() {
            let fault = try state.fault(of: #require(refused["block"]))
            #expect(fault?.rule.rawValue == refused["rule"]?.string, "case \(number): \(fault?.description ?? "taken")")
        }
    }

    @Test func `have 11 odd blocks that keep all rules`() throws {
        let cases = try vectors.elements("accepted")
        #expect(cases.count == 11)
        let ed25519 = try Ed25519()
        for accepted in cases {
            var state = try LedgerState(vectors.chain().dropLast())
            let what = accepted["what"]?.string ?? "?"
            let (block, _) = try state.append(#require(accepted["block"]), checking: ed25519)
            #expect(block.hash.description == accepted["hash"]?.string, "\(what)")
            #expect(state.tip.work.shortHex == accepted["work"]?.string, "\(what)")
            for (address, account) in state.accounts.all {
                #expect(account.balance == accepted["balances"]?[address.description]?.integer, "\(what)")
            }
            // No more than there is, and so none is missing.
            #expect(state.accounts.total == 4 * 50, "\(what)")
        }
    }

    @Test func `have signatures that tell two kinds of verification apart`() throws {
        let ed25519 = try Ed25519()
        let network = LedgerNetwork.practice.id
        let cases = try vectors.elements("mixed_order")
        #expect(cases.count == 5)
        for mixed in cases {
            let payment = try SignedPayment(#require(mixed["transaction"]))
            #expect(payment.isSigned(on: network, by: ed25519) == mixed["holds"]?.boolean, "\(payment.id)")
        }
    }

    @Test func `have targets, one behind the other`() throws {
        let parameters = LedgerNetwork.practice.parameters
        for row in try vectors.elements("targets") {
            let fields = try #require(row.elements)
            let before = try #require(fields[0].characters.flatMap { UInt256(hexDigits: $0) })
            let next = parameters.target(after: before, elapsed: try #require(fields[1].integer))
            #expect(String(decoding: next.hexDigits, as: UTF8.self) == fields[2].string)
        }
    }

    @Test func `have the ids and Merkle paths of a block's transactions`() throws {
        let transactions = try #require(try vectors.chain()[2]["transactions"]?.elements)
        let leaves = transactions.map(\.canonicalText)
        let tree = MerkleTree(leaves: leaves)
        #expect(tree.root.description == (try vectors.chain()[2]["merkle_root"]?.string))
        for (position, path) in try vectors.elements("merkle_paths").enumerated() {
            #expect(tree.path(ofLeafAt: position).map(\.description) == (try vectors.strings(path)))
        }
        #expect(
            leaves.map { Digest(of: $0.bytes).description } == (try vectors.strings(vectors.member("transaction_ids"))))
        let payments = BlockTransactions(transactions).payments
        #expect(payments.map(\.id.description) == (try vectors.strings(vectors.member("transaction_ids")).dropLast()))
    }

    @Test func `have the texts that are signed and sealed`() throws {
        let chain = try vectors.chain()
        let block = chain[2]
        let payment = try SignedPayment(#require(block["transactions"]?.elements?[1]))
        #expect(
            payment.payment.signingText(on: LedgerNetwork.practice.id).description
                == (try vectors.member("signing_text").string))
        let tip = try LedgerState(chain[..<2]).tip
        let header = try SealedHeader(ofBlock: block, after: tip, now: nil)
        #expect(header.header.text.description == (try vectors.member("header_text").string))
        #expect(SealedProof(header.proof)?.seal == header.header.seal)
    }

    @Test func `are made again byte for byte, with the smallest nonces`() throws {
        let chain = try vectors.chain()
        var state = LedgerState(.practice)
        let ed25519 = try Ed25519()
        let alice = try vectors.address("alice")
        for block in chain.dropFirst() {
            let transactions = BlockTransactions(try #require(block["transactions"]?.elements))
            let template = BlockTemplate(
                after: state.tip, lastHash: state.lastHash,
                timestamp: try #require(block["timestamp"].flatMap { LedgerTimestamp($0) }),
                payments: try transactions.payments.map { try resigned($0.payment) }, payingTo: alice,
                parameters: state.network.parameters)
            #expect(try template.mined().text == block.canonicalText)
            try state.append(block, checking: ed25519)
        }
    }

    /// The payment signed again by whom it is of.
    private func resigned(_ payment: UnsignedPayment) throws -> SignedPayment {
        let name = try payment.sender == vectors.address("alice") ? "alice" : "bob"
        let signature = try vectors.keys(name).sign(payment.signingText(on: LedgerNetwork.practice.id).bytes)
        return try #require(SignedPayment(payment, signature: signature))
    }
}

extension UInt256 {
    /// In hex without leading zeros, as Python prints it.
    fileprivate var shortHex: String { String(String(decoding: hexDigits, as: UTF8.self).drop { $0 == "0" }) }
}
