import Testing

@testable import Chain

@Suite struct `A network of the ledger` {
    private static let rules = """
        {"block_time_ms": 1000, "halving_blocks": 10, "name": "ledger", "reward": 8, "target": \
        "0000ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "window": 2}
        """
    private static let bob = "8139770ea87d175f56a35466c34c7ecccb8d8a91b4ee37a25df60f5b8fc9b394"

    private func network(
        rules: String = rules, grants: String = "[]", index: String = "1", previousHash: String = #""1""#,
        proof: String = "100", timestamp: String = "1795392000", more: String = ""
    ) throws -> LedgerNetwork {
        try LedgerNetwork(
            genesis: parse(
                """
                {"index": \(index), "previous_hash": \(previousHash), "proof": \(proof), "rules": \(rules), \
                "timestamp": \(timestamp), "transactions": \(grants)\(more)}
                """))
    }

    @Test func `to practise on is built in, byte for byte`() throws {
        let practice = LedgerNetwork.practice
        #expect(practice.id.description == "431f0cb39d637b45660184e05ea12175af8582c0e0d5b7b493543314b7366976")
        let first = try #require(try LedgerVectors().chain().first)
        #expect(practice.genesis.text == first.canonicalText)
        #expect(try LedgerNetwork(genesis: first) == practice)
        #expect(practice.accounts.count == 0 && practice.tip.work == .zero)
    }

    @Test func `is made of parameters and grants, and read again`() throws {
        let parameters = try #require(
            LedgerParameters(
                blockTime: 60_000, window: 30, easiestTarget: UInt256(1_000_000), reward: 5, halvingBlocks: 100))
        let timestamp = try #require(LedgerTimestamp(wholeSeconds: 1_800_000_000))
        let bob = try #require(Address(hexDigits: Array(Self.bob.utf8)[...]))
        let grant = try #require(LedgerNetwork.Grant(recipient: bob, amount: 7))
        let made = try LedgerNetwork(timestamp: timestamp, parameters: parameters, grants: [grant, grant])
        #expect(try LedgerNetwork(genesis: JSONDocument(parsing: made.genesis.text.bytes).root) == made)
        #expect(made.parameters == parameters && made.accounts[bob] == Account(balance: 14))
        #expect(made.tip.nextTarget == UInt256(1_000_000))
    }

    @Test(arguments: [
        ("[]", "2", #""1""#, "100", "0"), ("[]", "1.0", #""1""#, "100", "0"), ("[]", "true", #""1""#, "100", "0"),
        ("[]", "1", "1", "100", "0"), ("[]", "1", #""0""#, "100", "0"), ("[]", "1", #""1""#, "-1", "0"),
        ("[]", "1", #""1""#, "9007199254740992", "0"), ("[]", "1", #""1""#, "100", "-1"),
        ("[]", "1", #""1""#, "100", "100000000000"), ("[]", "1", #""1""#, "100", #""0""#),
        ("{}", "1", #""1""#, "100", "0"), ("[1]", "1", #""1""#, "100", "0"),
        (#"[{"amount": 0, "recipient": "\#(bob)", "sender": "0"}]"#, "1", #""1""#, "100", "0"),
        (#"[{"amount": 1, "recipient": "bob", "sender": "0"}]"#, "1", #""1""#, "100", "0"),
        (#"[{"amount": 1, "recipient": "\#(bob)", "sender": "1"}]"#, "1", #""1""#, "100", "0"),
        (#"[{"amount": 1, "recipient": "\#(bob)", "sender": "0", "nonce": 1}]"#, "1", #""1""#, "100", "0"),
    ])
    func `refuses a first block that isn't one`(
        grants: String, index: String, previousHash: String, proof: String, timestamp: String
    ) {
        refuses {
            try network(
                grants: grants, index: index, previousHash: previousHash, proof: proof, timestamp: timestamp)
        }
    }

    @Test(arguments: [
        ("1000", "0"), ("1000", "100000001"), ("1000", "1e3"), ("10,", "0,"), (": 8", ": -1"), (": 2}", ": 1}"),
        (": 2}", ": 10001}"), ("0000ffff", "0001ffff"), ("0000ffff", "0000FFFF"), ("ledger", "tutorial"),
        ("ffffffffffff\"", "\""), ("\"window\"", "\"more\": 1, \"window\""), ("\"window\": 2", "\"more\": 2"),
        (": 8", ": 9007199254740991"), ("10,", "9007199254740991,"),
    ])
    func `refuses rules that are out of range`(part: String, changed: String) {
        let start = Self.rules.firstRange(of: part)
        refuses { try network(rules: start.map { Self.rules.replacingCharacters(in: $0, with: changed) } ?? "") }
    }

    @Test func `refuses another key, and more money in the end than a double keeps`() throws {
        refuses { try network(more: #", "more": 1"#) }
        // Twice the rewards of the first ten blocks are the most there will be of them.
        let most = Accounts.maximumAmount - 2 * 8 * 10
        func grants(_ amount: Int) -> String {
            #"[{"amount": \#(amount), "recipient": "\#(Self.bob)", "sender": "0"}]"#
        }
        #expect(try network(grants: grants(most)).accounts.total == most)
        refuses { try network(grants: grants(most + 1)) }
        let many = Array(repeating: grants(Accounts.maximumAmount).dropFirst().dropLast(), count: 2_000)
        refuses { try network(grants: "[\(many.joined(separator: ", "))]") }
    }

    private func refuses(_ make: () throws -> LedgerNetwork) {
        do {
            _ = try make()
            Issue.record("it was taken")
        } catch {
            #expect((error as? LedgerFault)?.rule == .genesis, "\(error)")
        }
    }

    @Test func `halves its reward until there is none`() throws {
        let parameters = try network().parameters
        #expect((2...11).map { parameters.reward(at: $0) } == Array(repeating: 8, count: 10))
        #expect([12, 21, 22, 32, 42, 1_000, .max].map { parameters.reward(at: $0) } == [4, 4, 2, 1, 0, 0, 0])
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, with other: String) -> String {
        String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
    }
}
