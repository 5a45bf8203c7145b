import TestSupport
import Testing

@testable import Chain

@Suite struct `A transaction with an id` {
    private static let id = "00112233445566778899aabbccddeeff"

    private func digits(_ text: String) -> TransactionID? { TransactionID(hexDigits: Array(text.utf8)) }

    @Test func `has four keys, when ids are kept`() throws {
        let request = try parse(#"{"sender": "a", "id": "\#(Self.id)", "recipient": "b", "amount": 1, "fee": 2}"#)
        let kept = try Transaction(request, keepingID: true)
        #expect(
            kept.text.description == #"{"amount": 1, "id": "\#(Self.id)", "recipient": "b", "sender": "a"}"#)
        #expect(kept.id?.description == Self.id)
        let dropped = try Transaction(request)
        #expect(dropped.text.description == #"{"amount": 1, "recipient": "b", "sender": "a"}"#)
        #expect(dropped.id == nil)
    }

    @Test func `is given an id if it has none`() throws {
        let new = try #require(digits(String(repeating: "7", count: 32)))
        let without = try parse(#"{"sender": "a", "recipient": "b", "amount": 1}"#)
        #expect(try Transaction(without, keepingID: true).id == nil)
        #expect(try Transaction(without, keepingID: true, newID: new).id == new)
        let with = try parse(#"{"sender": "a", "id": "\#(Self.id)", "recipient": "b", "amount": 1}"#)
        #expect(try Transaction(with, keepingID: true, newID: new).id == digits(Self.id))
    }

    @Test(arguments: [
        "null", "7", "[]", "\"\"", #""00112233445566778899aabbccddeef""#, #""00112233445566778899aabbccddeeff0""#,
        #""00112233445566778899AABBCCDDEEFF""#, #""0x112233445566778899aabbccddeeff""#,
        #""00112233445566778899aabbccddee g""#, #""00112233445566778899aabbccddee\u00e9""#,
    ])
    func `is refused for anything but 32 lower-case hex digits`(id: String) throws {
        let request = try parse(#"{"sender": "a", "id": \#(id), "recipient": "b", "amount": 1}"#)
        #expect(throws: TransactionError.idNotHexDigits) { try Transaction(request, keepingID: true) }
        #expect(Transaction(identified: request) == nil)
        #expect(throws: Never.self) { try Transaction(request) }
    }

    @Test func `spells its id as it was read`() throws {
        for text in [Self.id, String(repeating: "0", count: 32), String(repeating: "f", count: 32)] {
            #expect(try #require(digits(text)).description == text)
        }
        var generator = SeededGenerator(seed: Seed.value)
        var others: Set<TransactionID> = []
        for _ in 0..<100 {
            let id = TransactionID(random: &generator)
            #expect(digits(id.description) == id)
            others.insert(id)
        }
        #expect(others.count == 100)
    }

    // MARK: In blocks

    private static let payment = #"{"amount": 1, "id": "\#(id)", "recipient": "b", "sender": "a"}"#

    @Test func `is found in a block, whatever is around it`() throws {
        let other = Self.payment.replacing("\"a\"", with: "\"c\"")
        let elements = [
            #"{"amount": 1, "recipient": "b", "sender": "a"}"#, Self.payment,
            #"{"amount": 1, "id": 5, "recipient": "b", "sender": "a"}"#, "{}", other, Self.payment,
        ]
        let block = try Self.block(elements)
        let expected = try [1, 4, 5].map { try Transaction(parse(elements[$0]), keepingID: true) }
        #expect(block.identifiedTransactions == expected)
        #expect(expected[0] != expected[1])
    }

    @Test(arguments: [
        // One key too many or too few, and values that no client may post.
        payment.replacing("}", with: #", "zone": 1}"#),
        payment.replacing(#"{"amount": 1, "#, with: "{"),
        payment.replacing("1", with: "-1"),
        payment.replacing(#""a""#, with: #""0""#),
        payment.replacing(#""b""#, with: #""""#),
        payment.replacing(#""b""#, with: "2"),
        payment.replacing("ff", with: "FF"),
        // In an object of the block itself, in an element of one, and in a name.
        #"{"amount": \#(payment), "recipient": "b", "sender": "a"}"#,
        #"{"amount": 1, "recipient": "\"id\": \"\#(id)\"", "sender": "a"}"#,
    ])
    func `is nothing that differs from one in any way`(element: String) throws {
        #expect(try Self.block([element]).identifiedTransactions.isEmpty)
    }

    @Test func `is looked for among transactions only`() throws {
        let text = """
            {"index": 1, "timestamp": 1, "proof": 1, "previous_hash": "1", "transactions": [],
            "others": [\(Self.payment)], "id": "\(Self.id)"}
            """
        #expect(try Block(parse(text)).identifiedTransactions.isEmpty)
    }

    private static func block(_ elements: [String]) throws -> Block {
        try Block(
            parse(
                """
                {"index": 1, "timestamp": 1, "proof": 1, "previous_hash": "1",
                "transactions": [\(elements.joined(separator: ", "))]}
                """))
    }
}
