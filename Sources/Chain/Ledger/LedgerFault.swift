public import Wording

/// The rules of a ledger, by the names that everybody calls them.
///
/// A block is judged by them in this order, and refused by the first that it breaks.
public enum LedgerRule: String, CaseIterable, Sendable {
    /// The first block says what network it is, and whom it endows.
    case genesis
    /// A chain begins with the network's first block.
    case network
    /// A block has its seven keys and no others, its hashes 64 hex digits each.
    case shape
    /// The index follows.
    case index
    /// A block is later than the one before it.
    case timestamp
    /// A block that is ahead of the clock isn't taken yet.
    case future
    /// The target follows from the blocks before.
    case target
    /// The proof begins with the block's own header.
    case seal
    /// The hash of the guess is at most the target.
    case proof
    /// The block names the hash of the one before it.
    case previousHash = "previous_hash"
    /// The block isn't too long.
    case size
    /// The header names the root of the tree of transactions.
    case merkleRoot = "merkle_root"
    /// A payment has its keys and no others.
    case transaction
    /// Sender and recipient are public keys.
    case address
    /// Amount, fee and nonce are integers in their ranges.
    case amount
    /// The memo is a short string.
    case memo
    /// The sender signed.
    case signature
    /// The nonce is how many payments the sender has made before.
    case nonce
    /// The sender has what is paid.
    case balance
    /// The last transaction, and only that, pays the reward and the fees.
    case reward
}

/// Which rule a block or a payment breaks, and what was compared.
public struct LedgerFault: Error, Hashable, Sendable {
    /// The rule.
    public let rule: LedgerRule
    /// What is wrong, as half a sentence, without the block and the transaction.
    public let says: Statement
    /// What the rule wants in this place, if it wants one thing; short.
    public let expected: String?
    /// What is there; short.
    public let found: String?
    /// The transaction of the block that breaks it, from 1, if it is one.
    public private(set) var position: Int?

    init(
        _ rule: LedgerRule, _ code: Statement.Code, _ values: KeyValuePairs<String, Statement.Value> = [:],
        expected: String? = nil, found: String? = nil
    ) {
        self.init(rule, Statement(code, values), expected: expected, found: found)
    }

    init(_ rule: LedgerRule, _ says: Statement, expected: String? = nil, found: String? = nil) {
        (self.rule, self.says, self.expected, self.found) = (rule, says, expected, found)
    }

    /// Whether the block will never be valid. One from the future may be, in time: it is asked for again, and whoever
    /// sent it did nothing wrong.
    public var isForGood: Bool { rule != .future }

    /// The same of a transaction in a block, from 1.
    func ofTransaction(_ position: Int) -> LedgerFault {
        var fault = self
        fault.position = position
        return fault
    }
}

extension LedgerFault: Stated {
    /// The fault as half a sentence, without the block.
    public var statement: Statement {
        guard let position else { return says }
        return Statement(.inTransaction, ["position": .number(position), "problem": .statement(says)])
    }
}

// MARK: - Reading values

extension JSONValue {
    /// The longest value that is shown, in characters: a hostile one may have any length.
    private static let maximumShownLength = 80

    /// How the value is spelled, cut off if that is long.
    var shown: String {
        let text = canonicalText.bytes
        let isCut = text.count > Self.maximumShownLength
        return String(decoding: text.prefix(Self.maximumShownLength), as: UTF8.self) + (isCut ? "..." : "")
    }

    /// Whether it is an object with these keys, and no others. The keys must differ.
    package func hasExactly(_ keys: [String]) -> Bool {
        memberCount == keys.count && keys.allSatisfy { self[$0] != nil }
    }

    /// An integer from a least one to 2^53 − 1, which a double too can keep; nil for anything else.
    func amount(from least: Int) -> Int? {
        integer.flatMap { (least...Accounts.maximumAmount).contains($0) ? $0 : nil }
    }
}
