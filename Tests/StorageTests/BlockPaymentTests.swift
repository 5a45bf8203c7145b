internal import Chain
internal import Records
internal import TestSupport
internal import Testing

@testable internal import Storage

@Suite struct `The payments of a block` {
    private func block(_ transactions: String, keys: String = "") throws -> Block {
        let text = """
            {"index": 2, "timestamp": 1.5e300, "proof": 3, "previous_hash": "\(Block.genesis.hash)",
            "transactions": [\(transactions)]\(keys)}
            """
        return try Block(JSONDocument(parsing: Array(text.utf8)).root)
    }

    private func names(_ payments: [Payment]) -> [String] {
        payments.map { "\($0.position) \(String(decoding: $0.address.bytes, as: UTF8.self))" }
    }

    @Test(
        arguments: [
            ("", []), (#"{"amount": 1, "sender": "a", "recipient": "b"}"#, ["1 a", "1 b"]),
            (
                #"{"amount": -1.5e-300, "sender": "a", "recipient": "a"}, "#
                    + #"{"amount": 0, "sender": "", "recipient": "{}],"}"#,
                ["1 a", "2 ", "2 {}],"]
            ),
            (
                #"{"amount": 1, "id": "0123456789abcdef0123456789abcdef", "sender": "a", "recipient": "b"}, "#
                    + #"{"amount": 2, "id": "", "sender": "c", "recipient": "d"}, "#
                    + #"{"amount": 3, "sender": "e", "recipient": "f"}"#,
                ["1 a", "1 b", "2 c", "2 d", "3 e", "3 f"]
            ),
        ] as [(String, [String])])
    func `are read quickly off blocks of the usual shape`(transactions: String, expected: [String]) throws {
        let block = try block(transactions)
        #expect(try names(#require(Block.usualPayments(in: block.text.bytes))) == expected)
        #expect(block.parsedPayments == Block.usualPayments(in: block.text.bytes))
    }

    @Test(
        arguments: [
            (#"{"amount": 1, "sender": "\u00e9", "recipient": "b"}"#, "", ["1 é", "1 b"]),
            (#"{"amount": 1, "sender": "\"", "recipient": "b"}"#, "", [#"1 ""#, "1 b"]),
            (#"{"amount": "1", "sender": "a", "recipient": "b"}"#, "", ["1 a", "1 b"]),
            (#"{"amount": 1, "sender": 0, "recipient": "b"}"#, "", ["1 b"]),
            (#"{"amount": 1, "sender": null, "recipient": {"sender": "a"}}"#, "", []),
            (#"{"amount": 1, "sender": "a", "recipient": "b", "zeal": 1}"#, "", ["1 a", "1 b"]),
            (#"{"amount": 1, "id": 1, "sender": "a", "recipient": "b"}"#, "", ["1 a", "1 b"]),
            (#"{"amount": 1, "id": "\"", "sender": "a", "recipient": "b"}"#, "", ["1 a", "1 b"]),
            (#"{"id": "1", "sender": "a", "recipient": "b"}"#, "", ["1 a", "1 b"]),
            (#"{"amount": 1, "sender": "a"}"#, "", ["1 a"]), ("{}", "", []),
            (#"{"amount": 1, "sender": "a", "recipient": "b"}"#, #", "zeal": [{"sender": "c"}]"#, ["1 a", "1 b"]),
            (#"{"amount": 1, "sender": "a", "recipient": "b"}"#, ##", "hue": "}""##, ["1 a", "1 b"]),
        ] as [(String, String, [String])])
    func `are read off other blocks`(transactions: String, keys: String, expected: [String]) throws {
        let block = try block(transactions, keys: keys)
        #expect(Block.usualPayments(in: block.text.bytes) == nil)
        #expect(names(block.payments) == expected)
    }

    @Test func `are the same either way`() throws {
        var generator = SeededGenerator(seed: Seed.value)
        let strings = [#""a""#, #""b""#, #""""#, #""\\""#, #""\ud800""#, #"", ""#, #""}]}""#, #""é""#]
        let values = strings + ["1", "-2.5", "1e22", "null", "{}", "[]", #"{"sender": "x"}"#, #"["recipient"]"#]
        let keys = [#""amount""#, #""sender""#, #""recipient""#, #""z""#, #""\u0001""#]
        var usual = 0
        for _ in 0..<rounds(2_000) {
            let transactions = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                if Int.random(in: 0..<4, using: &generator) > 0 {
                    let names = (0..<2).map { _ in strings.randomElement(using: &generator) ?? "" }
                    let value = values.randomElement(using: &generator) ?? ""
                    let id = Bool.random(using: &generator) ? #""id": \#(value), "# : ""
                    return #"{"amount": 7, \#(id)"sender": \#(names[0]), "recipient": \#(names[1])}"#
                }
                let names = keys.shuffled(using: &generator).prefix(Int.random(in: 0...4, using: &generator))
                let members = names.map { "\($0): \(values.randomElement(using: &generator) ?? "")" }
                return "{\(members.joined(separator: ", "))}"
            }
            let block = try block(transactions.joined(separator: ","))
            if let payments = Block.usualPayments(in: block.text.bytes) {
                usual += 1
                #expect(payments == block.parsedPayments, "\(block.text)")
            }
        }
        #expect((1..<2_000).contains(usual))
    }

    @Test func `leave out very long names`() throws {
        let longest = String(repeating: "x", count: History.maximumAddressBytes)
        let block = try block(#"{"amount": 1, "sender": "\#(longest)", "recipient": "\#(longest)x"}"#)
        #expect(try names(#require(Block.usualPayments(in: block.text.bytes))) == ["1 \(longest)"])
        #expect(block.parsedPayments == Block.usualPayments(in: block.text.bytes))
    }

    @Test func `are gathered without the block's text`() throws {
        let block = try block(#"{"amount": 1, "sender": "a", "recipient": "bb"}"#)
        var gathered = PostingBuffer()
        for height in 2...3 {
            for payment in block.payments { gathered.add(payment, height: height) }
        }
        let places = [2, 3].map { Storage.Place(height: $0, position: 1) }
        #expect(gathered.places.values.allSatisfy { $0 == places })
        // A copy's bytes begin at index 0; in a block's text something comes before them.
        #expect(gathered.places.keys.map(\.bytes.indices).sorted { $0.count < $1.count } == [0..<1, 0..<2])
        #expect(gathered.bytes == 4 * 16 + 3)
        gathered.removeAll()
        #expect(gathered.places.isEmpty && gathered.bytes == 0)
    }
}
