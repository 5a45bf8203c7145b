/// A block without its transactions: how many there are, and everything else.
///
/// Read from the block's text in one pass that builds nothing. Parsing a block of 16 MiB would take a second and
/// hundreds of megabytes.
public struct BlockSummary: Hashable, Sendable {
    /// The place in the chain, from 1.
    public let index: Int
    /// The SHA-256 of the text.
    public let hash: BlockHash
    /// `previous_hash` as spelled in the block, quotes included.
    public let previousHash: CanonicalText
    /// The proof as spelled in the block.
    public let proof: CanonicalText
    /// When the block was made, in seconds since 1970, as spelled in the block.
    public let timestamp: CanonicalText
    /// How many transactions it includes.
    public let transactionCount: Int
    /// How long its text is, in bytes.
    public let textLength: Int

    /// Takes time linear in the block's text.
    public init(of block: Block) {
        index = block.index
        hash = block.hash
        textLength = block.text.bytes.count
        var texts: [Block.Key: CanonicalText] = [:]
        var count = 0
        var scanner = CanonicalScanner()
        let text = block.text.bytes.span.bytes
        scanner.forEachMember(of: text) { key, scanner in
            let start = scanner.position
            switch key {
            case .transactions: count = scanner.skipArray(text)
            case .previousHash, .proof, .timestamp:
                scanner.skipValue(text)
                texts[key] = CanonicalText(uncheckedBytes: Array(block.text.bytes[start..<scanner.position]))
            case .index: scanner.skipValue(text)
            }
        }
        guard let previousHash = texts[.previousHash], let proof = texts[.proof], let timestamp = texts[.timestamp]
        else {
            preconditionFailure("a block's text is an object with all five keys")
        }
        (self.previousHash, self.proof, self.timestamp, transactionCount) = (previousHash, proof, timestamp, count)
    }
}

extension Blockchain {
    /// Summaries of the blocks at some positions: from the first on, as many as have texts of at most this total
    /// length; but at least one, if there is one.
    public func summaries(_ range: Range<Int>, textBytes: Int) -> [BlockSummary] {
        blocks.range(range, holding: textBytes).map { BlockSummary(of: blocks[$0]) }
    }
}

extension BlockSequence {
    /// The leading part of some positions whose blocks have texts of at most this total length; but at least one, if
    /// there is one.
    public func range(_ range: Range<Int>, holding textBytes: Int) -> Range<Int> {
        var (end, bytes) = (range.lowerBound, 0)
        while end < range.upperBound {
            bytes += textLength(at: end)
            if bytes > textBytes, end > range.lowerBound { break }
            end += 1
        }
        return range.lowerBound..<end
    }
}

/// Walks over canonical text, which is known to be JSON, without extracting anything.
private struct CanonicalScanner {
    private(set) var position = 0

    /// Calls `body` at the value of each of a block's five keys in an object; it must skip the value.
    mutating func forEachMember(of text: RawSpan, _ body: (Block.Key, inout CanonicalScanner) -> Void) {
        // The brace; then a colon and a space after each key, and a comma and a space, or the brace, after each value.
        position += 1
        while text.byte(at: position) == UInt8(ascii: "\"") {
            let start = position + 1
            skipString(text)
            let name = start..<position - 1
            position += 2
            if let key = Block.Key.allCases.first(where: { text.has($0.rawValue.utf8, in: name) }) {
                body(key, &self)
            } else {
                skipValue(text)
            }
            guard text.byte(at: position) == UInt8(ascii: ",") else { return }
            position += 2
        }
    }

    /// Skips any value.
    mutating func skipValue(_ text: RawSpan) {
        switch text.byte(at: position) {
        case UInt8(ascii: "\""): skipString(text)
        case UInt8(ascii: "{"), UInt8(ascii: "["): _ = skipNested(text)
        default:
            // A number or a word ends where its container continues.
            while !text.byte(at: position).endsValue { position += 1 }
        }
    }

    /// Skips an array and returns the number of its elements.
    mutating func skipArray(_ text: RawSpan) -> Int {
        let isEmpty = text.byte(at: position + 1) == UInt8(ascii: "]")
        let commas = skipNested(text)
        return isEmpty ? 0 : commas + 1
    }

    /// Skips an object or an array and returns the number of commas directly in it.
    private mutating func skipNested(_ text: RawSpan) -> Int {
        var (depth, commas) = (0, 0)
        repeat {
            switch text.byte(at: position) {
            case UInt8(ascii: "\""):
                skipString(text)
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ","): commas += depth == 1 ? 1 : 0
            default: break
            }
            position += 1
        } while depth > 0
        return commas
    }

    private mutating func skipString(_ text: RawSpan) {
        position += 1
        while true {
            // Eight characters at a time while none of them is special.
            while position + 8 <= text.byteCount,
                !Self.hasQuoteOrBackslash(text.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self))
            {
                position += 8
            }
            switch text.byte(at: position) {
            case UInt8(ascii: "\""):
                position += 1
                return
            case UInt8(ascii: "\\"): position += 2
            default: position += 1
            }
        }
    }

    private static func hasQuoteOrBackslash(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let (quotes, backslashes) = (word ^ (ones &* 0x22), word ^ (ones &* 0x5C))
        // A zero byte borrows into its highest bit. The text is ASCII, so no other byte has that bit.
        return ((quotes &- ones) | (backslashes &- ones)) & (ones &* 0x80) != 0
    }
}

extension RawSpan {
    fileprivate func has(_ name: String.UTF8View, in range: Range<Int>) -> Bool {
        range.count == name.count && zip(range, name).allSatisfy { byte(at: $0) == $1 }
    }
}
