internal import API
internal import Chain
internal import Testing
internal import Wording

/// An answer and its text, which must read back the same.
private struct Example: Sendable {
    let text: String
    /// What reading the text and writing it again gives; nil if it can't be read.
    let rewritten: @Sendable (JSONValue) -> CanonicalText?

    init(_ text: String, _ rewritten: @escaping @Sendable (JSONValue) -> CanonicalText?) {
        self.text = text
        self.rewritten = rewritten
    }
}

private func value(_ text: String) throws -> JSONValue { try JSONDocument(parsing: Array(text.utf8)).root }

private let hash = String(repeating: "a", count: 64)

private let search =
    #"{"expected": 65536, "guesses": 7, "height": 3, "rate": 14, "seconds": 0.5, "state": "searching"}"#

private let peer =
    #"{"address": "node2:5000", "failures": 2, "fault": "timed out", "found": true, "gossip": false, "#
    + #""last_seen": 1.5, "length": 4, "reason": "timed_out", "state": "down", "tip": "\#(hash)", "values": {}, "#
    + #""version": "0.2.0", "work": "\#(hash)"}"#

private let unknownPeer =
    #"{"address": "node2:5000", "failures": 0, "fault": null, "found": false, "gossip": null, "#
    + #""last_seen": null, "length": null, "state": "unknown", "tip": null, "version": null, "work": null}"#

private let fork =
    #"{"blocks": [{"hash": "\#(hash)", "index": 3, "miner": "ada", "timestamp": 1.5, "transactions": 2}], "#
    + #""by": "node2:5000", "fork": {"hash": "\#(hash)", "in_chain": true, "index": 2}, "length": 1, "number": 4, "#
    + #""payments": [{"block": 3, "carried_by": 5, "fate": "carried", "reason": null, "transaction": {"amount": 1}}, "#
    + #"{"block": 3, "carried_by": null, "fate": "gone", "reason": "no_room", "transaction": {}}], "#
    + #""replaced_by": {"length": 4, "tip": "\#(hash)"}, "time": 7.5}"#

private let forkAlone =
    #"{"by": null, "fork": {"hash": null, "in_chain": false, "index": 0}, "length": 1, "number": 4, "#
    + #""replaced_by": {"length": 4, "tip": "\#(hash)"}, "time": null}"#

private let status =
    #"{"difficulty": 4, "genesis": "\#(hash)", "gossip": true, "identifier": "alice", "instance": "0a", "#
    + #""kernel": "sha-ni", "length": 2, "mining": \#(search), "peers": 1, "pending": 0, "port": 5000, "#
    + #""rules": "tutorial", "tip": "\#(hash)", "uptime": 9, "version": "0.2.0"}"#

private let accounts =
    #"{"accounts": [{"address": "\#(hash)", "balance": 9007199254740991, "nonce": 7}, "#
    + #"{"address": "\#(hash)", "balance": 0, "nonce": 1}], "block": 3, "from": 99, "limit": 2, "next": 101, "#
    + #""total": 500}"#

private let payment = #"{"amount": 5, "recipient": "bob", "sender": "alice"}"#

private let forged = #"{"index": 2, "previous_hash": "\#(hash)", "proof": 35293, "transactions": [\#(payment)]}"#

private let explanation =
    #"{"block": {"index": 2}, "bytes": 12, "canonical": true, "checks": [{"expected": null, "found": "5", "#
    + #""holds": false, "rule": "index", "says": "No."}, {"expected": null, "found": null, "holds": null, "#
    + #""rule": "proof", "says": "?"}], "guess": {"difficulty": 4, "hash": "0f", "last_hash": "\#(hash)", "#
    + #""last_proof": 100, "other_rules": null, "proof": 35293, "rules": "tutorial", "text": "10035293", "zeros": 1}, "#
    + #""hash": "\#(hash)", "holds": false, "#
    + #""in_chain": true, "text": "{\"index\": 2}", "verdict": "broken"}"#

private let ledgerExplanation =
    #"{"block": null, "bytes": 2, "canonical": null, "checks": [], "guess": {"difficulty": 4, "hash": "0f", "#
    + #""last_hash": "\#(hash)", "last_proof": 100, "other_rules": null, "proof": 7, "rules": "ledger", "#
    + #""target": "\#(hash)", "text": "1007", "zeros": 1}, "hash": "\#(hash)", "holds": true, "in_chain": false, "#
    + #""ledger": {"fees": null, "reward": 50, "seal": "\#(hash)", "target": "\#(hash)", "work": null}, "#
    + #""text": "{}", "verdict": "next does not fit"}"#

private let examples = [
    Example(search) { SearchInfo($0)?.text },
    Example(search.replacing("searching", with: "given up")) { SearchInfo($0)?.text },
    Example(accounts) { AccountsPage($0)?.text },
    Example(accounts.replacing("101", with: "null")) { AccountsPage($0)?.text },
    Example(status) { StatusAnswer($0)?.text },
    Example(status.replacing(search, with: "null")) { StatusAnswer($0)?.text },
    Example(status.replacing(#""mining""#, with: #""mine_interval": 0.5, "mining""#)) { StatusAnswer($0)?.text },
    Example(peer) { PeerInfo($0)?.text },
    Example(unknownPeer) { PeerInfo($0)?.text },
    Example(fork) { Fork($0)?.text },
    Example(forkAlone) { Fork($0)?.text },
    Example(#"{"nodes": ["node2:5000", "node2:5000"], "peers": [\#(peer), \#(unknownPeer)]}"#) {
        PeersAnswer($0)?.text
    },
    Example(#"{"nodes": [], "peers": [\#(peer.replacing("down", with: "this node"))]}"#) { PeersAnswer($0)?.text },
    Example(#"{"message": "New nodes have been added", "total_nodes": ["node2:5000"]}"#) { PeersReceipt($0)?.text },
    Example(#"{"address": "node2:5000", "length": null, "verdict": "timed out"}"#) { Verdict($0)?.text },
    Example(
        #"{"address": "node2:5000", "length": null, "reason": "chain_refused_at", "values": {"problem": {"reason": "#
            + #""chain_wrong_proof", "values": {"height": 7}}}, "verdict": "refused at block 7: its proof does not fit"}"#
    ) { Verdict($0)?.text },
    Example(#"{"message": "Transaction will be added to Block 3"}"#) { PaymentReceipt($0)?.text },
    Example(#"{"id": "0a", "message": "Transaction will be added to Block 3"}"#) { PaymentReceipt($0)?.text },
    Example(
        #"{"block": 3, "blocks_on_top": 1, "confirmations": 2, "status": "in the chain", "transaction": \#(payment)}"#
    ) { TransactionAnswer($0)?.text },
    Example(
        #"{"block": 3, "blocks_on_top": 1, "confirmations": 2, "status": "in the chain", "transaction": \#(payment), "#
            + #""work_on_top": "\#(hash)"}"#
    ) { TransactionAnswer($0)?.text },
    Example(
        #"{"block": null, "blocks_on_top": null, "confirmations": 0, "status": "pending", "transaction": \#(payment)}"#
    ) { TransactionAnswer($0)?.text },
    Example(#"{"from": 1, "limit": 100, "next": null, "total": 1, "transactions": [\#(payment)]}"#) {
        TransactionsPage($0)?.text
    },
    Example(
        #"{"address": "bob", "from": 1, "limit": 1, "next": 2, "total": 2, "#
            + #""transactions": [{"block": 3, "transaction": \#(payment)}]}"#
    ) { TransactionsPage($0)?.text },
    Example(
        #"{"index": 2, "message": "New Block Forged", "previous_hash": null, "proof": 123456789012345678901234567890, "#
            + #""transactions": []}"#
    ) { MiningReceipt($0)?.text },
    Example(#"{"blocks": [\#(forged)], "count": 1, "message": "New Blocks Forged"}"#) { MiningReceipt($0)?.text },
    Example(#"{"index": 2, "previous_hash": null, "proof": 0, "transactions": null}"#) { ForgedBlockInfo($0)?.text },
    Example(explanation) { Explanation($0)?.text },
    Example(
        #"{"block": null, "bytes": null, "canonical": null, "checks": [], "guess": null, "hash": null, "holds": null, "#
            + #""in_chain": false, "text": null, "verdict": "unknown"}"#
    ) { Explanation($0)?.text },
    Example(ledgerExplanation) { Explanation($0)?.text },
    Example(status) { Event("status", $0)?.text },
    Example(
        #"{"by": "this node", "hash": "\#(hash)", "index": 2, "proof": 7, "timestamp": 1.5, "transactions": 1}"#
    ) { Event("block", $0)?.text },
    Example(
        #"{"by": "this node", "fees": 3, "hash": "\#(hash)", "index": 2, "proof": 7, "target": "\#(hash)", "#
            + #""timestamp": 1.5, "transactions": 1, "work": "\#(hash)"}"#
    ) { Event("block", $0)?.text },
    Example(
        #"{"by": "node2:5000", "common": 1, "fell_out": [{"hash": "\#(hash)", "index": 2}], "length": 3, "#
            + #""pending_again": 1, "tip": "\#(hash)", "was": 2}"#
    ) { Event("replaced", $0)?.text },
    Example(
        #"{"by": "node2:5000", "common": 1, "length": 3, "ours": 2, "reason": "it is too deep", "tip": "\#(hash)"}"#
    ) { Event("refused", $0)?.text },
    Example(#"{"id": null, "pending": 4, "transaction": \#(payment)}"#) { Event("transaction", $0)?.text },
    Example(#"{"id": "0a", "pending": 4, "transaction": null}"#) { Event("transaction", $0)?.text },
    Example(#"{"address": "node2:5000", "change": "added", "peer": \#(peer)}"#) { Event("peer", $0)?.text },
    Example(#"{"address": "node2:5000", "change": "removed", "peer": null}"#) { Event("peer", $0)?.text },
    Example(search) { Event("mining", $0)?.text },
    Example(#"{"bytes": 80, "limit": 100}"#) { Event("limit", $0)?.text },
    Example(#"{"count": 3}"#) { Event("missed", $0)?.text },
]

@Suite struct `An answer` {
    @Test(arguments: examples.indices)
    func `is read as what was written`(index: Int) throws {
        let example = examples[index]
        #expect(example.rewritten(try value(example.text))?.description == example.text)
    }

    /// A client may query anything, and whatever answers may be a node of another version, or not a node at all.
    @Test(arguments: examples.indices)
    func `may be anything, and is read or not, but never traps`(index: Int) throws {
        let example = examples[index]
        for other in examples { _ = example.rewritten(try value(other.text)) }
        for text in ["null", "5", "[]", "{}", #""a""#, "[{}]"] { _ = example.rewritten(try value(text)) }
        // Each part replaced by each of these.
        for part in ["null", "-1", "1e400", "{}", "[]", "true"] {
            for key in [
                "length", "index", "blocks", "peers", "was", "common", "holds", "checks", "expected", "message",
            ] {
                let text = example.text.replacing("\"\(key)\": ", with: "\"\(key)\": \(part), \"other \(key)\": ")
                guard let value = try? value(text) else { continue }
                _ = example.rewritten(value)
            }
        }
    }

    @Test func `of an older node may lack what that does not know`() throws {
        let status = try #require(StatusAnswer(value(#"{"length": 2, "tip": "x"}"#)))
        #expect(status.length == 2 && status.tip == "x" && status.version == nil && status.search == nil)
        #expect(status.kernel == nil)
        let peer = try #require(PeerInfo(value(#"{"address": "x"}"#)))
        #expect(peer.state == nil && peer.length == nil)
        #expect(try Event("replaced", value(#"{"common": 1, "was": 2, "length": 3}"#)) != nil)
        #expect(try Event("unheard of", value("{}")) == nil)
    }

    @Test func `about a round says by its key whether the chain was replaced`() throws {
        let verdict =
            #"{"address": "node2:5000", "length": 3, "reason": "taken", "values": {}, "verdict": "taken"}"#
        for (wasReplaced, key) in [(true, "new_chain"), (false, "chain")] {
            let answer = ResolutionAnswer(
                wasReplaced: wasReplaced,
                verdicts: [Verdict(address: "node2:5000", length: 3, verdict: Statement(.taken))])
            #expect(answer.chainKey == key)
            let text = answer.frame.prefix + answer.frame.suffix
            #expect(text.hasSuffix("\"peers\": [\(verdict)]}\n"))
            // The keys are in the order that Python sorts them in.
            let document = try value(text)
            #expect("\(document.canonicalText)\n" == text)
            let members = ["message", "peers"].map { ($0, document[$0]) }
            let read = ResolutionAnswer(
                Dictionary(uniqueKeysWithValues: members.compactMap { name, value in value.map { (name, $0) } }),
                chainKey: key)
            #expect(read?.wasReplaced == wasReplaced && read?.message == answer.message)
            #expect(read?.verdicts == answer.verdicts)
        }
    }

    /// The slow twin of what a node sends.
    @Test(arguments: [1, 20, 1_234_567_890])
    func `a payment's receipt is the same line however it is made`(block: Int) {
        let given = TransactionID(hexDigits: Array(hash.utf8.prefix(32)))
        #expect(given != nil)
        for id in [nil, given] {
            let text = PaymentReceipt(block: block, id: id).text
            #expect(String(decoding: PaymentReceipt.line(block: block, id: id), as: UTF8.self) == "\(text)\n")
        }
    }

    @Test func `a block of a list has its hash, its time and its first transactions`() throws {
        let text = #"""
            {"index": 2, "previous_hash": "\#(Block.genesis.hash)", "proof": 7, "timestamp": 12,
             "transactions": [{"sender": "a", "recipient": 5, "amount": 1.50}, {}]}
            """#
        let block = try ListedBlock(value(text))
        #expect(block.hash == (try Block(value(text))).hash.description)
        #expect((block.index, block.proof, block.transactionCount) == (2, .integer(7), 2))
        #expect(block.timestamp == 12)
        #expect(block.firstTransactions.map(\.recipient) == ["5", nil])
        #expect(block.firstTransactions.first?.amount == "1.5")
        for broken in ["5", "{}", #"{"index": 2}"#] {
            #expect(throws: BlockFault.self) { try ListedBlock(value(broken)) }
        }
    }
}
