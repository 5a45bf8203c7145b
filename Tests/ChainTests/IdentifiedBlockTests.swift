import TestSupport
import Testing

@testable import Chain

private let digits = "0123456789abcdef0123456789abcdef"

@Suite struct `A block's transactions with an id` {
    private func identified(_ number: Int) -> String {
        #"{"amount": \#(number), "id": "\#(digits)", "recipient": "b", "sender": "a"}"#
    }

    /// The amounts of the identified transactions in a block.
    private func amounts(_ transactions: String, keys: String = "") throws -> [String] {
        let text = """
            {"index": 2, "timestamp": 1.5, "proof": 3, "previous_hash": "\(Block.genesis.hash)",
            "transactions": [\(transactions)]\(keys)}
            """
        let block = try Block(parse(text))
        return try block.identifiedTransactions.map { transaction in
            try #require(parse(transaction.text.description)["amount"]).canonicalText.description
        }
    }

    @Test func `are found in order, among others`() throws {
        let plain = #"{"amount": 9, "recipient": "b", "sender": "a"}"#
        let reward = #"{"amount": 1, "recipient": "node", "sender": "0"}"#
        #expect(try amounts("") == [])
        #expect(try amounts(plain) == [])
        #expect(try amounts(identified(2)) == ["2"])
        #expect(try amounts([identified(3), plain, identified(1), "{}", reward].joined(separator: ",")) == ["3", "1"])
        // A transaction that is there twice is found twice.
        #expect(try amounts([identified(4), identified(4)].joined(separator: ",")) == ["4", "4"])
        #expect(Block.genesis.identifiedTransactions == [])
    }

    @Test func `are nowhere but among its transactions`() throws {
        let plain = #"{"amount": 9, "recipient": "b", "sender": "a"}"#
        // In other keys of the block.
        #expect(try amounts(plain, keys: #", "id": "\#(digits)""#) == [])
        #expect(try amounts(plain, keys: #", "a": [\#(identified(1))]"#) == [])
        #expect(try amounts(plain, keys: #", "z": {"transactions": [\#(identified(2))]}"#) == [])
        // In strings.
        let quoted = identified(1).replacing("\"", with: "\\\"")
        #expect(try amounts(#"{"amount": 9, "recipient": "\#(quoted)", "sender": "a"}"#) == [])
        // Nested deeper.
        #expect(try amounts(#"{"transactions": [\#(identified(1))]}"#) == [])
        #expect(try amounts(#"{"amount": 9, "recipient": "b", "sender": "a", "more": \#(identified(1))}"#) == [])
        // And they are still found beside all of that.
        #expect(
            try amounts(
                [#"{"recipient": "\#(quoted)"}"#, #"{"x": [\#(identified(1))]}"#, identified(2)].joined(separator: ","),
                keys: #", "id": "\#(digits)""#) == ["2"])
    }

    @Test func `are those of the last of several arrays`() throws {
        #expect(try amounts(identified(1), keys: #", "transactions": [\#(identified(2))]"#) == ["2"])
        #expect(try amounts(identified(1), keys: #", "transactions": []"#) == [])
    }

    @Test func `are the same as by parsing everything, whatever a block holds`() throws {
        var generator = SeededGenerator(seed: Seed.value)
        // Random values are right often enough that some elements are valid: about 30 of 1,500 blocks have one.
        let right = (id: #""\#(digits)""#, name: #""a""#)
        let ids = [right.id, right.id, right.id, #""\#(digits.uppercased())""#, "null", #""\"id\": \"""#]
        let names = [right.name, right.name, right.name, #""0""#, #""""#, #""\"id\": \"\#(digits)\"""#, "1"]
        var found = 0
        for _ in 0..<1500 {
            let elements = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                let members = [
                    #""amount": \#(Int.random(in: -1...3, using: &generator))"#,
                    #""id": \#(ids.randomElement(using: &generator) ?? "")"#,
                    #""recipient": \#(names.randomElement(using: &generator) ?? "")"#,
                    #""sender": \#(names.randomElement(using: &generator) ?? "")"#, #""zeal": {}"#,
                ]
                let chosen = members.shuffled(using: &generator).prefix(Int.random(in: 3...5, using: &generator))
                return "{\(chosen.joined(separator: ","))}"
            }
            let all = try parse("[\(elements.joined(separator: ","))]")
            let expected = try #require(all.elements).filter { Transaction(identified: $0) != nil }
            found += expected.count
            #expect(
                try amounts(elements.joined(separator: ","))
                    == expected.compactMap { $0["amount"]?.canonicalText.description }, "\(elements)")
        }
        #expect(found > 0)
    }
}
