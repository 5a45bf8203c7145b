public import Chain
public import Wording

/// A transaction of a block, for people to read. The format allows any object, so anything may be missing.
public struct Payment: Sendable {
    /// The payer, with any characters; JSON text if it isn't a string.
    public let sender: String?
    /// The payee, likewise.
    public let recipient: String?
    /// The amount, as JSON text.
    public let amount: String?
    /// Tells it from identical transactions.
    public let id: String?

    /// Whether it is a node's reward for a block.
    public let isReward: Bool

    /// Reads any value.
    public init(_ value: JSONValue) {
        sender = value["sender"]?.shown
        recipient = value["recipient"]?.shown
        amount = value["amount"]?.canonicalText.description
        id = value["id"]?.shown
        isReward = value["sender"]?.string == Transaction.rewardSender
    }

    /// Reads the text of a transaction.
    public init(_ text: CanonicalText) {
        guard let value = try? JSONDocument(parsing: text.bytes).root else {
            preconditionFailure("canonical text is JSON")
        }
        self.init(value)
    }
}

/// A transaction that a client wants to send.
public struct PaymentOrder: Sendable {
    /// As a JSON object, with the amount as it was spelled.
    public let body: [UInt8]

    /// Checks what can be checked without a node.
    ///
    /// - Parameters:
    ///   - amount: a JSON number.
    ///   - id: 32 lower-case hex digits.
    public init(
        sender: String, recipient: String, amount: String, id: String? = nil
    ) throws(PaymentOrderError) {
        guard !sender.isEmpty else { throw PaymentOrderError(Statement(.senderEmpty)) }
        guard !recipient.isEmpty else { throw PaymentOrderError(Statement(.recipientEmpty)) }
        let isBare = amount.utf8.first.map { $0 > 0x20 } ?? false && amount.utf8.last.map { $0 > 0x20 } ?? false
        guard isBare, let value = try? JSONDocument(parsing: Array(amount.utf8)).root, value.isNumber else {
            throw PaymentOrderError(Statement(.orderAmountNotANumber, ["amount": .text(amount)]))
        }
        var members = "\"amount\": \(amount)"
        if let id {
            guard TransactionID(hexDigits: Array(id.utf8)) != nil else {
                throw PaymentOrderError(Statement(.orderIdMalformed, ["id": .text(id)]))
            }
            members += ", \"id\": \"\(id)\""
        }
        members += ", \"recipient\": \(CanonicalText.string(recipient)), \"sender\": \(CanonicalText.string(sender))"
        body = Array("{\(members)}".utf8)
    }
}

/// Why something cannot be sent as a transaction.
public struct PaymentOrderError: Error, Hashable, Sendable, Stated {
    /// One sentence.
    public let statement: Statement

    init(_ statement: Statement) {
        self.statement = statement
    }
}

/// A node's answer about a transaction that it accepted.
public struct PaymentReceipt: Sendable {
    /// The node's sentence.
    public let message: String
    /// The transaction's id, if it has one.
    public let id: String?

    /// Makes an answer about a transaction that is to go into the block at an index.
    public init(block: Int, id: TransactionID?) {
        message = "Transaction will be added to Block \(block)"
        self.id = id?.description
    }

    /// Reads it; nil for anything else.
    public init?(_ value: JSONValue) {
        guard let message = value["message"]?.string else { return nil }
        self.message = message
        id = value["id"]?.string
    }

    /// As an object. The tutorial's nodes give no `id`.
    public var text: CanonicalText {
        guard let id else { return .object(["message": .string(message)]) }
        return .object(["id": .string(id), "message": .string(message)])
    }

    /// The text of an answer, and a line break. A busy node makes thousands a second, in which only numbers differ.
    package static func line(block: Int, id: TransactionID?) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(128)
        if let id {
            line += marks.id
            id.appendDigits(to: &line)
            line += marks.nextMessage
        } else {
            line += marks.message
        }
        line += String(block).utf8
        line += marks.end
        return line
    }

    private static let marks = (
        id: Array(#"{"id": ""#.utf8), nextMessage: Array(#"", "message": "Transaction will be added to Block "#.utf8),
        message: Array(#"{"message": "Transaction will be added to Block "#.utf8), end: Array("\"}\n".utf8)
    )
}

/// A transaction's state, at `GET /transactions/{id}`.
public struct TransactionAnswer: Sendable {
    /// The block that includes it; nil while it is pending.
    public let block: Int?
    /// How many blocks are on top of that one.
    public let blocksOnTop: Int?
    /// How many blocks confirm it, the one that includes it among them; 0 while it is pending.
    public let confirmations: Int
    /// How many guesses the blocks on top took on average, at least, in 64 hex digits; nil except in a ledger's chain.
    public let workOnTop: String?
    /// The transaction.
    public let transaction: CanonicalText

    /// A transaction in a block of a chain, or a pending one.
    public init(_ transaction: CanonicalText, block: Int?, chainLength: Int, workOnTop: UInt256? = nil) {
        self.block = block
        blocksOnTop = block.map { max(chainLength - $0, 0) }
        confirmations = blocksOnTop.map { $0 + 1 } ?? 0
        self.workOnTop = workOnTop?.hexText
        self.transaction = transaction
    }

    /// Reads it; nil for anything else.
    public init?(_ value: JSONValue) {
        guard let transaction = value["transaction"]?.canonicalText, value["status"]?.string != nil else { return nil }
        block = value["block"]?.integer
        let blocksOnTop = value["blocks_on_top"]?.integer
        self.blocksOnTop = blocksOnTop
        // An older node leaves it out.
        confirmations = value["confirmations"]?.integer ?? blocksOnTop.map { $0 < .max ? $0 + 1 : $0 } ?? 0
        workOnTop = value["work_on_top"]?.string
        self.transaction = transaction
    }

    /// As an object. Only a ledger has work.
    public var text: CanonicalText {
        let members: [(key: String, value: CanonicalText)] = [
            ("block", .integer(block)), ("blocks_on_top", .integer(blocksOnTop)),
            ("confirmations", .integer(confirmations)),
            ("status", .string(block == nil ? "pending" : "in the chain")), ("transaction", transaction),
        ]
        return .object(members + [workOnTop].compactMap { $0.map { ("work_on_top", .string($0)) } })
    }
}

/// A page of a list of transactions: the pending ones, or one address's history.
public struct TransactionsPage: Sendable {
    /// The address whose history it is; nil for the pending transactions.
    public let address: String?
    /// Where in the list it begins, from 1.
    public let from: Int
    /// The maximum number of transactions on a page.
    public let limit: Int
    /// Where the next page begins, if there is one.
    public let next: Int?
    /// How many transactions the list has.
    public let total: Int
    /// The transactions of this page; in a history, objects of `block` and `transaction`.
    public let transactions: [CanonicalText]

    /// Makes one from its parts.
    public init(
        address: String? = nil, from: Int, limit: Int, next: Int?, total: Int, transactions: [CanonicalText]
    ) {
        self.address = address
        self.from = from
        self.limit = limit
        self.next = next
        self.total = total
        self.transactions = transactions
    }

    /// Reads it; nil for anything else.
    public init?(_ value: JSONValue) {
        guard let from = value["from"]?.integer, let limit = value["limit"]?.integer,
            let total = value["total"]?.integer, let transactions = value["transactions"]?.elements
        else { return nil }
        self.init(
            address: value["address"]?.string, from: from, limit: limit, next: value["next"]?.integer, total: total,
            transactions: transactions.map(\.canonicalText))
    }

    /// As an object.
    public var text: CanonicalText {
        guard let address else {
            return .object([
                "from": .integer(from), "limit": .integer(limit), "next": .integer(next), "total": .integer(total),
                "transactions": .array(transactions),
            ])
        }
        return .object([
            "address": .string(address), "from": .integer(from), "limit": .integer(limit), "next": .integer(next),
            "total": .integer(total), "transactions": .array(transactions),
        ])
    }
}
