public import Wording

/// A payment: who pays whom how much.
///
/// This is what a node accepts from a client. Transactions already in a chain aren't judged by these rules: the format
/// allows any objects in a block.
public struct Transaction: Hashable, Sendable {
    /// The sender of rewards, which no client may name.
    public static let rewardSender = "0"

    private static let emptyText = CanonicalText.string("")
    private static let rewardSenderText = CanonicalText.string(rewardSender)

    /// An object of exactly `amount`, `recipient` and `sender`, and `id` if it has one.
    public let text: CanonicalText

    /// Tells it from identical transactions, if it has an `id`. Two transactions with an `id` are the same only if
    /// their whole texts are: otherwise anybody who sees an `id` could use it for another text.
    public let id: TransactionID?

    /// Checks the three values of a payment.
    public init(
        sender: JSONValue, recipient: JSONValue, amount: JSONValue, id: TransactionID? = nil
    ) throws(TransactionError) {
        guard sender.kind == .string else { throw .senderNotAString }
        guard recipient.kind == .string else { throw .recipientNotAString }
        guard amount.isNumber else { throw .amountNotANumber }
        guard !amount.isNegative else { throw .amountNegative }
        let senderText = sender.canonicalText
        let recipientText = recipient.canonicalText
        guard senderText != Self.emptyText else { throw .senderEmpty }
        guard senderText != Self.rewardSenderText else { throw .senderReserved }
        guard recipientText != Self.emptyText else { throw .recipientEmpty }
        self.init(sender: senderText, recipient: recipientText, amount: amount.canonicalText, id: id)
    }

    /// Checks a client's request: an object with `sender`, `recipient` and `amount`. Other keys are dropped.
    ///
    /// - Parameters:
    ///   - keepingID: whether to keep `id`, which must then be valid if present.
    ///   - newID: the `id` to use if the request has none.
    public init(
        _ request: JSONValue, keepingID: Bool = false, newID: TransactionID? = nil
    ) throws(TransactionError) {
        guard request.kind == .object else { throw .notAnObject }
        guard let sender = request["sender"], let recipient = request["recipient"],
            let amount = request["amount"]
        else {
            throw .missingValues(["sender", "recipient", "amount"].filter { request[$0] == nil })
        }
        var id = newID
        if keepingID, let given = request["id"] {
            id = given.characters.flatMap { TransactionID(hexDigits: $0) }
            if id == nil { throw .idNotHexDigits }
        }
        try self.init(sender: sender, recipient: recipient, amount: amount, id: id)
    }

    /// A ledger's payment, whose `id` is not in its text but made of it.
    public init(_ payment: SignedPayment) {
        (text, id) = (payment.text, TransactionID(payment.id))
    }

    /// A ledger's reward.
    public init(_ reward: RewardTransaction) {
        (text, id) = (reward.text, nil)
    }

    /// The SHA-256 of the text, by which a ledger's payments are called.
    public var digest: Digest { Digest(of: text.bytes) }

    /// The payment of a ledger that this is; nil if it is none.
    public var signedPayment: SignedPayment? {
        guard let document = try? JSONDocument(parsing: text.bytes) else {
            preconditionFailure("canonical text is JSON")
        }
        return try? SignedPayment(document.root)
    }

    /// Reads an element of a block or of a gossip message; nil unless it is exactly a payment with an `id`.
    public init?(identified element: JSONValue) {
        guard let transaction = try? Transaction(element, keepingID: true), transaction.id != nil,
            element.canonicalText == transaction.text
        else { return nil }
        self = transaction
    }

    /// A node's reward for a block: 1.
    public static func reward(to nodeIdentifier: String) -> Transaction {
        Transaction(sender: .string(rewardSender), recipient: .string(nodeIdentifier), amount: .integer(1), id: nil)
    }

    private init(sender: CanonicalText, recipient: CanonicalText, amount: CanonicalText, id: TransactionID?) {
        self.init(amount: amount.bytes[...], recipient: recipient.bytes[...], sender: sender.bytes[...], id: id)
    }

    /// Puts a payment together from canonical texts that were checked.
    init(amount: ArraySlice<UInt8>, recipient: ArraySlice<UInt8>, sender: ArraySlice<UInt8>, id: TransactionID?) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(
            Self.marks.bytes + (id == nil ? 0 : Self.marks.id.count + TransactionID.digitCount + 1) + amount.count
                + recipient.count + sender.count)
        bytes += Self.marks.amount
        bytes += amount
        if let id {
            bytes += Self.marks.id
            id.appendDigits(to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
        bytes += Self.marks.recipient
        bytes += recipient
        bytes += Self.marks.sender
        bytes += sender
        bytes.append(UInt8(ascii: "}"))
        (self.text, self.id) = (CanonicalText(uncheckedBytes: bytes), id)
    }

    /// What stands before the values.
    private static let marks = Marks()

    private struct Marks {
        let amount = Array(#"{"amount": "#.utf8)
        let id = Array(#", "id": ""#.utf8)
        let recipient = Array(#", "recipient": "#.utf8)
        let sender = Array(#", "sender": "#.utf8)

        /// Without the id's, and with the last brace.
        var bytes: Int { amount.count + recipient.count + sender.count + 1 }
    }
}

/// Why a payment was refused.
public enum TransactionError: Error, Hashable, Sendable, Stated {
    /// The request isn't a JSON object.
    case notAnObject
    /// The request lacks these keys.
    case missingValues([String])
    /// The sender isn't a string.
    case senderNotAString
    /// The sender is the empty string.
    case senderEmpty
    /// The sender is ``Transaction/rewardSender``.
    case senderReserved
    /// The recipient isn't a string.
    case recipientNotAString
    /// The recipient is the empty string.
    case recipientEmpty
    /// The amount is neither an integer nor a double.
    case amountNotANumber
    /// The amount is below zero.
    case amountNegative
    /// The id isn't 32 lower-case hex digits.
    case idNotHexDigits

    /// The fault as one sentence.
    public var statement: Statement {
        switch self {
        case .notAnObject: Statement(.transactionNotAnObject)
        case .missingValues(let names): Statement(.valuesMissing, ["names": .text(names.joined(separator: ", "))])
        case .senderNotAString: Statement(.senderNotAString)
        case .senderEmpty: Statement(.senderEmpty)
        case .senderReserved: Statement(.senderReserved, ["sender": .text(Transaction.rewardSender)])
        case .recipientNotAString: Statement(.recipientNotAString)
        case .recipientEmpty: Statement(.recipientEmpty)
        case .amountNotANumber: Statement(.amountNotANumber)
        case .amountNegative: Statement(.amountNegative)
        case .idNotHexDigits: Statement(.idNotHex)
        }
    }
}

/// Tells a transaction from identical ones: 16 bytes, spelled as 32 lower-case hex digits.
public struct TransactionID: Hashable, Sendable, CustomStringConvertible {
    private let high: UInt64
    private let low: UInt64

    /// How many hex digits it has.
    static let digitCount = 32

    /// Reads 32 lower-case hex digits; nil for anything else. Upper case is refused because texts are compared byte by
    /// byte.
    public init?(hexDigits: some Collection<UInt8>) {
        guard hexDigits.count == Self.digitCount else { return nil }
        var words: (UInt64, UInt64) = (0, 0)
        for digit in hexDigits {
            guard let value = digit.hexDigitValue, value.lowHexDigit == digit else { return nil }
            words = (words.0 << 4 | words.1 >> 60, words.1 << 4 | UInt64(value))
        }
        (high, low) = words
    }

    /// The first half of a digest, which names a ledger's payment. Who looks one up compares the whole text as well.
    public init(_ digest: Digest) {
        (high, low) = (digest.words.0, digest.words.1)
    }

    /// A random one, which nobody else has.
    public init(random generator: inout some RandomNumberGenerator) {
        high = generator.next()
        low = generator.next()
    }

    /// One that nobody else has, and that is greater than those of earlier moments: an index of them grows at its end,
    /// instead of in a random place for each. Its first half is the time in microseconds, its second is random.
    public init(secondsSince1970: Double, random generator: inout some RandomNumberGenerator) {
        high = UInt64(exactly: (secondsSince1970 * 1e6).rounded(.down)) ?? 0
        low = generator.next()
    }

    /// The 32 lower-case hex digits.
    public var description: String { String(decoding: hexDigits, as: UTF8.self) }

    /// The 32 lower-case hex digits, in ASCII.
    package var hexDigits: [UInt8] {
        var digits: [UInt8] = []
        digits.reserveCapacity(Self.digitCount)
        appendDigits(to: &digits)
        return digits
    }

    /// Appends the 32 lower-case hex digits.
    package func appendDigits(to bytes: inout [UInt8]) {
        for word in [high, low] {
            let digits = HexDigits.digits(of: word)
            unsafe withUnsafeBytes(of: digits) { unsafe bytes.append(contentsOf: $0) }
        }
    }
}
