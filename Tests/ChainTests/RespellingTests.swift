internal import Testing
internal import Wording

@testable import Chain

@Suite("Blocks that were hashed in another spelling")
struct RespellingTests {
    private static let rules = Rules(difficulty: Difficulty(hexZeros: 1) ?? .standard)

    /// What is said of a chain of three blocks, whose third names the hash of another spelling of the second.
    private func complaint(_ printed: String, hashed: String) throws -> String? {
        var chain = Blockchain(rules: Self.rules)
        let second = try block(printed, after: chain)
        try chain.append(second)
        let third = Block(
            index: 3, timestamp: 1, transactions: [], proof: Self.proof(after: chain),
            previousHash: BlockHash(of: CanonicalText(uncheckedBytes: Array(filled(hashed, chain.prefix(1)).utf8))))
        let error = #expect(throws: ChainError.self) { try chain.append(third) }
        let explained = try #require(
            BlockExplanation(
                try JSONDocument(parsing: third.text.bytes).root, sent: nil, after: nil, in: chain
            ).checks.first { $0.rule == .of(.previousHash) })
        let sentence = try #require(error?.description)
        #expect(sentence.hasPrefix("block 3: previous_hash is not the hash of block 2"))
        let cause = sentence.split(separator: ", but the hash of it with ").dropFirst().first.map(String.init)
        // The explanation says the same.
        #expect(explained.holds == false)
        #expect(explained.says.description.contains(", but the hash of it with \(cause ?? "")") == (cause != nil))
        return cause
    }

    private static func proof(after chain: Blockchain) -> Proof {
        let work = chain.rules.work(after: chain.tip)
        guard let found = (0...).lazy.map({ Proof(UInt64($0)) }).first(where: work.isValid) else {
            preconditionFailure("there is always one")
        }
        return found
    }

    /// The text of a second block, with the values that the test doesn't say.
    private func filled(_ text: String, _ chain: Blockchain) -> String {
        text.replacing("HASH", with: chain.tipHash.description)
            .replacing("PROOF", with: Self.proof(after: chain).description)
    }

    private func block(_ text: String, after chain: Blockchain) throws -> Block {
        try Block(JSONDocument(parsing: Array(filled(text, chain).utf8)).root)
    }

    private func second(_ timestamp: String, _ transactions: String) -> String {
        #"{"index": 2, "previous_hash": "HASH", "proof": PROOF, "timestamp": \#(timestamp), "#
            + #""transactions": [\#(transactions)]}"#
    }

    @Test func `a float that was printed as an integer is named`() throws {
        let payment = #"{"amount": 5, "recipient": "b", "sender": "a"}"#
        let float = #"{"amount": 5.0, "recipient": "b", "sender": "a"}"#
        #expect(
            try complaint(second("7", payment), hashed: second("7.0", payment))
                == "5.0 in place of 5 in timestamp: a program printed a float as an integer")
        #expect(try complaint(second("7", payment), hashed: second("7", float))?.contains("in amount:") == true)
        let reward = #"{"amount": 1, "recipient": "b", "sender": "0"}"#
        #expect(
            try complaint(second("7", "\(payment), \(reward)"), hashed: second("7.0", "\(float), \(reward)"))
                == "5.0 in place of 5 in amount, timestamp (rewards aside): a program printed a float as an integer")
        #expect(
            try complaint(second("7", payment), hashed: second("7.0", float))?.contains("in amount, timestamp:")
                == true)
        #expect(
            try complaint(second("7.0", payment), hashed: second("7", payment))
                == "5 in place of 5.0 in timestamp: a program printed an integer as a float")
    }

    @Test(arguments: [
        (#"\u00e9\ud83d\ude00"#, #"\u00E9\uD83D\uDE00"#, #"\u00E9 in place of \u00e9"#),
        (#"\u00e9\ud83d\ude00\n"#, #"é😀\n"#, "characters beyond ASCII as they are"),
        ("a/b", #"a\/b"#, #"\/ in place of /"#),
        (#"\u00e9<b>"#, #"é\u003cb\u003e"#, #"\u003c in place of <"#),
        (#"\\u00e9"#, #"\u00e9"#, "a program escaped an escape"),
    ])
    func `a respelled escape is named`(printed: String, hashed: String, said: String) throws {
        let cause = try complaint(
            second("7", #"{"sender": "\#(printed)"}"#), hashed: second("7", #"{"sender": "\#(hashed)"}"#))
        #expect(cause?.contains(said) == true)
    }

    @Test func `several causes are all named`() throws {
        let compact = second("7.0", #"{"sender":"é"}"#).replacing(", ", with: ",").replacing(": ", with: ":")
        let cause = try complaint(second("7", #"{"sender": "\u00e9"}"#), hashed: compact)
        #expect(cause?.contains("5.0 in place of 5") == true)
        #expect(cause?.contains("beyond ASCII") == true)
        #expect(cause?.hasSuffix("no blanks behind commas and colons") == true)
    }

    @Test(arguments: [false, true])
    func `keys that were not sorted are named`(isCompact: Bool) throws {
        let payment = #"{"amount": 5, "recipient": "b", "sender": "a"}"#
        let written = #"{"sender": "a", "recipient": "b", "amount": 5}"#
        let hashed =
            #"{"index": 2, "timestamp": 7, "transactions": [\#(written)], "proof": PROOF, "previous_hash": "HASH"}"#
        let compact = hashed.replacing(", ", with: ",").replacing(": ", with: ":")
        let cause = try complaint(second("7", payment), hashed: isCompact ? compact : hashed)
        #expect(cause?.hasPrefix("the keys in the order of the tutorial's code (index, timestamp, ") == true)
        #expect(cause?.hasSuffix("no blanks behind commas and colons") == isCompact)
    }

    @Test func `a key that was added after hashing is named`() throws {
        let plain = second("7", "")
        let added = { (members: String) in plain.dropLast() + ", " + members + "}" }
        #expect(
            try complaint(String(added(#""hash": "00ab""#)), hashed: plain)
                == "hash left out, which a program added after hashing")
        let several = String(added(#""hash": "00ab", "miner": "bob", "_id": 3"#))
        #expect(try complaint(several, hashed: plain)?.hasPrefix("_id, hash, miner left out") == true)
        let withMiner = second("7", "").replacing(#""previous"#, with: #""miner": "bob", "previous"#)
        let withHash = String(withMiner.dropLast()) + #", "z": 0}"#
        #expect(try complaint(withHash, hashed: withMiner)?.hasPrefix("z left out") == true)
        // What else is there stays as it is, a key that is no text included.
        let odd = second("7", #"{"sender": "a", "\ud800": 1}"#)
        #expect(
            try complaint(String(odd.dropLast() + #", "z": 0}"#), hashed: odd)
                == "z left out, which a program added after hashing")
        #expect(try complaint(String(odd.dropLast() + #", "\ud800": 0}"#), hashed: odd) == nil)
        // Beyond the limit nothing is tried.
        let many = (1...Arrangement.maximumAdded + 1).map { #""z\#($0)": 1"# }.joined(separator: ", ")
        #expect(try complaint(String(added(many)), hashed: plain) == nil)
    }

    @Test func `another block is no other spelling`() throws {
        #expect(try complaint(second("7", ""), hashed: second("8", "")) == nil)
        let long = String(repeating: "a", count: 20_000)
        let (printed, hashed) = (second("7", #"{"sender": "\#(long)"}"#), second("7.0", #"{"sender": "\#(long)"}"#))
        #expect(try complaint(printed, hashed: hashed) == nil)
    }
}
