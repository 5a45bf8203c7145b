internal import API
internal import Testing

@Suite("A transaction to be sent")
struct PaymentOrderTests {
    @Test(arguments: ["5", "0", "-0", "5.50", "1e3", "0.1E-2", "123456789012345678901234567890"])
    func `the amount may be any number of JSON`(amount: String) throws {
        _ = try PaymentOrder(sender: "alice", recipient: "bob", amount: amount)
    }

    @Test(arguments: [
        "", " 5", "5 ", "+5", ".5", "5.", "05", "0x5", "1_000", "5,0", "NaN", "Infinity", "true", "null", "\"5\"",
        "[5]", "5, \"id\": 1", "five", "1e999", "５",
    ])
    func `nothing else may`(amount: String) {
        #expect(throws: PaymentOrderError.self) {
            try PaymentOrder(sender: "alice", recipient: "bob", amount: amount)
        }
    }

    @Test(arguments: [("", "bob", nil), ("alice", "", nil), ("alice", "bob", ""), ("alice", "bob", "0123")])
    func `a nameless one, and an id that is none, are refused`(sender: String, recipient: String, id: String?) {
        #expect(throws: PaymentOrderError.self) {
            try PaymentOrder(sender: sender, recipient: recipient, amount: "5", id: id)
        }
    }
}
