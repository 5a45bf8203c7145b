public import Wording

/// Names and values of a request's query, as forms send them.
///
/// Read as application/x-www-form-urlencoded (URL Standard, section 5.1): `&` separates, the first `=` ends a name, `+`
/// is a space, and the rest is percent-encoded UTF-8. A name without `=` has the empty value, and the name itself may
/// be empty. But where the standard repairs a broken escape or invalid UTF-8, this refuses it, because a repaired
/// address is a different address.
///
/// Its length is bounded by a request's head (``ServerLimits/headBytes``). Finding a name is a linear search.
public struct Query: Sendable {
    private let pairs: [(name: String, value: String)]

    /// Parses ``Request/query``; nil is an empty one.
    public init(_ text: String?) throws(QueryError) {
        var pairs: [(name: String, value: String)] = []
        for part in (text ?? "").utf8.split(separator: UInt8(ascii: "&")) {
            let name = part.prefix { $0 != UInt8(ascii: "=") }
            let value = part.dropFirst(name.count + 1)
            guard let name = Query.decoded(name), let value = Query.decoded(value) else {
                throw .notEncoded(String(Substring(part)))
            }
            pairs.append((name, value))
        }
        self.pairs = pairs
    }

    /// Parses what a query says of these names, by the one rule for all routes: whatever has another name is ignored,
    /// however broken, as the tutorial's nodes ignore it, and as a page's `_=<time>` or a link's `utm_source` has to
    /// be. But a name that is nearly a known one is refused: ignored, it would silently change the answer.
    public init(_ text: String?, knowing names: [String]) throws(QueryError) {
        var known: [Substring] = []
        for part in (text ?? "").utf8.split(separator: UInt8(ascii: "&")) {
            guard let name = Query.decoded(part.prefix { $0 != UInt8(ascii: "=") }) else { continue }
            if names.contains(where: { $0.utf8.elementsEqual(name.utf8) }) {
                known.append(Substring(part))
            } else if let meant = Spelling.nearest(to: name, among: names) {
                throw .misspelt(name, meant: meant, known: names)
            }
        }
        try self.init(known.joined(separator: "&"))
    }

    /// Whether it gives nothing.
    public var isEmpty: Bool { pairs.isEmpty }

    /// Whether it gives one of these names.
    public func has(anyOf names: String...) -> Bool {
        pairs.contains { pair in names.contains { $0.utf8.elementsEqual(pair.name.utf8) } }
    }

    private static func decoded(_ text: Substring.UTF8View) -> String? {
        // Pluses first, because an escaped one stays a plus.
        let spaced = text.lazy.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
        return [UInt8](percentDecoding: spaced).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// The value of `name`, any text, control characters included; nil if absent.
    ///
    /// Giving it twice is an error, because choosing one would be a guess. Names are compared byte for byte.
    public subscript(name: String) -> String? {
        get throws(QueryError) {
            let values = pairs.lazy.filter { $0.name.utf8.elementsEqual(name.utf8) }.map(\.value)
            guard values.dropFirst().isEmpty else { throw .repeated(name) }
            return values.first
        }
    }

    /// Whether `name` is given, without a value or as `true`.
    public func flag(_ name: String) throws(QueryError) -> Bool {
        guard let value = try self[name] else { return false }
        guard value.isEmpty || value == "true" else { throw .notFlag(name, value) }
        return true
    }

    /// The value of `name`, which must be in `range`; nil if absent.
    ///
    /// Decimal digits, after a minus if negative. A number too large for `Int` isn't in `range` either.
    public func integer(_ name: String, in range: ClosedRange<Int>) throws(QueryError) -> Int? {
        guard let value = try self[name] else { return nil }
        // Int would accept a plus.
        guard value.utf8.first != UInt8(ascii: "+"), let integer = Int(value), range.contains(integer) else {
            throw .notInteger(name, value, in: range)
        }
        return integer
    }
}

/// Why a query, or a value in it, was refused.
public enum QueryError: Error, Hashable, Sendable, Stated {
    /// This part, between two `&`, has a broken escape or isn't UTF-8.
    case notEncoded(String)
    /// This name is given more than once.
    case repeated(String)
    /// This name is unknown here, but nearly that of one that is known.
    case misspelt(String, meant: String, known: [String])
    /// The value of this name isn't an integer, or isn't in the range.
    case notInteger(String, String, in: ClosedRange<Int>)

    /// The value of this name, which must not have one.
    case notFlag(String, String)

    /// One sentence. Includes what was given, shortened to 100 characters.
    public var statement: Statement {
        switch self {
        case .notEncoded(let part):
            Statement(.queryNotEncoded, ["part": QueryError.shortened(part)])
        case .repeated(let name):
            Statement(.queryRepeated, ["name": .text(name)])
        case .misspelt(let name, let meant, let known):
            Statement(
                .queryMisspelt,
                [
                    "known": .text(known.joined(separator: ", ")), "meant": .text(meant),
                    "name": QueryError.shortened(name),
                ])
        case .notFlag(let name, let value):
            Statement(.queryNotFlag, ["name": .text(name), "value": QueryError.shortened(value)])
        case .notInteger(let name, let value, let range):
            Statement(
                .queryNotInteger,
                [
                    "from": .number(range.lowerBound), "name": .text(name), "to": .number(range.upperBound),
                    "value": QueryError.shortened(value),
                ])
        }
    }

    /// Scalars, because one Swift character can be of any length.
    private static func shortened(_ text: String) -> Statement.Value {
        .text(String(text.unicodeScalars.prefix(100)))
    }
}
