import Testing

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
                == "Missing values: sender, amount")
    }
}
