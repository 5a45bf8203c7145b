public import Wording

/// Another spelling of a block than the one that is hashed here: how programs in other languages print the same values.
///
/// Who takes the hash of that, or prints a block in another way than it was hashed, makes a chain that breaks for no
/// reason that its blocks show. This finds the reason.
public struct Respelling: Hashable, Sendable {
    /// How whole numbers are spelled that may be floats.
    enum Numbers: Hashable, CaseIterable {
        case asTheyAre
        /// 5.0 for 5.
        case floats
        /// 5 for 5.0.
        case integers
    }

    /// How characters are escaped.
    enum Escapes: Hashable, CaseIterable {
        case asTheyAre
        /// `\u00E9` for `\u00e9`.
        case upperCase
        /// `é` for `\u00e9`.
        case none
        /// `\/` for `/`.
        case slashes
        /// As ``none``, and `\u003c` for `<`.
        case markup
        /// `\u00e9` for `\\u00e9`.
        case once
    }

    /// The keys whose numbers are spelled otherwise, and whether those of rewards are left: a node pays 1, while people
    /// pay 5.0.
    private static let numberKeys: [(keys: Set<String>, sparesRewards: Bool)] = [
        (["timestamp"], false), (["amount"], false), (["timestamp", "amount"], false), (["amount"], true),
        (["timestamp", "amount"], true),
    ]

    let arrangement: Arrangement
    let numbers: Numbers
    let keys: Set<String>
    let sparesRewards: Bool
    let escapes: Escapes
    /// Whether no blank follows a comma or a colon.
    let isCompact: Bool

    /// The longest text that is respelled, in bytes: it is hashed in up to 240 spellings, which takes milliseconds.
    static let maximumBytes = 8 << 10

    /// The spelling of a chain's block that has this hash; nil if none has, or if the block is long.
    ///
    /// - Parameter position: the block's in the chain, from 0.
    init?(of blocks: BlockSequence, at position: Int, hashedAs hash: BlockHash) {
        guard blocks.textLength(at: position) <= Self.maximumBytes else { return nil }
        self.init(of: blocks[position].text, hashedAs: hash)
    }

    /// The spelling of a text that has this hash; nil if none has, or if the text is long.
    init?(of text: CanonicalText, hashedAs hash: BlockHash) {
        guard text.bytes.count <= Self.maximumBytes else { return nil }
        let respelled = Self.all.first { $0.fits(text.bytes, as: hash, unless: text.bytes) }
        guard let found = respelled ?? Self.rearranged(text, hashedAs: hash) else { return nil }
        self = found
    }

    /// The same with other members, or in another order; of numbers it is believed that they stand as they were hashed.
    private static func rearranged(_ text: CanonicalText, hashedAs hash: BlockHash) -> Respelling? {
        guard let block = try? JSONDocument(parsing: text.bytes).root else {
            preconditionFailure("canonical text is JSON")
        }
        let ways = all.filter { $0.numbers == .asTheyAre }
        for arrangement in Arrangement.others(of: block) {
            let arranged = arrangement.text(of: block)
            if let way = ways.first(where: { $0.fits(arranged, as: hash, unless: text.bytes) }) {
                return Respelling(way, arranged: arrangement)
            }
        }
        return nil
    }

    /// Whether a text has a hash in this spelling, and another text than one that has not.
    private func fits(_ text: [UInt8], as hash: BlockHash, unless other: [UInt8]) -> Bool {
        let spelled = respelled(text)
        return spelled != other && BlockHash(of: CanonicalText(uncheckedBytes: spelled)) == hash
    }

    private init(
        numbers: Numbers, in places: (keys: Set<String>, sparesRewards: Bool), _ escapes: Escapes, isCompact: Bool
    ) {
        (self.numbers, keys, sparesRewards) = (numbers, places.keys, places.sparesRewards)
        (self.escapes, self.isCompact, arrangement) = (escapes, isCompact, .asHashedHere)
    }

    private init(_ way: Respelling, arranged arrangement: Arrangement) {
        (numbers, keys, sparesRewards) = (way.numbers, way.keys, way.sparesRewards)
        (escapes, isCompact, self.arrangement) = (way.escapes, way.isCompact, arrangement)
    }

    /// The simplest first.
    private static let all: [Respelling] = [false, true].flatMap { isCompact in
        Escapes.allCases.flatMap { escapes in
            Numbers.allCases.flatMap { numbers in
                (numbers == .asTheyAre ? [(keys: [], sparesRewards: false)] : numberKeys).map { places in
                    Respelling(numbers: numbers, in: places, escapes, isCompact: isCompact)
                }
            }
        }
    }
}

extension Respelling: Stated {
    /// What is different, as half a sentence.
    public var statement: Statement {
        let keys = Statement.Value.text(keys.sorted().joined(separator: ", "))
        let fields = sparesRewards ? .statement(Statement(.spellingRewardsAside, ["fields": keys])) : keys
        let number: Statement? =
            switch numbers {
            case .asTheyAre: nil
            case .floats: Statement(.spellingFloats, ["fields": fields])
            case .integers: Statement(.spellingIntegers, ["fields": fields])
            }
        let escape: Statement? =
            switch escapes {
            case .asTheyAre: nil
            case .upperCase: Statement(.spellingUpperCase)
            case .none: Statement(.spellingCharacters)
            case .slashes: Statement(.spellingSlashes)
            case .markup: Statement(.spellingMarkup)
            case .once: Statement(.spellingEscapedOnce)
            }
        let blank = isCompact ? Statement(.spellingCompact) : nil
        let added = arrangement.added
        let left =
            added.isEmpty
            ? nil : Statement(.spellingWithoutKeys, ["keys": .text(added.joined(separator: ", "))])
        let order = arrangement.isUnsorted ? Statement(.spellingUnsorted) : nil
        let parts = [left, order, number, escape, blank].compactMap(\.self)
        guard let first = parts.first else { preconditionFailure("another spelling differs in something") }
        return parts.dropFirst().reduce(first) { all, part in
            Statement(.spellingAnd, ["first": .statement(all), "second": .statement(part)])
        }
    }
}

// MARK: - Spelling a text otherwise

extension Respelling {
    /// A canonical text in this spelling.
    private func respelled(_ text: [UInt8]) -> [UInt8] {
        var (result, index, key): ([UInt8], Int, ArraySlice<UInt8>) = ([], 0, [])
        result.reserveCapacity(text.count)
        while index < text.count {
            let rest = text[index...]
            switch text[index] {
            case UInt8(ascii: "\""):
                let string = Self.string(in: rest)
                index = string.endIndex
                if index < text.count, text[index] == UInt8(ascii: ":") { key = string.dropFirst().dropLast() }
                append(string, to: &result)
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                let number = rest.prefix { "0123456789+-.eE".utf8.contains($0) }
                index = number.endIndex
                append(number, of: isSpared(rest) ? [] : key, to: &result)
            case 0x20:
                // Outside of strings, only separators have blanks.
                if !isCompact { result.append(0x20) }
                index += 1
            case let byte:
                result.append(byte)
                index += 1
            }
        }
        return result
    }

    /// Whether a number stands in a reward, whose numbers are left.
    private func isSpared(_ text: ArraySlice<UInt8>) -> Bool {
        sparesRewards && text.prefix { $0 != UInt8(ascii: "}") }.suffix(Self.rewardEnd.count) == Self.rewardEnd[...]
    }

    /// How a reward's canonical text ends, without the bracket.
    private static let rewardEnd = Array(#""sender": "0""#.utf8)

    /// A string with its quotes, which the text begins with.
    private static func string(in text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var index = text.startIndex + 1
        while text[index] != UInt8(ascii: "\"") { index += text[index] == UInt8(ascii: "\\") ? 2 : 1 }
        return text[...index]
    }

    private func append(_ number: ArraySlice<UInt8>, of key: ArraySlice<UInt8>, to result: inout [UInt8]) {
        let point = Array(".0".utf8)
        guard numbers != .asTheyAre, keys.contains(String(decoding: key, as: UTF8.self)) else {
            return result += number
        }
        let isWhole = number.allSatisfy { $0 == UInt8(ascii: "-") || (0x30...0x39).contains($0) }
        switch numbers {
        case .floats where isWhole: result += number + point
        case .integers where number.suffix(2) == point[...]: result += number.dropLast(2)
        default: result += number
        }
    }

    private func append(_ string: ArraySlice<UInt8>, to result: inout [UInt8]) {
        guard escapes != .asTheyAre else { return result += string }
        var rest = string
        while let byte = rest.first {
            let count = byte == UInt8(ascii: "\\") ? appendEscape(rest, to: &result) : appendPlain(byte, to: &result)
            rest = rest.dropFirst(count)
        }
    }

    /// Returns how many bytes it took.
    private func appendPlain(_ byte: UInt8, to result: inout [UInt8]) -> Int {
        if escapes == .slashes, byte == UInt8(ascii: "/") {
            result += #"\/"#.utf8
        } else if escapes == .markup, "<>&".utf8.contains(byte) {
            result += "\\u00\(String(byte, radix: 16))".utf8
        } else {
            result.append(byte)
        }
        return 1
    }

    /// Returns how many bytes it took.
    private func appendEscape(_ text: ArraySlice<UInt8>, to result: inout [UInt8]) -> Int {
        let unit = Self.unit(in: text)
        switch escapes {
        case .upperCase where unit != nil:
            result += #"\u"#.utf8
            result += text.dropFirst(2).prefix(4).map { (0x61...0x66).contains($0) ? $0 - 0x20 : $0 }
            return 6
        case .none, .markup:
            guard let unit, unit >= 0x80 else { break }
            let pair = Self.unit(in: text.dropFirst(6))
            let units = pair.map { (0xD800...0xDBFF).contains(unit) ? [unit, $0] : [unit] } ?? [unit]
            guard let character = String(validating: units, as: UTF16.self) else { break }
            result += character.utf8
            return 6 * units.count
        case .once:
            guard text.starts(with: #"\\"#.utf8), Self.unit(in: text.dropFirst()) != nil else { break }
            result += text.dropFirst().prefix(6)
            return 7
        default: break
        }
        result += text.prefix(2)
        return 2
    }

    /// The code unit of an escape such as `\u00e9`, which the text begins with; nil if it doesn't.
    private static func unit(in text: ArraySlice<UInt8>) -> UInt16? {
        let digits = text.dropFirst(2).prefix(4)
        guard text.starts(with: #"\u"#.utf8), digits.count == 4 else { return nil }
        return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
