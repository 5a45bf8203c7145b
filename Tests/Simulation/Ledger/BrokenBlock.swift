internal import Chain
internal import TestSupport

/// The next block of a ledger's chain as somebody makes it who breaks one rule and keeps those before it, with all the
/// work that it takes.
struct BrokenBlock {
    private let ledger: LedgerPlan
    private let chain: Blockchain
    private let tip: LedgerTip

    /// Seconds since 1970.
    private let now: Double

    private var header: [String: CanonicalText]
    private var transactions: [CanonicalText] = []

    /// The rules that a block may break. What begins another way than its network is no block's fault.
    static let rules = LedgerRule.allCases.filter { $0 != .genesis && $0 != .network }

    /// How far ahead of the clock a block is that is from the future: farther than any clock is wrong.
    private static let secondsAhead = 3_600.0

    init?(after chain: Blockchain, of ledger: LedgerPlan, at now: Double) {
        guard let tip = chain.ledger, let timestamp = tip.header.timestamp.next(now: now) else { return nil }
        (self.ledger, self.chain, self.tip, self.now) = (ledger, chain, tip, now)
        header = [
            "index": .integer(chain.length + 1), "previous_hash": .string(chain.tipHash.description),
            "target": .string(tip.header.nextTarget.hexText), "timestamp": timestamp.text,
        ]
    }

    /// The block's text; nil if there is nobody who could break the rule.
    mutating func text(breaking rule: LedgerRule, by random: inout SeededGenerator) -> CanonicalText? {
        guard fill(breaking: rule, by: &random) else { return nil }
        let root = MerkleTree(leaves: transactions).root
        header["merkle_root"] = .string(rule == .merkleRoot ? random.hexDigits(64) : root.description)
        switch rule {
        case .index: header["index"] = .integer(chain.length + random.pick([0, 2]))
        case .timestamp: header["timestamp"] = tip.header.timestamp.text
        case .future: header["timestamp"] = .double(now + Self.secondsAhead)
        case .target: header["target"] = .string(tip.header.nextTarget.subtracting(UInt256(1)).hexText)
        case .previousHash: header["previous_hash"] = .string(random.hexDigits(64))
        default: break
        }
        guard let proof = proof(breaking: rule) else { return nil }
        var members = header
        members["proof"] = CanonicalText(uncheckedBytes: Array(proof.utf8))
        members["transactions"] = .array(transactions)
        if rule == .shape { members["more"] = .integer(1) }
        return Self.object(members)
    }

    private static func object(_ members: [String: CanonicalText]) -> CanonicalText {
        .object(members.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) })
    }

    private func proof(breaking rule: LedgerRule) -> String? {
        var sealed = header
        // What was sealed is another block.
        if rule == .seal { sealed["index"] = .integer(chain.length) }
        let digits = LedgerBook.hexDigits(Self.object(sealed).bytes)
        guard let seal = UInt256(hexDigits: Array(digits.utf8)[...]), let target = header["target"],
            let limit = UInt256(hexDigits: target.bytes.dropFirst().dropLast()), let link = header["previous_hash"]
        else { return nil }
        let prefix = Array("\(tip.header.proof)\(seal)".utf8)
        let suffix = Array(link.bytes.dropFirst().dropLast())
        func spelled(_ nonce: UInt64) -> String {
            let digits = String(nonce)
            return String(repeating: "0", count: 20 - digits.count) + digits
        }
        if rule == .proof {
            let wrong = (0..<UInt64.max).first { nonce in
                LedgerBook.hexDigits(prefix + Array(spelled(nonce).utf8) + suffix) > limit.hexText
            }
            return wrong.map { "\(seal)\(spelled($0))" }
        }
        return NonceSearch.nonce(behind: prefix, before: suffix, width: 20, atMost: limit).map {
            "\(seal)\(spelled($0))"
        }
    }
}

// MARK: - Its transactions

extension BrokenBlock {
    /// Puts payments and the reward in; false if nobody could break the rule.
    private mutating func fill(breaking rule: LedgerRule, by random: inout SeededGenerator) -> Bool {
        let people = ledger.people.people
        let accounts = tip.accounts
        // Whoever has most can pay.
        let richest = people.indices.max { accounts[people[$0]].balance < accounts[people[$1]].balance } ?? 0
        let account = accounts[people[richest]]
        let others = people.indices.filter { $0 != richest }
        let recipient = random.pick(others)
        func payment(amount: Int = 1, nonce: Int? = nil, signer: Int? = nil) -> SignedPayment? {
            try? ledger.people.payment(
                from: richest, to: recipient, amount: amount, nonce: nonce ?? account.nonce, signedBy: signer)
        }
        func altered(_ key: String, _ value: CanonicalText) -> CanonicalText? {
            guard let text = payment()?.text, let value = members(of: text, with: key, value) else { return nil }
            return Self.object(value)
        }
        let broken: CanonicalText?
        switch rule {
        case .transaction: broken = altered("more", .integer(1))
        case .address: broken = altered("recipient", .string("bob"))
        case .amount: broken = altered("amount", random.pick([.integer(0), .double(1.5), .integer(1 << 53)]))
        case .memo: broken = altered("memo", .string(random.pick(["", String(repeating: "x", count: 257)])))
        case .signature: broken = payment(signer: random.pick(others))?.text
        case .nonce: broken = payment(nonce: account.nonce + random.pick([1, 2]))?.text
        case .balance: broken = payment(amount: account.balance + 1)?.text
        case .size: broken = .string(String(repeating: "x", count: LedgerBlock.maximumLength))
        default:
            let paid = account.balance > 1 && random.chance(0.5) ? payment()?.text : nil
            transactions = [paid, reward(breaking: rule, by: &random)].compactMap(\.self)
            return true
        }
        guard let broken, account.balance > 0 || rule == .balance || rule == .size else { return false }
        transactions = [broken, reward(breaking: rule, by: &random)]
        return true
    }

    private func reward(breaking rule: LedgerRule, by random: inout SeededGenerator) -> CanonicalText {
        let height = chain.length + 1
        let isMore = rule == .reward && random.chance(0.7)
        let amount = ledger.network.parameters.reward(at: height) + (isMore ? 1 : 0)
        let nonce = rule == .reward && !isMore ? height - 1 : height
        return RewardTransaction(amount: amount, nonce: nonce, recipient: random.pick(ledger.people.people)).text
    }

    /// The members of an object, with one more or another value.
    private func members(
        of text: CanonicalText, with key: String, _ value: CanonicalText
    ) -> [String: CanonicalText]? {
        guard let object = (try? JSONDocument(parsing: text.bytes))?.root else { return nil }
        let keys = ["amount", "fee", "memo", "nonce", "recipient", "sender", "signature"]
        var members: [String: CanonicalText] = [:]
        for key in keys { members[key] = object[key]?.canonicalText }
        members[key] = value
        return members
    }
}
