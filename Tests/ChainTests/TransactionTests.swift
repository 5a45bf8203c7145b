import TestSupport
import Testing
internal import Wording

@testable import Chain

@Suite struct `A transaction` {
    private func fault(_ text: String) throws -> TransactionError? {
        let value = try parse(text)
        do throws(TransactionError) {
            _ = try Transaction(value)
            return nil
        } catch {
            return error
        }
    }

    @Test func `keeps exactly three keys`() throws {
        let request = try parse(#"{"sender": "é", "id": 7, "recipient": "b", "amount": 1e2, "fee": {}}"#)
        #expect(
            try Transaction(request).text.description
                == #"{"amount": 100.0, "recipient": "b", "sender": "\u00e9"}"#)
    }

    @Test func `that rewards a node comes from 0`() {
        #expect(
            Transaction.reward(to: "node").text.description
                == #"{"amount": 1, "recipient": "node", "sender": "0"}"#)
    }

    @Test(arguments: [
        ("[]", TransactionError.notAnObject), ("\"\"", .notAnObject),
        ("{}", .missingValues(["sender", "recipient", "amount"])),
        (#"{"sender": "a", "amount": 1}"#, .missingValues(["recipient"])),
        (#"{"recipient": "a"}"#, .missingValues(["sender", "amount"])),
        (#"{"sender": 1, "recipient": "b", "amount": 1}"#, .senderNotAString),
        (#"{"sender": null, "recipient": "b", "amount": 1}"#, .senderNotAString),
        (#"{"sender": "", "recipient": "b", "amount": 1}"#, .senderEmpty),
        (#"{"sender": "0", "recipient": "b", "amount": 1}"#, .senderReserved),
        (#"{"sender": "\u0030", "recipient": "b", "amount": 1}"#, .senderReserved),
        (#"{"sender": "a", "recipient": ["b"], "amount": 1}"#, .recipientNotAString),
        (#"{"sender": "a", "recipient": "", "amount": 1}"#, .recipientEmpty),
        (#"{"sender": "a", "recipient": "b", "amount": "1"}"#, .amountNotANumber),
        (#"{"sender": "a", "recipient": "b", "amount": true}"#, .amountNotANumber),
        (#"{"sender": "a", "recipient": "b", "amount": null}"#, .amountNotANumber),
        (#"{"sender": "a", "recipient": "b", "amount": -1}"#, .amountNegative),
        (#"{"sender": "a", "recipient": "b", "amount": -1e-9}"#, .amountNegative),
    ])
    func `is refused when a value is missing or wrong`(text: String, error: TransactionError) throws {
        #expect(try fault(text) == error)
    }

    @Test(arguments: [
        #"{"sender": "00", "recipient": "0", "amount": 0}"#,
        #"{"sender": "\ud800", "recipient": "b", "amount": -0.0}"#,
        #"{"sender": "a", "recipient": "a", "amount": 100000000000000000000000}"#,
    ])
    func `is accepted otherwise`(text: String) throws {
        #expect(try fault(text) == nil)
    }

    @Test func `is refused with a sentence that names what is missing`() {
        #expect(
            TransactionError.missingValues(["sender", "amount"]).description
                == "Missing values: sender, amount.")
    }

    // MARK: In the usual spelling

    @Test(arguments: [
        #"{"sender": "alice", "recipient": "bob", "amount": 5}"#, #"{"amount":5,"recipient":"b","sender":"00"}"#,
        "\n {\t\"recipient\": \"0\" ,\"sender\": \"a\" ,\r\n\"amount\":  0.25 } \n",
        #"{"amount": 0, "sender": "\u00e4\n\"", "recipient": " "}"#,
        #"{"amount": 100000000000000000000000, "sender": "\ud800", "recipient": "a, b"}"#,
    ])
    func `is read without taking the JSON apart`(text: String) throws {
        let slowly = try Transaction(parse(text))
        #expect(Transaction(usual: Array(text.utf8)) == slowly)
    }

    @Test(arguments: [
        "", "{}", "[]", "{", #"{"sender": "alice", "recipient": "bob", "amount": 5"#,
        #"{"sender": "alice", "recipient": "bob"}"#, #"{"sender": "alice", "recipient": "bob", "amount": 5,}"#,
        #"{"sender": "alice", "recipient": "bob", "amount": 5} ."#,
        #"{"sender": "alice", "recipient": "bob", "amount": 5, "amount": 6}"#,
        #"{"sender": "a", "sender": "b", "recipient": "bob", "amount": 5}"#,
        #"{"sender": "alice", "recipient": "bob", "amount": -0.0}"#,
        #"{"sender": "alice", "recipient": "bob", "amount": -1}"#,
        #"{"sender": "alice", "recipient": "bob", "amount": "5"}"#,
        #"{"sender": "", "recipient": "bob", "amount": 5}"#, #"{"sender": "alice", "recipient": "", "amount": 5}"#,
        #"{"sender": "0", "recipient": "bob", "amount": 5}"#, #"{"sender": "\u0030", "recipient": "bob", "amount": 5}"#,
        #"{"sender": "ä", "recipient": "bob", "amount": 5}"#, #"{"sender": "\/", "recipient": "bob", "amount": 5}"#,
        #"{"sender" : "alice", "recipient": "bob", "amount": 5}"#, #"{"sender": 1, "recipient": "bob", "amount": 5}"#,
        #"{"sender": "alice", "recipient": "bob", "amount": 5, "fee": 1}"#,
        #"{"sender": "alice", "recipient": "bob", "amount": 05}"#,
        #"{"sender": "alice", "recipient": "bob", "amount": 5e0}"#,
        #"{"sender": "alice", "recipient": "bob", "amount": NaN}"#,
    ])
    func `is left to the reader of all JSON where anything is unusual`(text: String) {
        #expect(Transaction(usual: Array(text.utf8)) == nil)
    }

    @Test func `that is longer than usual is left to it too`() {
        func body(_ count: Int) -> [UInt8] {
            let rest = #"{"sender": "", "recipient": "b", "amount": 1}"#.utf8.count
            return Array(
                #"{"sender": "\#(String(repeating: "x", count: count - rest))", "recipient": "b", "amount": 1}"#.utf8)
        }
        let longest = Transaction.maximumUsualBytes
        #expect(body(longest).count == longest && Transaction(usual: body(longest)) != nil)
        #expect(Transaction(usual: body(longest + 1)) == nil)
    }

    /// The slow twin.
    @Test func `is read as slowly as quickly, whatever is changed in it`() throws {
        var generator = SeededGenerator(seed: Seed.value)
        let bytes = Array(#"{}[]",:\u0 19.-+eEäsenrapitmou"#.utf8)
        var (quick, refused) = (0, 0)
        for _ in 0..<rounds(20_000) {
            let members = [
                #""sender": "a\u00e9b""#, #""recipient": "0""#, #""amount": 1.5"#, #""amount": 12"#, #""sender": "0""#,
            ].shuffled(using: &generator).prefix(.random(in: 2...4, using: &generator))
            var body = Array("{\(members.joined(separator: ", "))}".utf8)
            for _ in 0..<Int.random(in: 0...2, using: &generator) {
                let place = Int.random(in: 0..<body.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: body[place] = bytes.randomElement(using: &generator) ?? 0
                case 1: body.insert(bytes.randomElement(using: &generator) ?? 0, at: place)
                default: body.remove(at: place)
                }
            }
            let id = Bool.random(using: &generator) ? TransactionID(random: &generator) : nil
            let slowly = try? Transaction(JSONDocument(parsing: body).root, newID: id)
            if let usual = Transaction(usual: body, newID: id) {
                quick += 1
                #expect(usual == slowly, "seed \(Seed.value): \(String(decoding: body, as: UTF8.self))")
            } else {
                refused += slowly == nil ? 1 : 0
            }
        }
        #expect(quick > 0 && refused > 0)
    }
}
