package import Chain
internal import Cryptography

/// A network whose blocks are found within a few guesses, and people on it who pay each other at random.
package struct RandomLedger {
    /// The network.
    package let network: LedgerNetwork
    /// Its rules, for whose clock no block is from the future.
    package let rules: Rules

    /// Every sixteenth guess fits: easier than any network's target may be.
    package static let easiestTarget = UInt256(hexDigits: Array(("0" + String(repeating: "f", count: 63)).utf8)[...])

    private let keys: [Ed25519.Keys]

    /// Who pays whom. The first block grants something to some of the first half.
    package let people: [Address]

    /// Something that was put together here breaks a rule.
    private struct Unusable: Error {}

    /// A network that grants something to some of its people, once or several times.
    ///
    /// - Parameter blockTime: in milliseconds.
    package init(
        people count: Int = 6, blockTime: Int = 10_000, window: Int = 10, by generator: inout SeededGenerator
    ) throws {
        let ed25519 = try Ed25519()
        keys = try (0..<count).map { _ in
            try ed25519.keys(seed: Self.bytes(Ed25519.seedLength, by: &generator))
        }
        let people = try keys.map { try Self.some(Address(publicKey: $0.publicKey)) }
        self.people = people
        let grants = (0..<count).map { _ in
            let recipient = people[Int.random(in: 0..<count / 2, using: &generator)]
            let amount = Int.random(in: 1...1_000, using: &generator)
            return #"{"amount": \#(amount), "recipient": "\#(recipient)", "sender": "0"}"#
        }
        let target = try String(decoding: Self.some(Self.easiestTarget).hexDigits, as: UTF8.self)
        let text = """
            {"index": 1, "previous_hash": "1", "proof": 100, "timestamp": 1000, "rules": {"block_time_ms": \(blockTime),
            "halving_blocks": 7, "name": "ledger", "reward": 50, "target": "\(target)", "window": \(window)},
            "transactions": [\(grants.joined(separator: ", "))]}
            """
        network = try LedgerNetwork(
            genesis: JSONDocument(parsing: Array(text.utf8)).root, upTo: Self.some(Self.easiestTarget))
        rules = Rules(LedgerRules(network, checking: ed25519) { .infinity })
    }

    /// A chain of the first block.
    package var chain: Blockchain { Blockchain(rules: rules) }

    /// Adds a block with up to so many payments.
    package func grow(_ chain: inout Blockchain, payments count: Int = 5, by generator: inout SeededGenerator) throws {
        let accounts = try Self.some(chain.ledger).accounts
        let payments = try payments(Int.random(in: 0...count, using: &generator), after: accounts, by: &generator)
        try chain.append(block(of: payments, after: chain, by: &generator))
    }

    /// The next block, which has one payment, but the signature is of another network.
    package func unsignedBlock(after chain: Blockchain, by generator: inout SeededGenerator) throws -> Block {
        let accounts = try Self.some(chain.ledger).accounts
        var payments: [SignedPayment] = []
        while payments.isEmpty {
            payments = try self.payments(1, after: accounts, on: chain.tipHash, by: &generator)
        }
        return try block(of: payments, after: chain, by: &generator)
    }

    /// A payment that one of the people signs, which need not be allowed.
    ///
    /// - Parameter signer: who signs, if that isn't the sender.
    package func payment(
        from sender: Int, to recipient: Int, amount: Int = 1, fee: Int = 0, nonce: Int = 0, memo: String? = nil,
        signedBy signer: Int? = nil
    ) throws -> SignedPayment {
        let payment = try Self.some(
            UnsignedPayment(
                sender: people[sender], recipient: people[recipient], amount: amount, fee: fee, nonce: nonce,
                memo: memo))
        let signature = try keys[signer ?? sender].sign(payment.signingText(on: network.id).bytes)
        return try Self.some(SignedPayment(payment, signature: signature))
    }

    /// Some payments that are allowed in this order, behind a chain.
    package func payments(
        _ count: Int, after chain: Blockchain, by generator: inout SeededGenerator
    ) throws -> [SignedPayment] {
        try payments(count, after: try Self.some(chain.ledger).accounts, by: &generator)
    }

    /// The next block of a chain, with these payments.
    package func block(
        of payments: [SignedPayment], after chain: Blockchain, by generator: inout SeededGenerator
    ) throws -> Block {
        let tip = try Self.some(chain.ledger)
        let seconds = Double(tip.header.timestamp.milliseconds + Int.random(in: 1...20_000, using: &generator)) / 1_000
        let template = BlockTemplate(
            after: tip.header, lastHash: chain.tipHash, timestamp: try Self.some(LedgerTimestamp(seconds: seconds)),
            payments: payments, payingTo: try somebody(by: &generator), parameters: network.parameters)
        let nonce = try Self.some((0..<1_000_000 as Range<UInt128>).first { template.isSolved(by: $0) })
        return template.block(nonce: nonce)
    }

    /// Signed payments that are allowed in this order.
    private func payments(
        _ count: Int, after accounts: Accounts, on network: BlockHash? = nil, by generator: inout SeededGenerator
    ) throws -> [SignedPayment] {
        var changes = AccountChanges()
        var payments: [SignedPayment] = []
        for _ in 0..<count {
            let sender = Int.random(in: 0..<people.count, using: &generator)
            let account = changes.account(people[sender], in: accounts)
            guard account.balance > 0 else { continue }
            let isAll = Int.random(in: 0..<4, using: &generator) == 0
            let cost = isAll ? account.balance : Int.random(in: 1...account.balance, using: &generator)
            let fee = Int.random(in: 0..<min(cost, 10), using: &generator)
            let payment = try Self.some(
                UnsignedPayment(
                    sender: people[sender], recipient: somebody(by: &generator), amount: cost - fee, fee: fee,
                    nonce: account.nonce, memo: Bool.random(using: &generator) ? "fürs Essen" : nil))
            try changes.pay(payment, from: accounts)
            let signature = try keys[sender].sign(payment.signingText(on: network ?? self.network.id).bytes)
            payments.append(try Self.some(SignedPayment(payment, signature: signature)))
        }
        return payments
    }

    /// One of the people, or a stranger, whom nobody has paid before.
    private func somebody(by generator: inout SeededGenerator) throws -> Address {
        if Int.random(in: 0..<4, using: &generator) > 0, let one = people.randomElement(using: &generator) {
            return one
        }
        while true {
            // Nearly all numbers may be a key, though only half are of a point: a recipient's need not.
            if let stranger = Address(publicKey: Self.bytes(32, by: &generator)) { return stranger }
        }
    }

    private static func bytes(_ count: Int, by generator: inout SeededGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    private static func some<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw Unusable() }
        return value
    }
}
