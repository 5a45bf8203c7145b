internal import Chain
internal import Records

/// An address that a transaction of a block names.
struct Payment: Equatable {
    let address: Address

    /// The transaction's place in the block, from 1.
    let position: Int
}

extension Block {
    /// The senders and recipients of the block's transactions, each once per transaction, if they are strings and not
    /// too long for a history. A chain may have any other value in their place.
    var payments: [Payment] { Self.usualPayments(in: text.bytes) ?? parsedPayments }

    /// The payments of a block, from its stored text; the height is for errors.
    static func payments(keptText bytes: [UInt8], height: Int) throws(ChainError) -> [Payment] {
        if let payments = usualPayments(in: bytes) { return payments }
        return try Block(keptText: bytes, height: height).parsedPayments
    }

    /// The payments, by parsing the whole text.
    var parsedPayments: [Payment] {
        guard let transactions = value(of: .transactions).elements else { return [] }
        var payments: [Payment] = []
        for (offset, transaction) in transactions.enumerated() {
            payments.append(
                Self.address(transaction["sender"]), Self.address(transaction["recipient"]), position: offset + 1)
        }
        return payments
    }

    private static func address(_ value: JSONValue?) -> Address? {
        value?.string.map { Address(bytes: Array($0.utf8)[...]) }
    }

    /// The payments of a text in the layout that nodes write: the five keys, and in each transaction only an amount, a
    /// recipient and a sender, with an id in between if there is one, and no escapes. Nothing else can look like that.
    /// Nil for any other canonical text.
    static func usualPayments(in bytes: [UInt8]) -> [Payment]? {
        var scanner = BlockScanner(bytes)
        guard scanner.head() != nil else { return nil }
        var payments: [Payment] = []
        var position = 0
        while scanner.nextTransaction() {
            guard let (recipient, sender) = scanner.payment() else { return nil }
            position += 1
            payments.append(Address(bytes: bytes[sender]), Address(bytes: bytes[recipient]), position: position)
        }
        return scanner.isAtEnd ? payments : nil
    }
}

extension [Payment] {
    fileprivate mutating func append(_ sender: Address?, _ recipient: Address?, position: Int) {
        if let sender, sender.isKept { append(Payment(address: sender, position: position)) }
        if let recipient, recipient.isKept, recipient != sender {
            append(Payment(address: recipient, position: position))
        }
    }
}

extension Address {
    fileprivate var isKept: Bool { bytes.count <= History.maximumAddressBytes }
}
