import Cryptography
import Testing

@testable import Chain

@Suite struct `A signed payment` {
    private let vectors: LedgerVectors
    private let network = LedgerNetwork.practice.id

    init() throws { vectors = try LedgerVectors() }

    private func signed(memo: String? = nil, amount: Int = 5) throws -> SignedPayment {
        let (alice, bob) = (try vectors.address("alice"), try vectors.address("bob"))
        let payment = try #require(
            UnsignedPayment(sender: alice, recipient: bob, amount: amount, fee: 1, nonce: 0, memo: memo))
        let signature = try vectors.keys("alice").sign(payment.signingText(on: network).bytes)
        return try #require(SignedPayment(payment, signature: signature))
    }

    @Test(arguments: [nil, "lunch", "für \u{1f375}", "\"\\\0\u{7f}", String(repeating: "x", count: 256)])
    func `is read from its own text, and holds on its network alone`(memo: String?) throws {
        let payment = try signed(memo: memo)
        let read = try SignedPayment(JSONDocument(parsing: payment.text.bytes).root)
        #expect(read == payment && read.text == payment.text && read.payment == payment.payment)
        #expect(try JSONDocument(parsing: payment.text.bytes).root.canonicalText == payment.text)
        let signingText = payment.payment.signingText(on: network)
        #expect(try JSONDocument(parsing: signingText.bytes).root.canonicalText == signingText)
        let ed25519 = try Ed25519()
        #expect(read.isSigned(on: network, by: ed25519))
        #expect(!read.isSigned(on: Block.genesis.hash, by: ed25519))
    }

    @Test func `is found by the first that doesn't hold, and those behind it count no more`() throws {
        let payments = try (1...4).map { try signed(amount: $0) }
        func read() throws -> BlockTransactions {
            let texts = payments.map(\.text) + [CanonicalText.null]
            return BlockTransactions(
                try #require(try JSONDocument(parsing: CanonicalText.array(texts).bytes).root.elements))
        }
        var transactions = try read()
        #expect(transactions.payments == payments && transactions.fault == nil)
        transactions.judge(signatures: [true, true, true, true])
        #expect(transactions.payments == payments && transactions.fault == nil)
        transactions.judge(signatures: [true, true, false, false])
        #expect(transactions.payments == Array(payments[..<2]))
        #expect(transactions.fault?.rule == .signature && transactions.fault?.position == 3)
        var others = try read()
        others.checkSignatures(on: Block.genesis.hash, by: try Ed25519())
        #expect(others.payments.isEmpty && others.fault?.position == 1)
    }

    @Test(arguments: [
        (0, 0, 0), (1, -1, 0), (1, 0, -1), (1 << 53, 0, 0), (1, 1 << 53, 0), (1, 0, 1 << 53), (.max, .max, .max),
    ])
    func `is made of amounts in their ranges`(amount: Int, fee: Int, nonce: Int) throws {
        let alice = try vectors.address("alice")
        #expect(UnsignedPayment(sender: alice, recipient: alice, amount: amount, fee: fee, nonce: nonce) == nil)
    }

    @Test(arguments: ["", String(repeating: "x", count: 257), String(repeating: "\u{1f375}", count: 22)])
    func `has a memo of 1 to 256 bytes as it is spelled`(memo: String) throws {
        let alice = try vectors.address("alice")
        #expect(UnsignedPayment(sender: alice, recipient: alice, amount: 1, fee: 0, nonce: 0, memo: memo) == nil)
        #expect(
            UnsignedPayment(
                sender: alice, recipient: alice, amount: 1, fee: 0, nonce: 0, memo: String(memo.dropFirst())) != nil
                || memo.isEmpty)
    }

    @Test func `has addresses that aren't of small order and are canonical`() throws {
        func address(_ first: UInt8, _ middle: UInt8, _ last: UInt8) -> Address? {
            Address(publicKey: [first] + [UInt8](repeating: middle, count: 30) + [last])
        }
        for sign: UInt8 in [0, 0x80] {
            #expect(address(0, 0, sign) == nil && address(1, 0, sign) == nil)
            #expect(address(2, 0, sign) != nil)
            // The prime less 2, less 1, the prime, and so on.
            #expect(address(0xEB, 0xFF, 0x7F | sign) != nil)
            for first: UInt8 in 0xEC...0xFF { #expect(address(first, 0xFF, 0x7F | sign) == nil) }
        }
        for small in [
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        ] {
            #expect(Address(hexDigits: Array(small.utf8)[...]) == nil)
        }
        let alice = try vectors.address("alice")
        #expect(Address(publicKey: alice.publicKey) == alice)
        #expect(Address(hexDigits: Array(alice.description.uppercased().utf8)[...]) == nil)
        #expect(Address(publicKey: Array(alice.publicKey.dropLast())) == nil)
    }
}
