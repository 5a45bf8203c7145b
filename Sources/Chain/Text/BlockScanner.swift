/// Finds the parts of a block in its canonical text, from front to back, without building anything.
///
/// Everything that reads stored texts uses this. It doesn't validate: `Block.init(_:)` says what is wrong with a text,
/// and ``BlockRecognizer`` reads texts with other white space. In the text of something else this may find parts too,
/// but never reads outside it.
package struct BlockScanner {
    private let bytes: [UInt8]
    private var position = 0

    /// Begins at the start of a text.
    package init(_ text: [UInt8]) {
        bytes = text
    }
}

// MARK: - Members

extension BlockScanner {
    /// Steps to the value of a key, over any members before it; false if there are no more members with that key.
    package mutating func find(_ key: Block.Key) -> Bool {
        while !step(to: key) {
            guard step(over: position == 0 ? "{" : ", "), skipString(), step(over: ": "), value() != nil
            else { return false }
        }
        return true
    }

    /// Steps over the value of a key, and returns its range; nil if there are no more members with that key.
    package mutating func value(of key: Block.Key) -> Range<Int>? {
        find(key) ? value() : nil
    }

    /// The ranges of the values before the transactions, in a block without other keys there.
    package struct Head {
        /// A number, like proof and timestamp.
        package let index: Range<Int>
        /// A string's characters, without quotes and escapes.
        package let previousHash: Range<Int>
        package let proof: Range<Int>
        package let timestamp: Range<Int>
    }

    /// Steps from the beginning to the transactions, if there are only the usual keys up to there, as in nearly every
    /// block; nil otherwise.
    package mutating func head() -> Head? {
        guard step(to: .index), let index = number(),
            step(to: .previousHash), let previousHash = plainString(),
            step(to: .proof), let proof = number(),
            step(to: .timestamp), let timestamp = number(),
            step(to: .transactions)
        else { return nil }
        return Head(index: index, previousHash: previousHash, proof: proof, timestamp: timestamp)
    }

    /// The same in a block of a ledger, which has a root and a target besides.
    package mutating func ledgerHead() -> Head? {
        guard step(to: .index), let index = number(),
            step(over: #", "merkle_root": "#), plainString() != nil,
            step(to: .previousHash), let previousHash = plainString(),
            step(to: .proof), let proof = number(),
            step(over: #", "target": "#), plainString() != nil,
            step(to: .timestamp), let timestamp = number(),
            step(to: .transactions)
        else { return nil }
        return Head(index: index, previousHash: previousHash, proof: proof, timestamp: timestamp)
    }

    /// Steps to the value of a key, if that key comes next.
    private mutating func step(to key: Block.Key) -> Bool {
        let start = position
        if step(over: position == 0 ? "{" : ", "), step(over: key.member) { return true }
        position = start
        return false
    }
}

extension Block.Key {
    /// The beginning of its member.
    fileprivate var member: StaticString {
        switch self {
        case .index: #""index": "#
        case .previousHash: #""previous_hash": "#
        case .proof: #""proof": "#
        case .timestamp: #""timestamp": "#
        case .transactions: #""transactions": "#
        }
    }
}

// MARK: - Transactions

extension BlockScanner {
    /// Steps to the next transaction; false if there are no more.
    ///
    /// The scanner must be at the array of transactions, or just after a transaction.
    package mutating func nextTransaction() -> Bool {
        step(over: "[") ? !isAt("]") : step(over: ", ")
    }

    /// Steps over a transaction, and returns its range, and whether it begins like a payment with an `id`.
    package mutating func transaction() -> (range: Range<Int>, hasID: Bool)? {
        let start = position
        let hasID = step(over: #"{"amount": "#) && number() != nil && step(over: #", "id": ""#)
        position = start
        return value().map { ($0, hasID) }
    }

    /// Steps over a transaction that has only an amount, perhaps an `id`, a recipient and a sender, without escapes,
    /// and returns the ranges of the two names; nil for any other transaction.
    package mutating func payment() -> (recipient: Range<Int>, sender: Range<Int>)? {
        guard step(over: #"{"amount": "#), number() != nil,
            !step(over: #", "id": "#) || plainString() != nil,
            step(over: #", "recipient": "#), let recipient = plainString(),
            step(over: #", "sender": "#), let sender = plainString(),
            step(over: "}")
        else { return nil }
        return (recipient, sender)
    }

    /// Whether the transactions end here, and the block after them.
    package var isAtEnd: Bool { isAt("]}") && position + 2 == bytes.count }
}

// MARK: - Values

extension BlockScanner {
    private func isAt(_ expected: StaticString) -> Bool {
        let count = expected.utf8CodeUnitCount
        guard bytes.count - position >= count else { return false }
        return expected.withUTF8Buffer { expected in
            for index in 0..<count where bytes[position + index] != expected[index] { return false }
            return true
        }
    }

    private mutating func step(over expected: StaticString) -> Bool {
        guard isAt(expected) else { return false }
        position += expected.utf8CodeUnitCount
        return true
    }

    /// Steps over any value, and returns its range.
    private mutating func value() -> Range<Int>? {
        let start = position
        guard position < bytes.count else { return nil }
        switch bytes[position] {
        case UInt8(ascii: "\""): guard skipString() else { return nil }
        case UInt8(ascii: "{"), UInt8(ascii: "["): guard skipNested() else { return nil }
        default:
            // A number or a literal ends at the next delimiter.
            while position < bytes.count, !bytes[position].endsValue { position += 1 }
        }
        return start..<position
    }

    /// Steps over any number, and returns its range.
    private mutating func number() -> Range<Int>? {
        let start = position
        while position < bytes.count, bytes[position].isOfNumber { position += 1 }
        return position > start ? start..<position : nil
    }

    /// Steps over a string, and returns the range of its characters; nil if it has escapes.
    private mutating func plainString() -> Range<Int>? {
        guard stepOverQuote() else { return nil }
        let start = position
        skipPlainCharacters()
        guard stepOverQuote() else { return nil }
        return start..<position - 1
    }

    private mutating func skipString() -> Bool {
        guard stepOverQuote() else { return false }
        while true {
            skipPlainCharacters()
            if stepOverQuote() { return true }
            guard position + 1 < bytes.count else { return false }
            position += 2
        }
    }

    private mutating func stepOverQuote() -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return false }
        position += 1
        return true
    }

    /// Steps to the next quote or backslash, or to the end.
    private mutating func skipPlainCharacters() {
        position = bytes.span.bytes.indexOfQuoteOrBackslash(from: position)
    }

    /// Steps over an array or an object.
    private mutating func skipNested() -> Bool {
        var depth = 0
        repeat {
            guard position < bytes.count else { return false }
            switch bytes[position] {
            case UInt8(ascii: "\""):
                guard skipString() else { return false }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
            position += 1
        } while depth > 0
        return true
    }
}

extension RawSpan {
    /// The position of the next quote or backslash; the end if there is none.
    fileprivate func indexOfQuoteOrBackslash(from start: Int) -> Int {
        var index = start
        while index + 8 <= byteCount,
            !unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self).hasQuoteOrBackslash
        {
            index += 8
        }
        while index < byteCount, !byte(at: index).isQuoteOrBackslash { index += 1 }
        return index
    }
}

extension UInt64 {
    /// Whether one of eight ASCII characters is a quote or a backslash.
    fileprivate var hasQuoteOrBackslash: Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let (quotes, backslashes) = (self ^ (ones &* 0x22), self ^ (ones &* 0x5C))
        // A zero byte borrows into its highest bit, which no byte of ASCII has.
        return ((quotes &- ones) | (backslashes &- ones)) & (ones &* 0x80) != 0
    }
}

extension UInt8 {
    fileprivate var isQuoteOrBackslash: Bool { self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\") }

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
