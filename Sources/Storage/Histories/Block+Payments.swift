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
        var cursor = TextCursor(bytes: bytes)
        var payments: [Payment] = []
        guard cursor.skip(#"{"index": "#), cursor.skipNumber(),
            cursor.skip(#", "previous_hash": ""#), cursor.string() != nil,
            cursor.skip(#", "proof": "#), cursor.skipNumber(),
            cursor.skip(#", "timestamp": "#), cursor.skipNumber(),
            cursor.skip(#", "transactions": ["#)
        else { return nil }
        var position = 0
        if !cursor.isAt("]") {
            repeat {
                position += 1
                guard cursor.skip(#"{"amount": "#), cursor.skipNumber(),
                    !cursor.skip(#", "id": ""#) || cursor.string() != nil,
                    cursor.skip(#", "recipient": ""#), let recipient = cursor.string(),
                    cursor.skip(#", "sender": ""#), let sender = cursor.string(),
                    cursor.skip("}")
                else { return nil }
                payments.append(Address(bytes: sender), Address(bytes: recipient), position: position)
            } while cursor.skip(", ")
        }
        return cursor.skip("]}") && cursor.isAtEnd ? payments : nil
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

/// A position in a canonical text.
private struct TextCursor {
    let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    func isAt(_ expected: StaticString) -> Bool {
        let count = expected.utf8CodeUnitCount
        guard bytes.count - position >= count else { return false }
        return expected.withUTF8Buffer { expected in
            for index in 0..<count where bytes[position + index] != expected[index] { return false }
            return true
        }
    }

    mutating func skip(_ expected: StaticString) -> Bool {
        guard isAt(expected) else { return false }
        position += expected.utf8CodeUnitCount
        return true
    }

    /// Skips any number; false if there is something else.
    mutating func skipNumber() -> Bool {
        let start = position
        while position < bytes.count, bytes[position].isOfNumber { position += 1 }
        return position > start
    }

    /// Reads a string, from after its opening quote to after its closing one; nil if it has escapes.
    mutating func string() -> ArraySlice<UInt8>? {
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\\") {
            position += 1
            if bytes[position - 1] == UInt8(ascii: "\"") { return bytes[start..<position - 1] }
        }
        return nil
    }
}

extension UInt8 {
    /// The characters of canonical numbers; no other JSON value begins with one of them.
    fileprivate var isOfNumber: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "e"):
            true
        default: false
        }
    }
}
